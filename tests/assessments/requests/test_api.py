"""/api/v1/rating-requests: asking for many at once, what became of it, and taking one back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import ASKED
from lifow.people.persons.models import Person
from tests.backing.inboxes import titles
from tests.backing.worlds import world
from tests.company import NOON, observe, person, skill
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/rating-requests"


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    skill("SQL")
    return person("Abena Osei", manager=marta)


@pytest.fixture
def client() -> Client:
    return machine("evidence:write", "evidence:read")


def about(*people: Person, what: str = "SQL") -> list[dict[str, str]]:
    return [{"person": one.public_id, "skill": skill(what).public_id} for one in people]


def post(client: Client, body: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(URL, body, content_type="application/json", headers=headers)


def faults(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["pointer"]: error["code"] for error in response.json()["errors"]}


def test_a_machine_asks_and_reads_what_became_of_it(client, abena, marta):
    response = post(client, {"source": "manager", "about": about(abena)})
    assert response.status_code == 201, response.content
    body = response.json()
    batch = RequestBatch.objects.get()
    assert (body["batch"], body["asked"], body["skipped"]) == (batch.public_id, 1, [])
    assert response.headers["Location"] == f"http://testserver{URL}?batch={batch.public_id}"
    [row] = body["requests"]
    assert (row["person"], row["asked"], row["state"]) == (abena.public_id, marta.public_id, "open")
    assert (row["asked_by"], row["origin"]) == (None, "system")
    assert titles(marta, ASKED) == ["Please rate Abena Osei in SQL"]
    assert client.get(response.headers["Location"]).json()["data"] == [row]


def test_an_hr_admin_asks_by_name_and_others_do_not(abena, marta):
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    asking = {"source": "self", "about": about(abena)}
    assert post(signed_in(marta), asking).status_code == 403
    [row] = post(signed_in(ruth), asking).json()["requests"]
    assert (row["asked_by"], row["origin"]) == (ruth.public_id, "person")


def test_what_is_left_out_is_counted_by_reason(client, abena, marta):
    kofi, noor = person("Kofi Mensah", manager=marta), person("Noor Haddad")
    observe(kofi, skill("SQL"), 3, source="manager", rater=marta, observed_at=timezone.now())
    everybody = {"source": "manager", "about": about(abena, kofi, noor)}
    first = post(client, everybody).json()
    assert first["skipped"] == [{"reason": "nobody", "count": 1}, {"reason": "said", "count": 1}]
    again = post(client, everybody).json()
    assert (again["batch"], again["asked"], again["requests"]) == (None, 0, [])
    assert {"reason": "open", "count": 1} in again["skipped"]


def test_a_retry_with_the_same_key_gives_the_same_answer(client, abena):
    asking = {"source": "self", "about": about(abena)}
    first, second = (post(client, asking, key="spring") for _try in range(2))
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert RatingRequest.objects.count() == 1


def test_an_observer_is_named_for_observed_work_and_for_nothing_else(client, abena, marta):
    observed = {"source": "observed", "about": about(abena)}
    assert faults(post(client, observed)) == {"#/observer": "invalid"}
    assert faults(post(client, {**observed, "source": "self", "observer": marta.public_id}))
    [row] = post(client, {**observed, "observer": marta.public_id}).json()["requests"]
    assert row["asked"] == marta.public_id


def test_what_does_not_exist_is_named_by_its_place(client, abena):
    unknown = {"person": "per_0000000000000000", "skill": skill("SQL").public_id}
    response = post(client, {"source": "self", "about": [*about(abena), unknown]})
    assert faults(response) == {"#/about/1/person": "unknown"}
    assert not RatingRequest.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"source": "peer"}, "#/source"),
        ({"about": []}, "#/about"),
        ({"about": [{"person": "someone"}]}, "#/about/0/person"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "#/expires_at"),
        ({"until": "tomorrow"}, "#/until"),
    ],
)
def test_a_body_that_is_wrong_says_where(client, abena, wrong, pointer):
    assert pointer in faults(post(client, {"source": "self", "about": about(abena), **wrong}))
    assert not RatingRequest.objects.exists()


def test_a_request_is_withdrawn_once(client, abena):
    [row] = post(client, {"source": "self", "about": about(abena)}).json()["requests"]
    address = f"{URL}/{row['id']}/withdraw"
    first, second = (client.post(address).json() for _try in range(2))
    assert first["state"] == "withdrawn"
    assert first == second
    assert machine("evidence:read", name="reader").post(address).status_code == 403
    assert client.post(f"{URL}/rrq_0000000000000000/withdraw").status_code == 404


def test_the_list_is_narrowed_by_each_of_its_parameters(client, abena, marta):
    post(client, {"source": "self", "about": about(abena)})
    post(client, {"source": "manager", "about": about(abena)})
    batch = RequestBatch.objects.latest("pk").public_id
    later = (timezone.now() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    for query, number in (
        ({"person": abena.public_id}, 2),
        ({"asked": marta.public_id}, 1),
        ({"skill": skill("SQL").public_id}, 2),
        ({"batch": batch}, 1),
        ({"source": "self"}, 1),
        ({"state": "answered"}, 0),
        ({"updated_since": later}, 0),
    ):
        assert len(client.get(URL, query).json()["data"]) == number, query


def test_who_is_asked_reads_it_and_strangers_do_not(abena, marta):
    rui = person("Rui Pacheco")
    RatingRequest.objects.create(
        person=abena,
        skill=skill("SQL"),
        source="observed",
        asked=rui,
        origin="person",
        asked_at=NOON,
        expires_at=NOON + timedelta(days=14),
    )
    for reader, number in ((rui, 1), (abena, 1), (marta, 1), (person("Kofi Mensah"), 0)):
        assert len(signed_in(reader).get(URL).json()["data"]) == number


def test_asking_for_many_takes_as_many_queries_as_for_few(client, abena, marta):
    many = [person(f"Colleague {number}", manager=marta) for number in range(20)]
    numbers = []
    for asking in [{"source": "manager", "about": about(*people)} for people in ([abena], many)]:
        with CaptureQueriesContext(connection) as queries:
            assert post(client, asking).status_code == 201
        numbers.append(len(queries))
    # The first call also makes the policy with the defaults.
    assert numbers[1] <= numbers[0]
