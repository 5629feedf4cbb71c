"""Rows that are written at once are the rows that the ORM would have written."""

from datetime import timedelta
from itertools import repeat

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from assessments.gaps.services.policies import policy_in_force
from assessments.models import GapReport
from content.models import Plan
from lifow.base.database.rows import write_rows
from lifow.base.fields import ALPHABET, new_public_ids
from tests.company import NOON, person

pytestmark = pytest.mark.django_db


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


def test_json_and_text_with_every_sign_that_a_copy_could_stumble_over(people):
    details = {"titles": ["tab\t", "line\n", "\\N", "quote'\"", "日本"], "none": None, "share": 0.1}
    write_rows(
        Plan,
        {
            "public_id": new_public_ids("pln", 1),
            "person_id": [people[0].pk],
            "gap_digest": ["\\N\t\n"],
            "catalogue": [2**40],
            "minutes": [30],
            "minutes_left": [30],
            "gain": [1.5],
            "knowing": [0.0],
            "upper_bound": [1.5],
            "certificate": [1.0],
            "outcome": ["planned"],
            "outcome_details": [details],
            "computed_at": [NOON],
        },
    )
    plan = Plan.objects.get()
    assert (plan.gap_digest, plan.catalogue, plan.outcome_details) == ("\\N\t\n", 2**40, details)


def test_nothing_is_no_row(people):
    write_rows(GapReport, reports([]))
    assert not GapReport.objects.exists()


def test_constraints_hold_and_an_error_is_djangos(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(GapReport, reports([people[0], people[0]]))
    assert not GapReport.objects.exists()


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
