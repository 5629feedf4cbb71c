"""Rows that are written at once are the rows that the ORM would have written."""

import math
from datetime import UTC, time, timedelta
from itertools import repeat
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from assessments.gaps.services.policies import policy_in_force
from assessments.models import GapReport
from content.models import Plan
from lifow.base.database.columns import read_columns
from lifow.base.database.rows import update_rows, upsert_rows, write_rows
from lifow.base.fields import ALPHABET, new_public_ids
from lifow.people.persons.models import Person
from tests.company import NOON, person

pytestmark = pytest.mark.django_db
DETAILS = {"titles": ["tab\t", "line\n", "\\N", "quote'\"", "日本"], "none": None, "share": 0.1}


def reports(people, **changes):
    count = len(people)
    return {
        "public_id": new_public_ids("gap", count),
        "person_id": [one.pk for one in people],
        "policy_id": repeat(policy_in_force(NOON).pk),
        "as_of": [NOON + timedelta(microseconds=number) for number in range(count)],
        "packed": [b"\0\\x\n\t", b"", bytes(range(256)) * 20][:count],
        "digest": ["a" * 64] * count,
        "readiness": [None, 0.1 + 0.2, 1e-300][:count],
        "required_count": range(count),
        "gap_count": repeat(0),
        "critical_gap_count": repeat(0),
        "assess_first_count": repeat(2**31 - 1),
        "never_assessed_count": repeat(0),
        "critical_met": [None, True, False][:count],
        **changes,
    }


@pytest.fixture
def people():
    return [person(name) for name in ("Abena Osei", "Priya Nair", "Jonas Weber")]


def test_rows_are_written_as_they_were_given(people):
    columns = reports(people)
    write_rows(GapReport, columns)
    found = GapReport.objects.order_by("pk")
    assert [one.public_id for one in found] == columns["public_id"]
    assert [bytes(one.packed) for one in found] == columns["packed"]
    assert [one.as_of for one in found] == columns["as_of"]
    assert [one.readiness for one in found] == [None, 0.1 + 0.2, 1e-300]
    assert [one.critical_met for one in found] == [None, True, False]
    assert [one.required_count for one in found] == [0, 1, 2]
    assert {one.assess_first_count for one in found} == {2**31 - 1}
    assert {one.superseded_at for one in found} == {None}


def plans(people, **changes):
    return {
        "public_id": new_public_ids("pln", len(people)),
        "person_id": [one.pk for one in people],
        "gap_digest": repeat("\\N\t\n"),
        "catalogue": repeat(2**40),
        "minutes": repeat(30),
        "minutes_left": repeat(30),
        "week_ends_at": repeat(None),
        "gain": repeat(0.1 + 0.2),
        "knowing": repeat(1e-300),
        "upper_bound": repeat(1.5),
        "certificate": repeat(1.0),
        "outcome": repeat("planned"),
        "outcome_details": repeat(DETAILS),
        "computed_at": repeat(NOON + timedelta(microseconds=1)),
        **changes,
    }


def upsert_plans(table, columns):
    upsert_rows(table, columns, key="person_id", kept=["public_id"])


@pytest.mark.parametrize("write", [write_rows, upsert_plans])
def test_json_and_text_with_every_sign_that_a_copy_could_stumble_over(people, write):
    write(Plan, plans(people[:1]))
    plan = Plan.objects.get()
    assert (plan.gap_digest, plan.catalogue, plan.outcome_details) == ("\\N\t\n", 2**40, DETAILS)
    assert (plan.gain, plan.knowing, plan.week_ends_at) == (0.1 + 0.2, 1e-300, None)
    assert plan.computed_at == NOON + timedelta(microseconds=1)


def test_a_row_that_is_there_is_changed_and_keeps_its_id_and_what_is_kept(people):
    upsert_plans(Plan, plans(people[:2]))
    before = dict(Plan.objects.values_list("person_id", "pk"))
    known_by = dict(Plan.objects.values_list("person_id", "public_id"))
    later = NOON + timedelta(days=1)
    upsert_plans(Plan, plans(people, minutes=[10, 20, 30], week_ends_at=repeat(later)))
    after = {plan.person_id: plan for plan in Plan.objects.all()}
    assert [after[one.pk].minutes for one in people] == [10, 20, 30]
    assert {plan.week_ends_at for plan in after.values()} == {later}
    assert {person_id: after[person_id].pk for person_id in before} == before
    assert {person_id: after[person_id].public_id for person_id in known_by} == known_by


def test_columns_of_rows_that_are_there_are_changed_and_the_others_stay(people):
    others = ["fr", "quote'\"", "日本"]
    languages = [["de", "en"], others, ["hi"]]
    update_rows(Person, {"id": [one.pk for one in people], "languages": languages, "workdays": repeat(3)})
    found = list(Person.objects.order_by("pk"))
    assert [(one.languages, one.workdays) for one in found] == [(each, 3) for each in languages]
    assert [one.given_name for one in found] == ["Abena", "Priya", "Jonas"]


