"""What is deleted leaves a tombstone, whoever deletes it, and the API tells of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.gaps.models import GapReport
from content.planning.models import Plan
from lifow.base.database.tombstones import trigger_of
from lifow.base.fields import PublicIdField
from lifow.base.models import Tombstone
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.services import delete_employments
from tests.backing import worlds
from tests.conformance.callers import machine, signed_in
from tests.conformance.resources import RESOURCES
from tests.conformance.test_resources import every_resource, ids, problem
from tests.conformance.worlds import World, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


@worlds.world
def world() -> World:
    return build_world()


def of(*prefixes: str) -> set[str]:
    return {
        one for prefix in prefixes for one in Tombstone.objects.of(prefix).values_list("public_id", flat=True)
    }


def test_every_resource_of_the_api_leaves_tombstones():
    """Also after a later migration has made its table anew, as SQLite does."""
    fields = (
        (model, field)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, PublicIdField)
    )
    prefixes = {one.prefix for one in RESOURCES}
    tables = {model._meta.db_table for model, field in fields if field.prefix in prefixes}
    catalogue = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue}")
        triggers = {name for (name,) in cursor.fetchall()}
    assert len(tables) == len(prefixes)
    assert {table for table in tables if trigger_of(table) not in triggers} == set()


def test_with_a_person_goes_all_that_is_theirs_and_each_is_told(world):
    learner = world.learner
    theirs = {
        learner.public_id,
        *learner.employments.values_list("public_id", flat=True),
        *Evidence.objects.filter(person=learner).values_list("public_id", flat=True),
        *Plan.objects.filter(person=learner).values_list("public_id", flat=True),
        *GapReport.objects.current().filter(person=learner).values_list("public_id", flat=True),
        *learner.requests_about.values_list("public_id", flat=True),
        *learner.pairings_as_mentee.values_list("public_id", flat=True),
    }
    Person.objects.filter(pk=learner.pk).delete()
    assert theirs <= set(Tombstone.objects.values_list("public_id", flat=True))


def test_a_report_that_was_history_already_is_not_told(world):
    report = GapReport.objects.current().get(person=world.learner)
    GapReport.objects.filter(pk=report.pk).update(superseded_at=timezone.now())
    GapReport.objects.filter(pk=report.pk).delete()
    assert of("gap") == set()


def test_what_is_deleted_by_a_statement_is_told_too(world):
    [gone] = Employment.objects.filter(person=world.other).values_list("public_id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_employment WHERE public_id = %s", [gone])
    assert of("emp") == {gone}


def test_what_was_not_deleted_after_all_is_not_told(world):
    with transaction.atomic():
        Employment.objects.filter(person=world.other).delete()
        transaction.set_rollback(True)
    assert of("emp") == set()


@every_resource
def test_a_machine_reads_what_was_deleted_in_as_many_queries_whatever_their_number(resource, world):
    client, now = machine(resource.scope), timezone.now()
    gone = [f"{resource.prefix}_{number:016}" for number in range(5)]
    Tombstone.objects.bulk_create(Tombstone(public_id=one, deleted_at=now) for one in gone[:1])
    Tombstone.objects.create(public_id="zzz_0000000000000000", deleted_at=now)
    with CaptureQueriesContext(connection) as few:
        assert ids(client.get(f"{resource.url}/deleted")) == gone[:1]
    Tombstone.objects.bulk_create(Tombstone(public_id=one, deleted_at=now) for one in gone[1:])
    with CaptureQueriesContext(connection) as more:
        assert ids(client.get(f"{resource.url}/deleted")) == gone
    assert len(more) == len(few) <= 4
    page = client.get(f"{resource.url}/deleted", {"page_size": 3}).json()
    assert len(page["data"]) == 3
    assert ids(client.get(page["next"])) == gone[3:]


def test_what_was_deleted_since_a_moment_is_told(world):
    before, [gone] = timezone.now(), Employment.objects.filter(person=world.other)
    delete_employments(employments=Employment.objects.filter(pk=gone.pk), deleted_at=timezone.now())
    client = machine("people:read")
    since = before - timedelta(minutes=1)
    assert ids(client.get("/api/v1/employments/deleted", {"deleted_since": since.isoformat()})) == [
        gone.public_id
    ]
    later = before + timedelta(hours=1)
    assert ids(client.get("/api/v1/employments/deleted", {"deleted_since": later.isoformat()})) == []


def test_the_address_of_what_was_deleted_is_gone_for_those_who_see_the_company(world):
    [gone] = Employment.objects.filter(person=world.other)
    address = f"/api/v1/employments/{gone.public_id}"
    delete_employments(employments=Employment.objects.filter(pk=gone.pk), deleted_at=timezone.now())
    problem(machine("people:read").get(address), 410, "gone")
    problem(signed_in(world.learner).get(address), 404, "not_found")


def test_whoever_does_not_see_the_company_reads_no_tombstones(world):
    problem(signed_in(world.manager).get("/api/v1/people/deleted"), 403, "forbidden")


def test_a_bad_parameter_of_the_list_is_named(world):
    [error] = problem(
        machine("people:read").get("/api/v1/people/deleted", {"updated_since": "2026-03-02T07:00:00Z"}),
        422,
        "invalid",
    )["errors"]
    assert error["parameter"] == "updated_since"
