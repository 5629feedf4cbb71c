"""People, employments and org units that another system writes, one by PUT and many in a batch."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lifow.base.models import IdempotencyKey
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.privacy.models import Erasure
from lifow.people.roster.interchange import MassChange, digest_of_id
from lifow.people.roster.models import ErasedId, PersonMatch, RosterWrite
from lifow.people.roster.reports import digest_keys
from lifow.people.roster.services.day import changes_of_a_day
from tests import company
from tests.conformance.callers import machine, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
PEOPLE, UNITS, EMPLOYMENTS = (f"/api/v1/{name}" for name in ("people", "org-units", "employments"))
MARTA = {"given_name": "Marta", "family_name": "Kowalczyk", "email": "marta@x.example"}
ABENA = {
    "given_name": "Abena",
    "family_name": "Osei",
    "email": "abena@x.example",
    "timezone": "Europe/London",
    "languages": ["en", "fr"],
    "working_hours": {"starts_at": "22:00", "ends_at": "06:00", "days": ["monday", "friday"]},
}


@pytest.fixture
def client() -> Client:
    return machine("people:read", "people:write")


@pytest.fixture
def units(client) -> None:
    """Support, and Billing in it."""
    put(client, UNITS, "U1", {"name": "Support"})
    put(client, UNITS, "U2", {"name": "Billing", "parent": "U1"})


@pytest.fixture
def abena(client, units) -> Person:
    """Somebody who came by the API, with a manager."""
    put(client, PEOPLE, "M", {**MARTA, "employment": {"org_unit": "U1", "job_title": "Lead"}})
    told = {"org_unit": "U2", "manager": "M", "job_code": "SUP-2", "first_day": "2025-11-03"}
    put(client, PEOPLE, "E1", {**ABENA, "employment": told})
    return Person.objects.get(email="abena@x.example")


def put(client: Client, url: str, external_id: str, body: Any, **headers: str) -> Any:
    return client.put(
        f"{url}/by-external-id/hris/{external_id}", body, content_type="application/json", headers=headers
    )


def batch(client: Client, url: str, *rows: Any, **options: Any) -> Any:
    body = {"source": "hris", "rows": list(rows), **options.pop("told", {})}
    return client.post(f"{url}/batch", body, content_type="application/json", **options)


def state() -> list[Any]:
    """All that a write can change, without the times of change."""
    return [
        list(
            Person.objects.order_by("pk").values_list("pk", "email", "given_name", "family_name", "is_active")
        ),
        list(
            Employment.objects.order_by("pk").values_list("pk", "starts_on", "ends_on", "status", "manager")
        ),
        list(OrgUnit.objects.order_by("pk").values_list("pk", "name", "parent", "closed_on")),
        list(ExternalId.objects.order_by("pk").values_list("source", "value", "person", "org_unit")),
    ]


def test_somebody_new_is_made_where_they_work(client, abena):
    assert (abena.timezone, abena.languages, abena.workdays) == ("Europe/London", ["en", "fr"], 0b10001)
    row = abena.employments.get()
    assert (row.org_unit.name, row.manager.given_name, row.job_code, row.source) == (
        "Billing",
        "Marta",
        "SUP-2",
        "hris",
    )
    assert row.starts_on.isoformat() == "2025-11-03"
    told = client.get(f"{PEOPLE}/by-external-id/hris/E1").json()
    assert told == client.get(f"{PEOPLE}/{abena.public_id}").json()


def test_what_is_new_says_where_it_is(client, units):
    response = put(client, PEOPLE, "M", {**MARTA, "employment": {"org_unit": "U1"}})
    assert response.status_code == 201
    assert client.get(response.headers["Location"]).json() == response.json()


def test_sent_again_nothing_changes(client, abena):
    before = state()
    stamps = list(Person.objects.values_list("updated_at", flat=True))
    assert put(client, PEOPLE, "E1", {**ABENA, "employment": {"org_unit": "U2"}}).status_code == 200
    assert put(client, UNITS, "U2", {"name": "Billing", "parent": "U1"}).status_code == 200
    assert state() == before
    assert list(Person.objects.values_list("updated_at", flat=True)) == stamps


def test_what_is_not_sent_stays_and_null_says_none(client, abena):
    put(client, PEOPLE, "E1", {"family_name": None})
    abena.refresh_from_db()
    assert (abena.given_name, abena.family_name, abena.email) == ("Abena", "", "abena@x.example")
    put(client, EMPLOYMENTS, "E1", {"manager": None})
    row = abena.employments.current().get()
    assert (row.manager, row.job_code) == (None, "SUP-2")


def test_an_employment_is_written_under_the_id_of_its_person(client, abena):
    response = put(client, EMPLOYMENTS, "E1", {"job_code": "SUP-3", "org_unit": "U1"})
    assert response.status_code == 200
    now = abena.employments.current().get()
    assert (response.json()["id"], now.job_code, now.org_unit.name) == (now.public_id, "SUP-3", "Support")
    assert client.get(f"{EMPLOYMENTS}/by-external-id/hris/E1").json() == response.json()


def test_who_has_left_may_not_sign_in(client, abena):
    last = timezone.now().date() - timedelta(days=1)
    for index in range(9):
        put(client, PEOPLE, f"O{index}", {"given_name": f"Other {index}", "employment": {"org_unit": "U1"}})
    put(client, EMPLOYMENTS, "E1", {"status": "terminated", "last_day": last.isoformat()})
    abena.refresh_from_db()
    assert not abena.is_active
    assert abena.employments.current().get().status == "terminated"


def test_a_unit_is_moved_renamed_and_closed(client, units):
    put(client, UNITS, "U2", {"name": "Billing desk", "parent": None, "closed_on": "2026-03-31"})
    told = client.get(f"{UNITS}/by-external-id/hris/U2").json()
    assert (told["name"], told["parent"], told["closed_on"]) == ("Billing desk", None, "2026-03-31")
    put(client, UNITS, "U2", {"closed_on": None})
    assert client.get(f"{UNITS}/by-external-id/hris/U2").json()["closed_on"] is None


@pytest.mark.parametrize("url", [PEOPLE, UNITS, EMPLOYMENTS])
def test_what_no_system_calls_so_is_not_found(client, url):
    assert client.get(f"{url}/by-external-id/hris/nobody").status_code == 404


@pytest.mark.parametrize(
    ("url", "external_id", "body", "pointer", "code"),
    [
        (PEOPLE, "E1", {"employment": {"manager": "nobody"}}, "#/employment/manager", "unknown"),
        (PEOPLE, "E1", {"employment": {"org_unit": "U9"}}, "#/employment/org_unit", "unknown"),
        (EMPLOYMENTS, "E1", {"manager": "nobody"}, "#/manager", "unknown"),
        (EMPLOYMENTS, "E9", {"job_code": "X"}, "#/external_id", "unknown"),
        (UNITS, "U2", {"parent": "U9"}, "#/parent", "unknown"),
        (UNITS, "U3", {"parent": "U1"}, "#/name", "missing_value"),
        (PEOPLE, "E2", {"employment": {"org_unit": "U1"}}, "#/given_name", "missing_value"),
        (PEOPLE, "E2", {"given_name": "Kofi"}, "#/employment/org_unit", "missing_value"),
        (PEOPLE, "E1", {"email": "marta@x.example"}, "#/email", "email_of_another"),
        (PEOPLE, "E1", {"employment": {"manager": "E1"}}, "#/employment/manager", "own_manager"),
        (PEOPLE, "M", {"employment": {"manager": "E1"}}, "#/employment/manager", "manager_cycle"),
        (UNITS, "U1", {"parent": "U2"}, "#/external_id", "unit_cycle"),
        (PEOPLE, "E1", {"emial": "a@x.example"}, "#/emial", "unknown_name"),
        (PEOPLE, "E1", {"timezone": "Mars"}, "#/timezone", "invalid"),
        (PEOPLE, "E1", {"languages": ["Klingon!"]}, "#/languages", "invalid"),
        (PEOPLE, "E1", {"given_name": "x" * 151}, "#/given_name", "max_length"),
        (PEOPLE, "E1", {"given_name": 7}, "#/given_name", "invalid"),
        (UNITS, "U2", {"parent": 0}, "#/parent", "invalid"),
        (PEOPLE, "E1", {"given_name": "a\0b"}, "#/given_name", None),
        (PEOPLE, "E1", {"given_name": "a\ud800b"}, "#/given_name", None),
        (PEOPLE, "E1", {"given_name": "x" * 1_000_000}, "#/given_name", "max_length"),
        (
            PEOPLE,
            "E1",
            {"employment": {"first_day": "0001-01-01"}},
            "#/employment/first_day",
            "out_of_bounds",
        ),
        (PEOPLE, "E1", {"employment": {"last_day": "9999-12-31"}}, "#/employment/last_day", "out_of_bounds"),
        (UNITS, "U1", {"closed_on": "0001-01-01"}, "#/closed_on", "out_of_bounds"),
        (
            PEOPLE,
            "E1",
            {"employment": {"first_day": "2026-03-02", "last_day": "2026-03-01"}},
            "#/employment/last_day",
            "invalid",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(client, abena, url, external_id, body, pointer, code):
    before = state()
    response = put(client, url, external_id, json.dumps(body))
    assert response.status_code == 422, response.content
    errors = {error["pointer"]: error["code"] for error in response.json()["errors"]}
    assert pointer in errors
    assert code in (None, errors[pointer])
    assert (response.json()["code"] == "unknown_reference") == (code == "unknown")
    assert state() == before


def test_a_number_of_400_digits_is_an_error_of_the_caller(client, abena):
    response = put(client, PEOPLE, "E1", '{"given_name": ' + "9" * 400 + "}")
    assert response.status_code == 422
    response = put(client, PEOPLE, "E1", '{"given_name": ' + "9" * 5_000 + "}")
    assert response.status_code in (400, 422)


def test_a_write_meets_the_state_that_was_read_or_nothing(client, abena):
    read = client.get(f"{PEOPLE}/{abena.public_id}")
    etag = read.headers["ETag"]
    first = put(client, PEOPLE, "E1", {"given_name": "Abi"}, **{"If-Match": etag})
    assert first.status_code == 200
    second = put(client, PEOPLE, "E1", {"given_name": "Aby"}, **{"If-Match": etag})
    assert (second.status_code, second.json()["code"]) == (412, "precondition_failed")
    again = put(client, PEOPLE, "E1", {"given_name": "Aby"}, **{"If-Match": first.headers["ETag"]})
    assert again.json()["given_name"] == "Aby"
    assert client.get(f"{PEOPLE}/{abena.public_id}").headers["ETag"] == again.headers["ETag"]


def test_a_write_of_what_is_new_alone_does_not_meet_what_is_there(client, abena):
    assert put(client, UNITS, "U1", {"name": "X"}, **{"If-None-Match": "*"}).status_code == 412
    assert put(client, UNITS, "U7", {"name": "X"}, **{"If-None-Match": "*"}).status_code == 201
    assert put(client, UNITS, "U8", {"name": "X"}, **{"If-Match": '"some"'}).status_code == 412
    other = put(client, UNITS, "U8", {"name": "X"}, **{"If-None-Match": '"some"'})
    assert (other.status_code, other.json()["errors"][0]["header"]) == (422, "If-None-Match")


def test_each_row_of_a_batch_is_answered(client, units):
    rows = (
        {"external_id": "E1", **ABENA, "employment": {"org_unit": "U2", "manager": "M"}},
        {"external_id": "E2", "given_name": "Kofi", "email": "no address"},
        {"external_id": "M", **MARTA, "employment": {"org_unit": "U1"}},
        {"external_id": "E3", "given_name": "Zofia", "employment": {"org_unit": "U9"}},
        {"given_name": "Nobody"},
    )
    told = batch(client, PEOPLE, *rows).json()
    assert (told["written"], told["failed"]) == (2, 3)
    assert [row["status"] for row in told["rows"]] == [201, 422, 201, 422, 422]
    wrong = [[(one["pointer"], one["code"]) for one in row["errors"]] for row in told["rows"]]
    assert wrong == [
        [],
        [("#/rows/1/email", "invalid")],
        [],
        [("#/rows/3/employment/org_unit", "unknown")],
        [("#/rows/4/external_id", "required")],
    ]
    assert Employment.objects.get(person__given_name="Abena").manager.given_name == "Marta"
    assert told["rows"][0]["id"] == Person.objects.get(given_name="Abena").public_id


def test_a_batch_of_units_makes_a_tree_in_any_order(client):
    rows = ({"external_id": "C", "name": "C", "parent": "B"}, {"external_id": "B", "name": "B"})
    assert batch(client, UNITS, *rows).json()["written"] == 2
    assert OrgUnit.objects.get(name="C").parent.name == "B"
    again = batch(client, UNITS, *rows).json()
    assert [row["status"] for row in again["rows"]] == [200, 200]


def test_a_batch_that_is_named_happens_once(client, units):
    row = {"external_id": "M", **MARTA, "employment": {"org_unit": "U1"}}
    first = batch(client, PEOPLE, row, headers={"Idempotency-Key": "sync-1"})
    second = batch(client, PEOPLE, row, headers={"Idempotency-Key": "sync-1"})
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert IdempotencyKey.objects.count() == 1
    other = batch(client, PEOPLE, {**row, "given_name": "M"}, headers={"Idempotency-Key": "sync-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"source": "hris", "rows": []}, "#/rows"),
        ({"source": "hris", "rows": [{"external_id": "E"}] * 1_001}, "#/rows"),
        ({"source": "hris", "rows": ["E"]}, "#/rows/0"),
        ({"rows": [{"external_id": "E"}]}, "#/source"),
        ({"source": "x" * 51, "rows": [{"external_id": "E"}]}, "#/source"),
        ({"source": "hris", "rows": [{"external_id": "E"}], "let_through": {"leavers": 1}}, "#/reason"),
        (
            {"source": "hris", "rows": [{"external_id": "E"}], "let_through": {"lovers": 1}, "reason": "Yes"},
            "#/let_through/lovers",
        ),
    ],
)
def test_a_batch_that_is_none_is_refused_whole(client, body, pointer):
    response = client.post(f"{PEOPLE}/batch", body, content_type="application/json")
    assert response.status_code == 422
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_many_small_writes_have_the_limit_of_one_file(client, units):
    people = [
        {"external_id": f"E{number}", "given_name": f"Person {number}", "employment": {"org_unit": "U1"}}
        for number in range(20)
    ]
    batch(client, PEOPLE, *people)
    left = {"status": "terminated"}
    assert [put(client, EMPLOYMENTS, f"E{number}", left).status_code for number in range(2)] == [200, 200]
    held = put(client, EMPLOYMENTS, "E2", left)
    assert (held.status_code, held.json()["code"]) == (409, "held")
    [limit] = held.json()["limits"]
    assert (limit["kind"], limit["count"], limit["allowed"]) == ("leavers", 3, 2)
    assert Person.objects.get(given_name="Person 2").is_active


def test_a_limit_is_let_through_once_for_a_reason(client, units):
    people = [
        {"external_id": f"E{number}", "given_name": f"Person {number}", "employment": {"org_unit": "U1"}}
        for number in range(20)
    ]
    batch(client, PEOPLE, *people)
    rows = [{"external_id": f"E{number}", "status": "terminated"} for number in range(5)]
    assert batch(client, EMPLOYMENTS, *rows).status_code == 409
    let = {"let_through": {"leavers": 4}, "reason": "The branch is closed."}
    assert batch(client, EMPLOYMENTS, *rows, told=let).status_code == 409
    let = {"let_through": {"leavers": 5}, "reason": "The branch is closed."}
    assert batch(client, EMPLOYMENTS, *rows, told=let).json()["written"] == 5
    kept = RosterWrite.objects.get()
    assert (kept.lifted, kept.reason, kept.written_by) == ({"leavers": 5}, "The branch is closed.", "hr-sync")
    more = [{"external_id": f"E{number}", "status": "terminated"} for number in range(5, 8)]
    assert batch(client, EMPLOYMENTS, *more).status_code == 409


def test_the_changes_of_a_day_count_and_those_before_do_not(client, units):
    now = timezone.now()
    for hours, counts, lifted in ((30, 7, {}), (5, 3, {}), (4, 9, {"leavers": 9}), (1, 2, {})):
        RosterWrite.objects.create(
            source="hris",
            written_by="c",
            written_at=now - timedelta(hours=hours),
            counts={"leavers": counts},
            lifted=lifted,
        )
    assert changes_of_a_day(source="hris", as_of=now) == {MassChange.LEAVERS: 2}


def test_a_namesake_is_somebody_else_and_the_same_email_is_a_question(client, abena):
    namesake = {**ABENA, "email": "abena.osei@x.example", "employment": {"org_unit": "U1"}}
    assert put(client, PEOPLE, "E2", namesake).status_code == 201
    response = put(client, PEOPLE, "E3", {**ABENA, "employment": {"org_unit": "U1"}})
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["pointer"], error["code"]) == ("#/external_id", "same_person")
    assert PersonMatch.objects.get().person == abena


def test_what_another_system_says_of_somebody_stands(client, abena):
    ExternalId.objects.create(source="payroll", value="P1", person=abena)
    response = client.put(
        f"{EMPLOYMENTS}/by-external-id/payroll/P1", {"job_code": "X"}, content_type="application/json"
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == "named_elsewhere"


def test_only_hr_and_machines_with_the_scope_write(client, abena):
    narrow = machine("people:read", name="narrow")
    assert put(narrow, UNITS, "U1", {"name": "X"}).json()["code"] == "missing_scope"
    assert put(signed_in(abena), UNITS, "U1", {"name": "X"}).json()["code"] == "forbidden"
    ruth = company.person("Ruth Amankwah", is_hr_admin=True)
    assert put(signed_in(ruth), UNITS, "U1", {"name": "X"}).status_code == 200


def test_a_batch_takes_as_many_queries_whatever_its_rows(client, units):
    def rows(first: int, number: int) -> list[Any]:
        return [
            {
                "external_id": f"Q{first + one}",
                "given_name": f"P{first + one}",
                "employment": {"org_unit": "U1"},
            }
            for one in range(number)
        ]

    batch(client, PEOPLE, *rows(0, 2))
    with CaptureQueriesContext(connection) as few:
        batch(client, PEOPLE, *rows(10, 2))
    with CaptureQueriesContext(connection) as many:
        batch(client, PEOPLE, *rows(20, 30))
    assert len(many) == len(few)


def test_somebody_who_was_erased_is_not_brought_in_again(client, units):
    key = digest_keys()[0]
    erasure = Erasure.objects.create(asked_at=timezone.now())
    ErasedId.objects.create(
        digest=digest_of_id(key, "hris", "E1"), erased_on=timezone.now().date(), erasure=erasure
    )
    response = put(client, PEOPLE, "E1", {**ABENA, "employment": {"org_unit": "U1"}})
    assert response.status_code == 422
    assert [one["code"] for one in response.json()["errors"]] == ["erased_person"]
    assert not Person.objects.filter(given_name="Abena").exists()
