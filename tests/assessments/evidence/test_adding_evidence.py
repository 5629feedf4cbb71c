"""POST /api/v1/evidence: what is recorded, what is refused, and that a retry is no second observation."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.marks.models import StaleMark
from assessments.marks.services import REFRESH
from lifow.base.models import IdempotencyKey
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/evidence"
ABSENT = "0000000000000000"


@world
def learner() -> Person:
    return company.person("Abena Osei")


@world
def body(learner: Person) -> dict[str, Any]:
    """An observation that can be added."""
    return {
        "person": learner.public_id,
        "skill": company.skill().public_id,
        "level": 2.5,
        "source": "test",
        "observed_at": "2026-03-02T13:00:00+01:00",
    }


@pytest.fixture
def client() -> Client:
    return machine("evidence:write", "evidence:read")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tasks that are started."""
    names: list[str] = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task", lambda self, name, *args, **options: names.append(name)
    )
    return names


def post(client: Client, body: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(URL, body, content_type="application/json", headers=headers)


def test_an_observation_is_recorded_and_marks_the_report_stale(client, body, learner):
    response = post(client, {**body, "valid_until": "2027-03-02", "origin": {"kind": "quiz", "id": "q-7"}})
    assert response.status_code == 201, response.content
    evidence = Evidence.objects.get()
    assert response.headers["Location"] == f"http://testserver{URL}/{evidence.public_id}"
    assert response.json() == {
        "id": evidence.public_id,
        "person": learner.public_id,
        "skill": company.skill().public_id,
        "level": 2.5,
        "standard_error": None,
        "source": "test",
        "rater": None,
        "observed_at": "2026-03-02T12:00:00Z",
        "valid_until": "2027-03-02",
        "origin": {"kind": "quiz", "id": "q-7", "recorded_by": "hr-sync"},
        "attributed_by": "hr-sync",
        "supersedes": None,
        "superseded_by": None,
        "withdrawal": None,
        "recorded_at": response.json()["recorded_at"],
    }
    assert client.get(response.headers["Location"]).json() == response.json()
    assert StaleMark.objects.get().person == learner


def test_the_computation_starts_when_it_is_recorded(
    client, body, started, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(client, body)
        assert started == []
    assert started == [REFRESH, "lifow.events.tasks.deliver_events"]


def test_a_broker_that_is_away_is_no_error(
    client, body, monkeypatch, settings, django_capture_on_commit_callbacks
):
    def away(*args: Any, **options: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("celery.app.base.Celery.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, body).status_code == 201
    assert StaleMark.objects.exists()


def test_a_rating_names_its_rater(client, body, learner):
    rater = company.person("Marta Kowalczyk")
    learner.employments.update(manager=rater)
    response = post(client, {**body, "source": "manager", "rater": rater.public_id})
    assert response.json()["rater"] == rater.public_id


def test_a_rating_by_somebody_who_is_not_above_the_person_is_no_managers_rating(client, body):
    rater = company.person("Rui Pacheco").public_id
    response = post(client, {**body, "source": "manager", "rater": rater})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["pointer"] == "#/rater"
    assert "others rate as peers" in error["detail"]
    assert post(client, {**body, "source": "peer", "rater": rater}).status_code == 201


@pytest.mark.parametrize("source", ["test", "observed"])
def test_an_hr_admin_does_not_record_proof_of_their_own(body, source):
    ruth = company.person("Ruth Amankwah", is_hr_admin=True)
    of_herself = {**body, "person": ruth.public_id, "source": source}
    response = post(signed_in(ruth), of_herself)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/source"
    assert post(signed_in(ruth), {**body, "source": source}).status_code == 201


def test_a_correction_supersedes_and_both_say_so(client, body):
    first = post(client, body).json()
    second = post(client, {**body, "level": 1, "supersedes": first["id"]}).json()
    assert second["supersedes"] == first["id"]
    assert client.get(f"{URL}/{first['id']}").json()["superseded_by"] == second["id"]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"person": None}, "#/person", "null"),
        ({"person": "somebody"}, "#/person", "invalid"),
        ({"person": f"per_{ABSENT}"}, "#/person", "unknown"),
        ({"person": 7}, "#/person", "invalid"),
        ({"person": {"id": 1}}, "#/person", "invalid"),
        ({"skill": f"skl_{ABSENT}"}, "#/skill", "unknown"),
        ({"level": 9}, "#/level", "invalid"),
        ({"level": -1}, "#/level", "min_value"),
        ({"level": "high"}, "#/level", "invalid"),
        ({"level": 1.234}, "#/level", "max_decimal_places"),
        ({"source": "rumour"}, "#/source", "invalid_choice"),
        ({"source": "self"}, "#/rater", "invalid"),
        ({"source": "manager"}, "#/rater", "invalid"),
        ({"rater": "nobody"}, "#/rater", "invalid"),
        ({"observed_at": "yesterday"}, "#/observed_at", "invalid"),
        ({"observed_at": "2199-01-01T00:00:00Z"}, "#/observed_at", "invalid"),
        ({"observed_at": "0001-01-01T00:00:00Z"}, "#/observed_at", "out_of_bounds"),
        ({"observed_at": "0001-01-01T00:00:00+14:00"}, "#/observed_at", "overflow"),
        ({"observed_at": "9999-12-31T23:59:59-12:00"}, "#/observed_at", "overflow"),
        ({"valid_until": "2020-01-01"}, "#/valid_until", "invalid"),
        ({"valid_until": "9999-12-31"}, "#/valid_until", "out_of_bounds"),
        ({"level": "NaN"}, "#/level", "invalid"),
        ({"level": "1e400"}, "#/level", "max_digits"),
        ({"origin": {"text": "a\x1bb"}}, "#/origin/text", "control_character"),
        ({"origin": {"text": "x" * 2001}}, "#/origin/text", "max_length"),
        ({"origin": "quiz"}, "#/origin", "invalid"),
        ({"supersedes": f"evd_{ABSENT}"}, "#/supersedes", "unknown"),
        ({"weight": 3}, "#/weight", "unknown_name"),
    ],
    ids=str,
)
def test_a_field_that_is_wrong_is_pointed_at_and_nothing_is_written(client, body, change, pointer, code):
    response = post(client, {**body, **change}, key="k")
    assert response.status_code == 422, response.content
    [error] = response.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert error["detail"]
    assert not Evidence.objects.exists()
    assert not IdempotencyKey.objects.exists()