def test_times_and_days_and_nothing_are_written_as_they_are(people):
    first, *rest = people
    columns = {"id": [first.pk], "email": [None], "work_starts_at": [time(22, 30)], "updated_at": [NOON]}
    update_rows(Person, columns)
    first.refresh_from_db()
    assert (first.email, first.work_starts_at, first.updated_at) == (None, time(22, 30), NOON)
    assert all(Person.objects.get(pk=one.pk).email for one in rest)


def test_lists_are_json_when_they_are_copied():
    write_rows(Person, {**_defaults(Person), "languages": [["en", "pt-BR"]], "given_name": ["Ama"]})
    assert Person.objects.get().languages == ["en", "pt-BR"]


def _defaults(table):
    fields = [field for field in table._meta.local_concrete_fields if not field.primary_key]
    stamps = {field.attname for field in fields if field.attname in ("created_at", "updated_at")}
    return {field.attname: [NOON if field.attname in stamps else field.get_default()] for field in fields}


def test_no_row_is_changed_by_none(people):
    upsert_plans(Plan, plans([]))
    assert not Plan.objects.exists()


def test_nothing_is_no_row(people):
    write_rows(GapReport, reports([]))
    assert not GapReport.objects.exists()


@pytest.mark.parametrize("write", [write_rows, upsert_plans])
@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_a_moment_is_the_same_in_every_time_zone(people, write, zone):
    there = (NOON + timedelta(microseconds=123_456)).astimezone(ZoneInfo(zone))
    write(Plan, plans(people[:1], computed_at=repeat(there)))
    assert Plan.objects.get().computed_at == there
    assert read_columns(Plan.objects.all(), at=("computed_at", "moment"))["at"].tolist() == [
        there.astimezone(UTC).replace(tzinfo=None)
    ]


def test_numbers_without_end_are_written_and_read(people):
    write_rows(Plan, plans(people, gain=[math.inf, -math.inf, 5e-324]))
    found = read_columns(Plan.objects.order_by("person"), gain=("gain", "f8"))
    assert found["gain"].tolist() == [math.inf, -math.inf, 5e-324]


@pytest.mark.parametrize("columns", [{"minutes": [1, 2]}, {"minutes": []}])
@pytest.mark.parametrize("write", [write_rows, upsert_plans])
def test_columns_of_other_lengths_are_refused(people, write, columns):
    with pytest.raises(ValueError, match="of one length"):
        write(Plan, plans(people, **columns))
    assert not Plan.objects.exists()


FAILURES = {
    "a plan twice": (lambda people: plans([people[0], people[0]]), IntegrityError, "person"),
    "what may not be empty": (lambda people: plans(people, minutes=repeat(None)), IntegrityError, "minutes"),
}


@pytest.mark.parametrize(("columns", "error", "says"), FAILURES.values(), ids=FAILURES)
def test_constraints_hold_and_a_savepoint_goes_on_after_an_error(people, columns, error, says):
    with pytest.raises(error, match=says), transaction.atomic():
        write_rows(Plan, columns(people))
    assert not Plan.objects.exists()
    write_rows(Plan, plans(people))
    assert Plan.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.parametrize("write", [write_rows, upsert_plans])
@pytest.mark.parametrize(
    ("column", "value"),
    [("gap_digest", "a\0b"), ("gap_digest", "a" * 65), ("minutes", 70_000), ("minutes", "many")],
)
def test_what_postgresql_cannot_keep_is_an_error_that_says_so(people, write, column, value):
    with pytest.raises((DatabaseError, ValueError, TypeError)) as raised, transaction.atomic():
        write(Plan, plans(people, **{column: repeat(value)}))
    # The first error, and not that of a transaction that is broken already.
    assert "transaction" not in str(raised.value)
    assert not Plan.objects.exists()


@pytest.mark.postgres
def test_after_an_error_that_was_swallowed_the_transaction_is_said_to_be_broken(people):
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            write_rows(Plan, plans([people[0], people[0]]))
        with pytest.raises(DatabaseError, match="transaction is aborted"):
            read_columns(Plan.objects.all(), plan=("pk", "i8"))
        transaction.set_rollback(True)


def test_rows_go_with_their_transaction(people):
    with transaction.atomic():
        write_rows(GapReport, reports(people))
        assert GapReport.objects.count() == 3
        transaction.set_rollback(True)
    assert not GapReport.objects.exists()


def test_public_ids_are_random_letters_of_the_alphabet():
    found = new_public_ids("gap", 1000)
    assert len(set(found)) == 1000
    assert {len(one) for one in found} == {20}
    assert {one[:4] for one in found} == {"gap_"}
    assert {letter for one in found for letter in one[4:]} == set(ALPHABET)
