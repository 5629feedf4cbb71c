"""Refreshers for any channel: what may be asked now, its answers, and never a key before one."""

from datetime import datetime

import pytest
from django.utils import timezone

from content.refreshers.models import RefresherCard
from tests.company import NOON, person
from tests.conformance.callers import machine
from tests.content.refreshers.answering import waiting
from tests.item_bank import place_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/refreshers"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(moment)` sets it; it stands at noon."""

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(NOON)
    return stands_at


def send(client, url, body):
    return client.post(url, body, content_type="application/json")


def begin(client, who, **fields):
    return send(client, URL, {"person": who.public_id, **fields})


def answer(client, told, *, right=True, **fields):
    from assessments.testing.sittings.models import Sitting

    asked = waiting(Sitting.objects.get(public_id=told["id"]))
    body = {"number": asked.number, "given": place_of(asked, right=right), **fields}
    return send(client, f"{URL}/{told['id']}/answer", body)


def test_a_channel_asks_and_answers_for_somebody(learned):
    client = machine("sittings:read", "sittings:write")
    told = begin(client, learned).json()
    assert (told["most"], told["question"]["number"], told["answers"]) == (2, 1, [])
    assert "is_right" not in str(told["question"])
    told = answer(client, told, confidence="sure").json()
    assert told["question"]["number"] == 2
    [said] = told["answers"]
    assert (said["is_right"], said["right"]) == (True, ["This one"])
    assert said["comes_back_on"] > "2026-03-03"
    told = answer(client, told, right=False).json()
    assert (told["state"], told["question"]) == ("finished", None)
    assert RefresherCard.objects.filter(reviewed_on=NOON.date()).count() == 2


def test_caps_and_hours_hold_for_every_channel_and_it_is_said_why(learned, clock):
    clock(NOON.replace(hour=22))
    refused = begin(machine("sittings:write"), learned)
    assert refused.status_code == 422
    assert "Outside of working hours" in refused.content.decode()


def test_the_most_of_a_channel_is_kept(learned):
    assert begin(machine("sittings:write"), learned, most=1).json()["most"] == 1


def test_a_person_begins_their_own_alone(client_of_abena, learned):
    other = person("Kofi Mensah", manager=learned)
    assert begin(client_of_abena, learned).status_code == 201
    assert begin(client_of_abena, other).status_code == 422


def test_those_above_see_neither_questions_nor_answers(client, client_of_abena, learned):
    told = begin(client_of_abena, learned).json()
    answer(client_of_abena, told)
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    seen = client.get(f"{URL}/{told['id']}").json()
    assert (seen["question"], seen["answers"]) == (None, [])


def test_quick_checks_do_not_list_them(client_of_abena, learned):
    told = begin(client_of_abena, learned).json()
    assert client_of_abena.get(f"/api/v1/quick-checks/{told['id']}").status_code == 404
    assert [one["id"] for one in client_of_abena.get(URL).json()["data"]] == [told["id"]]
