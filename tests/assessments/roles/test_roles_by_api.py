"""/api/v1/role-assignments under the ids of other systems."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.frameworks.models import RoleLevel
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from lifow.people.persons.models import ExternalId, Person
from tests import company
from tests.backing.worlds import world
from tests.conformance.callers import machine

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
URL = "/api/v1/role-assignments"


@pytest.fixture
def client() -> Client:
    return machine("people:read", "people:write")


@world
def learner() -> Person:
    who = company.person("Abena Osei")
    ExternalId.objects.create(source="hris", value="E1", person=who)
    return who


@world
def level() -> RoleLevel:
    return company.role("Support specialist", Refund_policy=3)


def named(level: RoleLevel) -> str:
    return f"{level.role.framework.key}:{level.external_id}"


def put(client: Client, external_id: str, body: Any, **headers: str) -> Any:
    url = f"{URL}/by-external-id/hris/{external_id}"
    return client.put(url, body, content_type="application/json", headers=headers)


def test_a_role_is_given_once_however_often_it_is_sent(client, learner, level):
    body = {"person": "E1", "role_level": named(level), "starts_on": "2026-01-01"}
    first = put(client, "A1", body)
    assert first.status_code == 201
    assert first.json()["person"] == learner.public_id
    StaleMark.objects.all().delete()
    assert put(client, "A1", body).status_code == 200
    row = RoleAssignment.objects.get()
    assert (row.starts_on, row.ends_on, row.source) == (date(2026, 1, 1), None, "hand")
    assert not StaleMark.objects.exists()
    assert client.get(f"{URL}/by-external-id/hris/A1").json() == first.json()


def test_a_role_is_ended_by_its_last_day_and_given_another_level(client, learner, level):
    other = company.role("Support lead", Refund_policy=4)
    put(client, "A1", {"person": "E1", "role_level": named(level), "starts_on": "2026-01-01"})
    put(client, "A1", {"person": "E1", "role_level": named(other)})
    assert RoleAssignment.objects.get().role_level == other
    put(client, "A1", {"person": "E1", "role_level": named(other), "ends_on": "2026-02-01"})
    assert RoleAssignment.objects.get().ends_on == date(2026, 2, 1)
    assert StaleMark.objects.filter(person=learner).exists()


def test_one_that_was_given_by_hand_becomes_the_systems(client, learner, level):
    company.give(learner, level)
    put(client, "A1", {"person": "E1", "role_level": named(level)})
    assert RoleAssignment.objects.get().external_id == "A1"


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"person": "E9"}, "#/person", "unknown"),
        ({"role_level": "none:at-all"}, "#/role_level", "unknown"),
        ({"role_level": "none"}, "#/role_level", "invalid"),
        ({"starts_on": "0001-01-01"}, "#/starts_on", "out_of_bounds"),
        ({"starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "#/ends_on", "invalid"),
        ({"other": 1}, "#/other", "unknown_name"),
    ],
)
def test_what_is_wrong_is_named(client, learner, level, change, pointer, code):
    response = put(client, "A1", {"person": "E1", "role_level": named(level), **change})
    assert response.status_code == 422
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in response.json()["errors"]]
    assert not RoleAssignment.objects.exists()


def test_an_id_stays_that_of_one_person_and_a_role_is_open_once(client, learner, level):
    kofi = company.person("Kofi Mensah")
    ExternalId.objects.create(source="hris", value="E2", person=kofi)
    put(client, "A1", {"person": "E1", "role_level": named(level)})
    taken = put(client, "A1", {"person": "E2", "role_level": named(level)})
    assert taken.json()["errors"][0]["pointer"] == "#/person"
    twice = put(client, "A2", {"person": "E1", "role_level": named(level)})
    assert twice.json()["errors"][0]["pointer"] == "#/role_level"


def test_a_write_meets_the_state_that_was_read_or_nothing(client, learner, level):
    put(client, "A1", {"person": "E1", "role_level": named(level)})
    body = {"person": "E1", "role_level": named(level), "ends_on": "2199-01-01"}
    assert put(client, "A1", body, **{"If-Match": '"another"'}).status_code == 412
    etag = client.get(f"{URL}/by-external-id/hris/A1").headers["ETag"]
    assert put(client, "A1", body, **{"If-Match": etag}).status_code == 200


def test_each_row_of_a_batch_is_answered_by_itself(client, learner, level):
    rows = [
        {"external_id": "A1", "person": "E1", "role_level": named(level)},
        {"external_id": "A2", "person": "E9", "role_level": named(level)},
        {"external_id": "A3", "person": "E1"},
    ]
    told = client.post(
        f"{URL}/batch", {"source": "hris", "rows": rows}, content_type="application/json"
    ).json()
    assert [row["status"] for row in told["rows"]] == [201, 422, 422]
    assert told["rows"][1]["errors"][0]["pointer"] == "#/rows/1/person"
    assert RoleAssignment.objects.get().external_id == "A1"


def test_a_put_takes_a_fixed_number_of_queries(client, learner, level):
    body = {"person": "E1", "role_level": named(level)}
    put(client, "A1", body)
    with CaptureQueriesContext(connection) as few:
        put(client, "A1", body)
    for number in range(5):
        company.person(f"Person {number}")
    with CaptureQueriesContext(connection) as more:
        put(client, "A1", body)
    assert len(few) == len(more)
