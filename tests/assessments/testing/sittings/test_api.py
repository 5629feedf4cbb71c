"""Quick checks and sittings by the API: for people themselves, and for systems that ask them."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from assessments.testing.bank.choices import ItemKind
from assessments.testing.calibration.models import Calibration
from assessments.testing.sittings.models import Sitting, SittingItem
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.conformance.callers import machine, signed_in
from tests.item_answers import with_health
from tests.item_bank import items, picture, place_of, published

pytestmark = pytest.mark.django_db
URL = "/api/v1/quick-checks"
HIDDEN = ("is_right", "rationale", "slope", "threshold", "seed", "calibration", "p_value", "exposure")
# Letters of an id that happen to be a word tell nothing.
AN_ID = re.compile(r"[a-z]{2,5}_[0-9a-z]{16}")

RIGHT = {
    "single": ("By the policy of 2024.", "That was before 2024."),
    "multiple": ("It proves the sale.", "Nobody asks for it."),
    "order": ("Whoever solves first",),
    "match": ("Who pays.",),
    "numeric": ("12.5", "0.01", "Ten and a quarter"),
    "text": ("chargeback", "charge back", "By the bank."),
    "hotspot": (),
    "scenario": ("The customer waits.", "Both.", "score"),
}


@world
def kofi(abena):
    return person("Kofi Mensah")


def send(client: Client, address: str, body: object, **headers: str):
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def begin(client: Client, who, skill, **fields):
    body = {"person": who.public_id, "skills": [skill.public_id], "most": 3, **fields}
    return send(client, URL, body)


def answer(client: Client, told: dict, *, right: bool = True, **fields):
    asked = SittingItem.objects.get(sitting__public_id=told["id"], number=told["question"]["number"])
    body = {"number": asked.number, "given": place_of(asked, right=right), **fields}
    return send(client, f"{URL}/{told['id']}/answer", body)


def test_a_system_asks_somebody_and_sends_their_answers(abena, refunds):
    client = machine("sittings:read", "sittings:write")
    told = begin(client, abena, refunds).json()
    assert (told["state"], told["most"], told["question"]["number"]) == ("open", 3, 1)
    while told["state"] == "open":
        said = answer(client, told, confidence="sure")
        assert said.status_code == 200, said.content
        told = said.json()
    [skill] = told["skills"]
    assert (skill["conclusion"], skill["needed"]) == ("meets", 3.0)
    assert skill["evidence"].startswith("evd_")
    assert [one["feedback"]["is_right"] for one in told["answers"]] == [True] * len(told["answers"])


def test_a_system_gets_the_picture_of_the_question_that_it_shows(abena, kofi):
    what = skill("Invoices")
    items(what, each=1, picture=picture(), picture_alt="Teal")
    client = machine("sittings:read", "sittings:write")
    told = begin(client, abena, what).json()
    address = f"{URL}/{told['id']}/picture"
    for caller in (client, signed_in(abena)):
        assert caller.get(address).headers["Content-Type"] == "image/png"
    assert signed_in(kofi).get(address).status_code == 404
    send(client, f"{URL}/{told['id']}/end", {})
    assert client.get(address).status_code == 404, "no question waits any more"


def test_nothing_that_is_right_is_told_before_the_end(abena, refunds):
    client = signed_in(abena)
    told = begin(client, abena, refunds).json()
    told = answer(client, told).json()
    text = json.dumps(told)
    assert not [word for word in HIDDEN if word in AN_ID.sub("", text)]
    assert told["answers"][0]["feedback"] is None
    assert told["answers"][0]["answer"] == ["This one"]
    assert {option["key"] for option in told["question"]["body"]["options"]} == {"1", "2", "3", "4"}


def test_what_is_right_is_told_after_each_answer_where_it_is_asked_so(abena, refunds):
    client = signed_in(abena)
    told = answer(client, begin(client, abena, refunds, feedback="each").json(), right=False).json()
    [said] = told["answers"]
    assert said["feedback"]["right"] == ["This one"]
    assert said["feedback"]["chosen"][0]["rationale"] == "It is not."


def test_somebody_asks_questions_of_themselves_alone(abena, kofi, refunds):
    refused = begin(signed_in(abena), kofi, refunds)
    assert refused.status_code == 422
    assert not Sitting.objects.exists()


def test_anothers_quick_check_is_not_there(abena, kofi, refunds):
    told = begin(signed_in(abena), abena, refunds).json()
    other = signed_in(kofi)
    assert other.get(f"{URL}/{told['id']}").status_code == 404
    assert send(other, f"{URL}/{told['id']}/answer", {"number": 1, "given": {}}).status_code == 404
    assert send(other, f"{URL}/{told['id']}/end", {}).status_code == 404
    assert Sitting.objects.open().count() == 1


def test_a_manager_and_hr_see_the_level_and_neither_question_nor_answer(abena, refunds):
    told = answer(signed_in(abena), begin(signed_in(abena), abena, refunds).json()).json()
    manager = abena.employments.get().manager
    for reader in (manager, person("Ruth Amankwah", is_hr_admin=True)):
        client = signed_in(reader)
        seen = client.get(f"{URL}/{told['id']}").json()
        assert (seen["question"], seen["answers"]) == (None, [])
        assert send(client, f"{URL}/{told['id']}/answer", {"number": 2, "given": {}}).status_code == 403
        listed = client.get("/api/v1/sittings").json()["data"][0]
        assert "points" not in listed


def test_the_same_answer_again_is_the_same_and_another_is_a_conflict(abena, refunds):
    client = signed_in(abena)
    told = begin(client, abena, refunds).json()
    first, again = answer(client, told), answer(client, told)
    assert first.json() == again.json()
    assert answer(client, told, right=False).status_code == 409


def test_an_answer_after_the_end_is_a_conflict_and_kept(abena, refunds):
    client = signed_in(abena)
    told = begin(client, abena, refunds).json()
    assert send(client, f"{URL}/{told['id']}/end", {}).json()["state"] == "finished"
    late = answer(client, told)
    assert late.status_code == 409
    assert "kept" in late.json()["detail"]
    assert SittingItem.objects.get().is_late


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"number": 1, "given": {"key": "9"}}, "#/given"),
        ({"number": 2, "given": {}}, "#/number"),
        ({"number": 1, "given": {}, "confidence": "very"}, "#/confidence"),
        ({"given": {}}, "#/number"),
    ],
)
def test_what_is_no_answer_is_told_where_it_stands(abena, refunds, body, field):
    client = signed_in(abena)
    told = begin(client, abena, refunds).json()
    refused = send(client, f"{URL}/{told['id']}/answer", body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [field]


def test_without_skills_the_uncertain_ones_are_asked_about(abena, refunds):
    told = send(machine("sittings:write"), URL, {"person": abena.public_id}).json()
    assert [one["skill"] for one in told["skills"]] == [refunds.public_id]


@pytest.mark.parametrize("kind", ItemKind.values)
def test_no_kind_of_question_tells_its_key_while_it_is_open_nor_where_it_is_never_told(abena, kind):
    about = skill(f"By {kind}")
    published(kind, what=about)
    client = signed_in(abena)
    told = begin(client, abena, about, feedback="never").json()
    open_text = json.dumps(told)
    said = send(client, f"{URL}/{told['id']}/answer", {"number": 1, "given": {}}).json()
    assert said["state"] == "finished"
    assert said["answers"][0]["feedback"] is None
    for text in (open_text, json.dumps(said), client.get("/api/v1/sittings").content.decode()):
        assert not [word for word in (*HIDDEN, *RIGHT[kind]) if word in AN_ID.sub("", text)]


def test_an_answer_says_nothing_of_when_it_was_given(abena, refunds):
    client = signed_in(abena)
    told = begin(client, abena, refunds).json()
    body = {"number": 1, "given": {}, "answered_at": "2020-01-01T00:00:00Z"}
    assert send(client, f"{URL}/{told['id']}/answer", body).status_code == 422
    an_hour = timedelta(hours=1)
    Sitting.objects.update(started_at=NOON, deadline_at=NOON + an_hour)
    assert answer(client, told).status_code == 409
    assert SittingItem.objects.get().is_late


def test_a_key_that_somebody_else_has_sent_is_ones_own(abena, kofi, refunds):
    """Their sitting is not to be had by guessing how their browser named it."""
    same = {"Idempotency-Key": "same"}
    theirs = send(signed_in(abena), URL, {"person": abena.public_id, "skills": [refunds.public_id]}, **same)
    own = send(signed_in(kofi), URL, {"person": kofi.public_id, "skills": [refunds.public_id]}, **same)
    assert theirs.json()["person"] == abena.public_id
    assert own.json()["person"] == kofi.public_id
    assert Sitting.objects.count() == 2


@pytest.mark.parametrize("who", ["learner", "manager"])
def test_the_statistics_of_a_question_are_not_for_those_who_answer(abena, refunds, who):
    told = begin(signed_in(abena), abena, refunds).json()
    version = SittingItem.objects.get(sitting__public_id=told["id"]).version
    with_health(version)
    client = signed_in(abena if who == "learner" else abena.employments.get().manager)
    addresses = {
        "items": version.item.public_id,
        "item-health": version.public_id,
        "calibrations": Calibration.objects.get().public_id,
    }
    for path, key in addresses.items():
        assert client.get(f"/api/v1/{path}/{key}").status_code == 404
        assert client.get(f"/api/v1/{path}", {"skill": refunds.public_id}).json()["data"] == []
    seen = client.get(f"{URL}/{told['id']}").content.decode()
    assert not [word for word in HIDDEN if word in AN_ID.sub("", seen)]
