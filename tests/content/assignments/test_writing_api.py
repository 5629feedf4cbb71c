"""POST /api/v1/assignments, …/change, …/end and /api/v1/assigned-people/{id}/waive: other systems assign."""

from typing import Any

import pytest
from django.test import Client

from content.assignments.models import AssignedPerson, Assignment, AssignmentChange
from content.assignments.services import assign
from lifow.base.api.idempotency import REPLAYED
from lifow.base.api.problems import KINDS
from lifow.notifications.models import Message
from tests.company import NOON, role, unit
from tests.conformance.callers import machine, signed_in
from tests.content.assignments.assigning import assign_to, contents

pytestmark = pytest.mark.django_db
URL = "/api/v1/assignments"
INVALID, REUSED = KINDS["invalid"].status, KINDS["idempotency_key_reused"].status


@pytest.fixture
def client() -> Client:
    return machine("assignments:read", "assignments:write")


def post(client: Client, address: str, body: Any, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{URL}{address}", body, content_type="application/json", headers=headers)


def body(module, **fields: Any) -> dict[str, Any]:
    """Due in 30 days to everybody, unless the fields say otherwise."""
    usual = {
        "modules": [module.public_id],
        "audience": "everybody",
        "due_from": "assigned",
        "due_days": 30,
    }
    return usual | fields


def test_what_is_assigned_is_told_and_read_as_it_was_written(client, abena, privacy):
    response = post(client, "", body(privacy, audience="people", named=[abena.public_id], note="By law."))
    told = response.json()
    assert response.status_code == 201
    assert (
        response.headers["Location"].endswith(f"{URL}/{told['id']}/")
        or told["id"] in (response.headers["Location"])
    )
    assert client.get(f"{URL}/{told['id']}").json() == told
    assert (told["title"], told["named"], told["people"]) == ("Data protection", [abena.public_id], 1)
    assert told["assigned_by"] is None
    assert Message.objects.filter(receiver=abena, kind="assigned").count() == 1


def test_the_same_key_assigns_once_and_another_body_is_refused(client, abena, privacy):
    answers = [post(client, "", body(privacy), key="a") for _again in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers[REPLAYED] == "true"
    assert Assignment.objects.count() == 1
    assert post(client, "", body(privacy, due_days=31), key="a").status_code == REUSED


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"modules": []}, "#/modules"),
        ({"modules": ["mod_0000000000000000"]}, "#/modules/0"),
        ({"audience": "role"}, "#/role"),
        ({"audience": "unit"}, "#/org_unit"),
        ({"audience": "people"}, "#/named"),
        ({"audience": "people", "named": ["per_0000000000000000"]}, "#/named/0"),
        ({"audience": "team"}, "#/audience"),
        ({"audience": "nobody"}, "#/audience"),
        ({"due_from": "day"}, "#/due_on"),
        ({"due_from": "day", "due_on": "2020-01-01"}, "#/due_on"),
        ({"due_days": None}, "#/due_days"),
        ({"due_days": 0}, "#/due_days"),
        ({"repeat_months": 61}, "#/repeat_months"),
        ({"counts_back_days": -1}, "#/counts_back_days"),
        ({"note": "x" * 1001}, "#/note"),
        ({"nothing": 1}, "#/nothing"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_assigned(client, abena, privacy, fields, pointer):
    response = post(client, "", body(privacy, **fields))
    assert response.status_code == INVALID
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert not Assignment.objects.exists()


def test_what_is_not_sent_stays_as_it_is(client, abena, hr, privacy):
    level, support = role("Support specialist"), unit("Support")
    made = assign(contents=contents(privacy, audience="role", role=level.role), by=hr, as_of=NOON)
    changed = {"audience": "unit", "org_unit": support.public_id, "edition": 1}
    told = post(client, f"/{made.public_id}/change", changed).json()
    assert (told["role"], told["org_unit"], told["edition"]) == (None, support.public_id, 2)
    assert told["modules"] == [privacy.public_id]
    assert AssignmentChange.objects.get().client == "hr-sync"


def test_a_change_is_once_for_its_key_and_refused_where_another_edition_holds(client, abena, hr, privacy):
    made = assign_to(abena, privacy, by=hr).assignment
    change = {"title": "Customer data", "edition": 1}
    answers = [post(client, f"/{made.public_id}/change", change, key="a") for _again in range(2)]
    assert answers[0].json() == answers[1].json()
    assert AssignmentChange.objects.count() == 1
    response = post(client, f"/{made.public_id}/change", {"title": "Other", "edition": 1})
    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_what_has_ended_is_ended_once_and_not_changed(client, abena, hr, privacy):
    made = assign_to(abena, privacy, by=hr).assignment
    answers = [post(client, f"/{made.public_id}/end", {}).json() for _again in range(2)]
    assert answers[0]["ended_at"] == answers[1]["ended_at"] is not None
    assert post(client, f"/{made.public_id}/change", {"title": "Other"}).status_code == 409


def waived(client: Client, row: AssignedPerson, reason: str = "Knows it.", key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1/assigned-people/{row.public_id}/waive",
        {"reason": reason},
        content_type="application/json",
        headers=headers,
    )


def test_a_system_waives_with_a_reason_once(client, abena, hr, privacy):
    row = assign_to(abena, privacy, by=hr)
    assert waived(client, row, " ").status_code == INVALID
    answers = [waived(client, row, key="a").json() for _again in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["state"], answers[0]["waived_by"]) == ("waived", None)
    assert Message.objects.filter(receiver=abena, kind="assignment_waived").count() == 1
    other = assign_to(hr, privacy, by=hr)
    post(client, f"/{other.assignment.public_id}/end", {})
    assert waived(client, other).status_code == 409


def test_nobody_waives_their_own_by_the_api_either(hr, privacy):
    assert waived(signed_in(hr), assign_to(hr, privacy)).status_code == 403


def test_reading_alone_writes_nothing(abena, privacy):
    response = post(machine("assignments:read", name="reader"), "", body(privacy))
    assert (response.status_code, response.json()["scope"]) == (403, "assignments:write")


def test_a_list_costs_the_same_however_many(client, abena, hr, privacy, django_assert_max_num_queries):
    for number in range(4):
        assign(
            contents=contents(privacy, audience="people", people=[abena, hr], title=str(number)),
            by=hr,
            as_of=NOON,
        )
    with django_assert_max_num_queries(10):
        assert len(client.get(URL).json()["data"]) == 4
