"""/api/v1/people, /org-units and /employments: what is told, and what each filter finds."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster.interchange import parse_roster
from lifow.people.roster.models import FormerExternalId
from lifow.people.roster.services import import_roster
from tests import company
from tests.backing.worlds import world
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("people:read")


@world
def manager() -> Person:
    return company.person("Marta Kowalczyk", org_unit=company.unit("Support"))


@world
def learner(manager: Person) -> Person:
    unit = company.unit("Billing support", parent=company.unit("Support"))
    person = company.person("Abena Osei", manager=manager, org_unit=unit, languages=["en", "fr"])
    ExternalId.objects.create(source="hris", value="E1042", person=person)
    return person


def found(client: Client, path: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["data"]]


def test_a_person_is_told_by_ids_that_the_outside_knows(client, learner, manager):
    employment = learner.employments.get()
    told = client.get(f"/api/v1/people/{learner.public_id}").json()
    assert told == {
        "id": learner.public_id,
        "email": learner.email,
        "given_name": "Abena",
        "family_name": "Osei",
        "timezone": "UTC",
        "languages": ["en", "fr"],
        "working_hours": {
            "starts_at": "09:00",
            "ends_at": "17:00",
            "days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        },
        "may_sign_in": True,
        "leave": None,
        "external_ids": [{"source": "hris", "value": "E1042"}],
        "merged_ids": [],
        "employment": {
            "id": employment.public_id,
            "org_unit": employment.org_unit.public_id,
            "manager": manager.public_id,
            "job_title": "SUP-1",
            "job_code": "SUP-1",
            "status": "active",
        },
        "created_at": told["created_at"],
        "updated_at": told["updated_at"],
    }
    assert told["updated_at"].endswith("Z")


def test_somebody_without_an_employment_has_none(client):
    person = Person.objects.create(email="new@larkfield.example", given_name="New")
    assert client.get(f"/api/v1/people/{person.public_id}").json()["employment"] is None


def test_people_are_found_by_what_other_systems_know_of_them(client, learner, manager):
    unit = learner.employments.get().org_unit
    for query, expected in (
        ({"email": learner.email.upper()}, [learner]),
        ({"email": "nobody@larkfield.example"}, []),
        ({"external_id": "hris:E1042"}, [learner]),
        ({"external_id": "other:E1042"}, []),
        ({"org_unit": unit.public_id}, [learner]),
        ({"org_unit": unit.parent.public_id}, [manager, learner]),
        ({"manager": manager.public_id}, [learner]),
        ({"may_sign_in": "false"}, []),
        ({"may_sign_in": "true", "manager": manager.public_id}, [learner]),
    ):
        assert found(client, "people", **query) == [person.public_id for person in expected], query


def test_an_external_id_may_hold_colons(client, learner):
    ExternalId.objects.create(source="scim", value="urn:1:2", person=learner)
    assert found(client, "people", external_id="scim:urn:1:2") == [learner.public_id]


def test_what_has_changed_since_a_moment_is_found(client, learner, manager):
    moment = timezone.now() + timedelta(hours=1)
    Person.objects.filter(pk=learner.pk).update(updated_at=moment)
    assert found(client, "people", updated_since=moment.isoformat()) == [learner.public_id]
    assert found(client, "people", updated_since=(moment + timedelta(seconds=1)).isoformat()) == []


def test_a_moment_without_an_offset_is_utc_whoever_asks(learner):
    learner.timezone = "Pacific/Auckland"
    learner.save()
    Person.objects.filter(pk=learner.pk).update(updated_at=company.NOON)
    client = signed_in(learner)
    assert found(client, "people", updated_since="2026-03-02T12:00:00") == [learner.public_id]
    assert found(client, "people", updated_since="2026-03-02T12:00:01") == []


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("people", {"email": "nonsense"}, "invalid"),
        ("people", {"email": "a\x00@b.example"}, None),
        ("people", {"external_id": "E1042"}, "invalid"),
        ("people", {"external_id": "hris:"}, "invalid"),
        ("people", {"org_unit": "per_0000000000000000"}, "invalid"),
        ("people", {"may_sign_in": "perhaps"}, "invalid"),
        ("people", {"updated_since": "last week"}, "invalid"),
        ("people", {"updated_since": "2026-03-02T12:00:00 01:00"}, "invalid"),
        ("employments", {"status": "gone"}, "invalid_choice"),
        ("employments", {"person": ""}, "blank"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(client, path, query, code):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == next(iter(query))
    assert code in (None, response.json()["errors"][0]["code"])


@pytest.mark.parametrize("name", ["org_unit", "manager"])
def test_a_filter_that_names_what_is_not_there_is_not_found(client, name):
    prefix = {"org_unit": "org", "manager": "per"}[name]
    response = client.get("/api/v1/people", {name: f"{prefix}_0000000000000000"})
    assert response.status_code == 422
    assert response.json()["code"] == "unknown_reference"
    assert response.json()["errors"][0]["parameter"] == name


def test_somebody_is_found_by_an_id_that_they_had_before(client, learner):
    ExternalId.objects.create(source="payroll", value="P-2", person=learner)
    FormerExternalId.objects.create(source="payroll", value="P-1", person=learner)
    assert found(client, "people", external_id="payroll:P-1") == [learner.public_id]
    assert found(client, "people", external_id="payroll:P-2") == [learner.public_id]


def test_an_id_that_somebody_else_has_by_now_finds_them_alone(client, learner, manager):
    FormerExternalId.objects.create(source="payroll", value="P-1", person=learner)
    ExternalId.objects.create(source="payroll", value="P-1", person=manager)
    assert found(client, "people", external_id="payroll:P-1") == [manager.public_id]


def test_org_units_are_a_tree(client, learner):
    unit = learner.employments.get().org_unit
    ExternalId.objects.create(source="hris", value="CC-1", org_unit=unit)
    told = client.get(f"/api/v1/org-units/{unit.public_id}").json()
    assert told["parent"] == unit.parent.public_id
    assert told["external_ids"] == [{"source": "hris", "value": "CC-1"}]
    assert found(client, "org-units", parent=unit.parent.public_id) == [unit.public_id]
    assert found(client, "org-units", key=unit.key) == [unit.public_id]
    assert found(client, "org-units", external_id="hris:CC-1") == [unit.public_id]


def test_closed_org_units_can_be_left_out(client):
    open_unit = company.unit("Open")
    closed = OrgUnit.objects.create(key="closed", name="Closed", closed_on=date(2026, 1, 1))
    assert found(client, "org-units", open="true") == [open_unit.public_id]
    assert found(client, "org-units", open="false") == [closed.public_id]


def test_employments_tell_the_history(client, learner, manager):
    before = Employment.objects.create(
        person=learner,
        org_unit=company.unit("Sales"),
        job_code="SAL-1",
        status="terminated",
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )
    now = learner.employments.current().get()
    told = client.get(f"/api/v1/employments/{before.public_id}").json()
    assert (told["person"], told["manager"]) == (learner.public_id, None)
    assert (told["starts_on"], told["ends_on"]) == ("2020-01-01", "2021-01-01")
    for query, expected in (
        ({"person": learner.public_id}, [now, before]),
        ({"person": learner.public_id, "current": "true"}, [now]),
        ({"current": "false"}, [before]),
        ({"job_code": "SAL-1"}, [before]),
        ({"status": "terminated"}, [before]),
        ({"manager": manager.public_id}, [now]),
        ({"org_unit": before.org_unit.public_id}, [before]),
    ):
        ids = sorted(row.public_id for row in expected)
        assert sorted(found(client, "employments", **query)) == ids, query


def brought_in(*lines: str, at: datetime) -> None:
    roster = parse_roster("Employee ID,First name,Email,Job title,Department\n" + "\n".join(lines))
    import_roster(roster=roster, source="hris", applied_at=at)


def test_employments_that_an_import_changed_are_found_by_when_it_did(client):
    marta, abena = "7,Marta,marta@x.example,Lead,Support", "8,Abena,abena@x.example,Agent,Support"
    now = timezone.now()
    brought_in(marta, abena, at=now - timedelta(days=1))
    Employment.objects.update(updated_at=company.NOON)
    brought_in(marta, abena.replace("Agent", "Specialist"), at=now)
    closed, opened = Employment.objects.filter(person__given_name="Abena").order_by("starts_on")
    changed = found(client, "employments", updated_since=now.isoformat())
    assert sorted(changed) == sorted([closed.public_id, opened.public_id])


def test_a_person_sees_themselves_and_their_line(learner, manager):
    company.person("Somebody Else")
    assert found(signed_in(learner), "people") == [learner.public_id]
    assert found(signed_in(manager), "people") == [manager.public_id, learner.public_id]
    assert found(signed_in(learner), "employments") == [learner.employments.get().public_id]


@pytest.mark.parametrize("path", ["people", "org-units"])
def test_an_external_id_with_a_character_that_no_database_holds_is_an_error_of_the_caller(client, path):
    response = client.get(f"/api/v1/{path}?external_id=hris:%00")
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "external_id"