def test_every_field_that_is_missing_is_named(client):
    found = post(client, {}).json()["errors"]
    assert {one["pointer"] for one in found} == {
        "#/person",
        "#/skill",
        "#/level",
        "#/source",
        "#/observed_at",
    }


@pytest.mark.parametrize("body", [[], "text", 7, None], ids=str)
def test_a_body_that_is_no_object_is_refused(client, body):
    response = client.post(URL, json.dumps(body), content_type="application/json")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_heading_and_a_retired_skill_cannot_be_rated(client, body):
    heading = company.skill("Money")
    company.skill("Invoices", parent=heading)
    retired = company.skill("Fax", retired_at=company.NOON)
    for skill in (heading, retired):
        [error] = post(client, {**body, "skill": skill.public_id}).json()["errors"]
        assert error["pointer"] == "#/skill"


@pytest.mark.parametrize("rights", [{}, {"is_author": True}, {"is_staff": True}])
def test_people_rate_on_pages_not_here(body, learner, rights):
    person = company.person("Somebody", **rights)
    Person.objects.get(pk=learner.pk).employments.update(manager=person)
    response = post(signed_in(person), body)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert not Evidence.objects.exists()


def test_an_hr_admin_adds_with_a_session_and_its_csrf_token(body):
    admin = company.person("Ruth Amankwah", is_hr_admin=True)
    response = post(signed_in(admin), body)
    assert response.status_code == 201
    assert response.json()["origin"] == {"recorded_by": admin.public_id}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    assert post(strict, body).status_code == 403


@pytest.mark.parametrize(("is_hr_admin", "status"), [(True, 201), (False, 403)])
def test_a_token_of_a_person_adds_only_what_the_person_may(body, is_hr_admin, status):
    person = company.person("Somebody", is_hr_admin=is_hr_admin)
    assert post(machine("evidence:write", user=person), body).status_code == status


def test_to_read_is_not_to_write(body):
    response = post(machine("evidence:read"), body)
    assert response.json()["scope"] == "evidence:write"


def test_a_retry_gets_the_same_answer_and_writes_nothing(client, body):
    first, again = (post(client, body, key="review-7") for _ in range(2))
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Evidence.objects.count() == 1


def test_the_order_and_the_spacing_of_a_body_do_not_matter(client, body):
    post(client, body, key="k")
    again = post(client, dict(reversed(body.items())), key="k")
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_with_another_body_is_refused_and_the_first_write_stands(client, body):
    post(client, body, key="k")
    response = post(client, {**body, "level": 1}, key="k")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert float(Evidence.objects.get().level) == 2.5


def test_a_key_whose_request_failed_can_be_sent_again(client, body):
    assert post(client, {**body, "level": 9}, key="k").status_code == 422
    assert post(client, body, key="k").status_code == 201


def test_a_key_is_its_clients_own(client, body):
    post(client, body, key="k")
    other = post(machine("evidence:write", name="other"), body, key="k")
    assert "Idempotent-Replayed" not in other.headers
    assert Evidence.objects.count() == 2


def test_without_a_key_each_request_is_an_observation(client, body):
    post(client, body)
    post(client, body)
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("key", ["", "é", "a b", "x" * 256])
def test_a_key_that_is_none_is_refused(client, body, key):
    response = post(client, body, key=key)
    assert response.status_code == 422
    assert response.json()["errors"][0]["header"] == "Idempotency-Key"


def test_a_key_is_forgotten_after_a_day(client, body):
    post(client, body, key="k")
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert "Idempotent-Replayed" not in post(client, body, key="k").headers
    assert IdempotencyKey.objects.count() == 1


def test_an_addition_takes_a_fixed_number_of_queries(client, body):
    with CaptureQueriesContext(connection) as few:
        post(client, body, key="a")
    for index in range(5):
        post(client, body, key=f"k{index}")
    with CaptureQueriesContext(connection) as more:
        post(client, body, key="b")
    assert len(more) == len(few)
