"""Who says what where ratings differ, and what else is said of how a level is known."""

from datetime import timedelta

import pytest

from assessments.gaps.models import GapReport
from assessments.gaps.reports import gaps_of, gaps_with_conflicts
from assessments.gaps.services import complete_reports
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def marta():
    return person("Marta Kowalczyk")


@pytest.fixture
def abena(marta):
    found = person("Abena Osei", manager=marta)
    give(found, role(Refund_policy=(3, 2, True), SQL=2))
    return found


def row_of(who, name, reader=None):
    gaps = gaps_with_conflicts(gaps_of(who), reader=reader or who)
    return next(row for row in gaps.required if row.skill.name == name)


def test_the_newest_word_of_each_voice_is_named(abena, marta):
    observe(abena, skill("SQL"), 4, source="manager", rater=marta, observed_at=NOON - A_DAY)
    observe(abena, skill("SQL"), 0, source="manager", rater=marta)
    observe(abena, skill("SQL"), 4)
    compute(abena)
    row = row_of(abena, "SQL")
    assert row.is_in_conflict
    assert row.notes[0] == "Marta says 0, the test says 4."


def test_the_reader_is_addressed_as_you_and_others_by_name(abena, marta):
    observe(abena, skill("SQL"), 5, source="self", rater=abena)
    observe(abena, skill("SQL"), 1, source="manager", rater=marta)
    compute(abena)
    assert row_of(abena, "SQL").conflict == "Marta says 1, you say 5."
    assert row_of(abena, "SQL", reader=marta).conflict == "You say 1, Abena says 5."


def test_the_manager_reads_no_self_rating_that_waits_for_their_own(abena, marta):
    observe(abena, skill("SQL"), 1)
    observe(abena, skill("SQL"), 5, source="self", rater=abena)
    compute(abena)

    def read():
        gaps = gaps_with_conflicts(gaps_of(abena), reader=marta, is_manager=True)
        return next(row.conflict for row in gaps.required if row.skill.name == "SQL")

    assert read() == "The newest ratings differ by two levels or more."
    observe(abena, skill("SQL"), 4, source="manager", rater=marta, observed_at=NOON + A_DAY)
    compute(abena, as_of=NOON + A_DAY)
    assert read() == "The test says 1, Abena says 5."


def test_without_a_conflict_nothing_is_read(abena, django_assert_num_queries):
    observe(abena, skill("SQL"), 2)
    compute(abena)
    gaps = gaps_of(abena)
    with django_assert_num_queries(0):
        assert gaps_with_conflicts(gaps, reader=abena) == gaps


def test_what_has_expired_is_said(abena):
    observe(abena, skill("SQL"), 3, valid_until=(NOON - A_DAY).date(), observed_at=NOON - 30 * A_DAY)
    compute(abena)
    row = row_of(abena, "SQL")
    assert (row.has_expired, row.is_known) == (True, False)
    assert row.notes == ("What was known has expired.",)
    assert gaps_of(abena).skills_in_words == "0 of 2 skills assessed"


def test_a_critical_skill_waits_for_a_second_source(abena):
    for days in range(4):
        rater = person(f"Colleague {days}")
        observe(abena, skill("Refund policy"), 5, source="peer", rater=rater)
    compute(abena)
    row = row_of(abena, "Refund policy")
    assert row.waits_for_second_source
    assert row.notes[0].startswith("One source so far: a critical skill needs a second")


def test_reports_of_before_are_completed_once_and_keep_their_rows(abena):
    observe(abena, skill("SQL"), 2)
    compute(abena)
    told = GapReport.objects.values().get()
    new = ("known_share", "met_count", "critical_count", "critical_chance")
    GapReport.objects.update(**dict.fromkeys(new), readiness=0.93, critical_met=True)
    assert gaps_of(abena).ready is None
    assert complete_reports(as_of=NOON) == 1
    assert GapReport.objects.values().get() == told
    assert complete_reports(as_of=NOON) == 0
