"""Reports say what evidence and requirements say, whoever computes them and however often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.frameworks.models import Framework
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.estimation import estimate_expectations
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapReport
from assessments.gaps.reports import gaps_of, standing_of
from assessments.gaps.services import (
    adopt_estimated_expectations,
    adopt_policy,
    mark_aged_reports,
    policies,
    rebuild,
    refresh_gap_reports,
)
from assessments.marks.models import StaleMark
from assessments.marks.services import begin_attempt, mark_stale, set_aside_worn_marks
from assessments.roles.models import RoleAssignment
from assessments.roles.services import assign_role, end_role
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, framework, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
A_DAY = timedelta(days=1)


@world
def abena() -> Person:
    """A specialist who needs three skills, one of them critical."""
    made = person()
    give(made, role(Refund_policy=(3, 2, True), Empathy=3, SQL=2))
    return made


def test_a_known_gap_a_met_skill_and_one_that_nobody_assessed(abena):
    observe(abena, skill("Refund policy"), 1)
    observe(abena, skill("Empathy"), 4)
    compute(abena)
    gaps = gaps_of(abena)
    assert [row.skill.name for row in gaps.gaps] == ["Refund policy"]
    assert [row.skill.name for row in gaps.met] == ["Empathy"]
    assert [row.skill.name for row in gaps.assess_first] == ["SQL"]


def test_never_assessed_is_not_level_zero(abena):
    observe(abena, skill("Refund policy"), 0)
    compute(abena)
    zero, unknown = standing_of(abena, skill("Refund policy")), standing_of(abena, skill("SQL"))
    assert zero.is_known
    assert zero.status == GapStatus.GAP
    assert not unknown.is_known
    assert unknown.level is None
    assert unknown.status == GapStatus.ASSESS_FIRST


def test_what_was_observed_so_long_ago_that_it_says_nothing_was_never_assessed(abena):
    observe(abena, skill("SQL"), 0, source="self", observed_at=NOON - 3650 * A_DAY)
    compute(abena)
    standing = standing_of(abena, skill("SQL"))
    assert not standing.is_known
    assert standing.status == GapStatus.ASSESS_FIRST


def test_the_report_names_the_role_that_set_the_requirement(abena):
    lead = role("Support lead", Empathy=5)
    give(abena, lead)
    compute(abena)
    standing = standing_of(abena, skill("Empathy"))
    assert standing.required == 5
    assert standing.set_by == lead


def test_surplus_in_one_skill_does_not_offset_a_gap_in_another(abena):
    # Known from all sides, so that what is seen in another skill tells nothing new of it.
    colleagues = [person(name) for name in ("Marta Kowalczyk", "Priya Nair", "Mateo Ruiz")]
    for name, level in (("Refund policy", 1), ("Empathy", 3), ("SQL", 2)):
        observe(abena, skill(name), level)
        for source, rater in zip(("peer", "mentor", "observed"), colleagues, strict=True):
            observe(abena, skill(name), level, source=source, rater=rater)
    compute(abena)
    before = gaps_of(abena).ready.share
    observe(abena, skill("Empathy"), 5, observed_at=NOON + A_DAY)
    compute(abena, as_of=NOON + A_DAY)
    assert gaps_of(abena).ready.share == pytest.approx(before, abs=0.06)
    assert gaps_of(abena).ready.share < 0.85


def test_critical_met_is_told_apart_from_readiness(abena):
    compute(abena)
    assert gaps_of(abena).critical_met is None
    observe(abena, skill("Refund policy"), 1)
    compute(abena)
    assert gaps_of(abena).critical_met is False
    observe(abena, skill("Refund policy"), 5, observed_at=NOON + A_DAY)
    observe(abena, skill("Refund policy"), 5, source="observed", observed_at=NOON + A_DAY)
    compute(abena, as_of=NOON + A_DAY)
    assert gaps_of(abena).critical_met is True


def test_a_report_is_kept_when_it_changes_and_not_repeated_when_it_does_not(abena):
    compute(abena)
    compute(abena)
    assert GapReport.objects.count() == 1
    observe(abena, skill("SQL"), 2, observed_at=NOON + A_DAY)
    compute(abena, as_of=NOON + A_DAY)
    old, new = GapReport.objects.order_by("pk")
    assert old.superseded_at == NOON + A_DAY
    assert new.superseded_at is None


def test_a_stored_report_is_rebuilt_byte_for_byte_from_the_ledger(abena):
    observe(abena, skill("SQL"), 1)
    compute(abena)
    wrong = observe(abena, skill("Empathy"), 1, observed_at=NOON + A_DAY)
    compute(abena, as_of=NOON + A_DAY)
    observe(abena, skill("Empathy"), 4, supersedes=wrong, observed_at=NOON + 2 * A_DAY)
    compute(abena, as_of=NOON + 2 * A_DAY)
    assert GapReport.objects.count() == 3
    for report in GapReport.objects.all():
        rebuilt = rebuild(person_ids=[abena.pk], as_of=report.as_of)
        assert rebuilt[abena.pk] == bytes(report.packed)


def test_a_role_given_in_hindsight_leaves_the_stored_report_as_it_was_told(abena):
    compute(abena)
    told = GapReport.objects.get()
    later = NOON + timedelta(hours=1)
    lead = role("Support lead", Diplomacy=4)
    assign_role(person=abena, role_level=lead, starts_on=NOON.date(), marked_at=later)
    compute(abena, as_of=later)
    old, new = GapReport.objects.order_by("pk")
    assert (bytes(old.packed), old.superseded_at) == (bytes(told.packed), later)
    rebuilt = rebuild(person_ids=[abena.pk], as_of=NOON)[abena.pk]
    assert rebuilt == bytes(new.packed), "roles are those of the day by what is recorded now"


def test_evidence_written_after_the_worker_looked_at_the_clock_is_in_the_report(abena):
    observe(abena, skill("SQL"), 2, observed_at=NOON + A_DAY)
    refresh_gap_reports(person_ids=[abena.pk], as_of=NOON)
    assert standing_of(abena, skill("SQL")).is_known
    assert not StaleMark.objects.exists()


def test_nobody_is_computed_without_a_mark(abena):
    assert refresh_gap_reports(person_ids=[abena.pk], as_of=NOON).computed == 0


def test_one_persons_broken_data_holds_up_nobody_else(abena):
    others = [person(name) for name in ("Marta Kowalczyk", "Jonas Weber", "Noor Haddad")]
    top = role("Impossible", Diplomacy=5)
    give(others[1], top)
    Framework.objects.get(pk=framework().pk).scale.levels.filter(value=5).delete()
    ids = [abena.pk, *(one.pk for one in others)]
    mark_stale(person_ids=ids, reason="asked", marked_at=NOON)
    done = refresh_gap_reports(person_ids=ids, as_of=NOON)
    assert (done.computed, done.failed) == (3, 1)
    mark = StaleMark.objects.get()
    assert mark.person == others[1]
    assert mark.attempts == 1
    assert "Role level" in mark.last_error


def test_a_mark_is_set_aside_after_three_attempts_and_comes_back_with_new_evidence(abena):
    mark_stale(person_ids=[abena.pk], reason="asked", marked_at=NOON)
    StaleMark.objects.update(attempts=3)
    assert set_aside_worn_marks(as_of=NOON) == 1
    assert not StaleMark.objects.waiting().exists()
    observe(abena, skill("SQL"), 2)
    assert StaleMark.objects.waiting().get().attempts == 0


def test_whoever_has_no_attempt_left_is_not_tried_before_being_set_aside(abena):
    mark_stale(person_ids=[abena.pk], reason="asked", marked_at=NOON)
    StaleMark.objects.update(attempts=3)
    assert refresh_gap_reports(person_ids=[abena.pk], as_of=NOON).computed == 0
    assert StaleMark.objects.get().attempts == 3


def test_whom_a_worker_has_is_left_to_it_until_its_time_is_up(abena):
    mark_stale(person_ids=[abena.pk], reason="asked", marked_at=NOON)
    assert begin_attempt(person_ids=[abena.pk], as_of=NOON) == [abena.pk]
    soon, late = NOON + timedelta(seconds=9), NOON + timedelta(seconds=10)
    assert refresh_gap_reports(person_ids=[abena.pk], as_of=soon).computed == 0
    assert not StaleMark.objects.waiting().untaken(soon).exists()
    StaleMark.objects.update(attempts=3)
    assert set_aside_worn_marks(as_of=soon) == 0, "the third attempt is not over"
    StaleMark.objects.update(attempts=1)
    assert refresh_gap_reports(person_ids=[abena.pk], as_of=late).computed == 1


def test_a_new_cause_does_not_wait_for_a_worker_that_has_the_person(abena):
    mark_stale(person_ids=[abena.pk], reason="asked", marked_at=NOON)
    begin_attempt(person_ids=[abena.pk], as_of=NOON)
    mark_stale(person_ids=[abena.pk], reason="evidence", marked_at=NOON)
    assert refresh_gap_reports(person_ids=[abena.pk], as_of=NOON).computed == 1


def test_time_alone_marks_a_report_for_computing(abena):
    observe(abena, skill("SQL"), 2, valid_until=(NOON + 5 * A_DAY).date())
    compute(abena)
    assert mark_aged_reports(as_of=NOON + 4 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 7 * A_DAY) == 1
    compute(abena, as_of=NOON + 7 * A_DAY)
    assert not standing_of(abena, skill("SQL")).is_known
    assert mark_aged_reports(as_of=NOON + 8 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 40 * A_DAY) == 1


def test_a_role_takes_effect_on_its_first_day_and_ends_after_its_last(abena):
    lead = role("Support lead", Diplomacy=4)
    compute(abena, as_of=NOON - A_DAY)
    observe(abena, skill("SQL"), 2)
    assignment = assign_role(
        person=abena, role_level=lead, starts_on=(NOON + 5 * A_DAY).date(), marked_at=NOON
    )
    compute(abena)
    assert mark_aged_reports(as_of=NOON + 4 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 5 * A_DAY) == 1
    compute(abena, as_of=NOON + 5 * A_DAY)
    assert standing_of(abena, skill("Diplomacy")).required == 4
    last_day = (NOON + 9 * A_DAY).date()
    end_role(assignment=assignment, ends_on=last_day, marked_at=NOON + 5 * A_DAY)
    compute(abena, as_of=NOON + 5 * A_DAY)
    assert mark_aged_reports(as_of=NOON + 9 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 10 * A_DAY) == 1
    compute(abena, as_of=NOON + 10 * A_DAY)
    assert standing_of(abena, skill("Diplomacy")) is None
    assert mark_aged_reports(as_of=NOON + 11 * A_DAY) == 0


def test_a_role_that_begins_marks_somebody_who_has_no_report_but_not_whose_mark_is_set_aside():
    marta, lead = person("Marta Kowalczyk"), role("Support lead", Empathy=4)
    assign_role(person=marta, role_level=lead, starts_on=(NOON + 5 * A_DAY).date(), marked_at=NOON)
    StaleMark.objects.all().delete()
    assert mark_aged_reports(as_of=NOON + 4 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 5 * A_DAY) == 1
    StaleMark.objects.update(attempts=3)
    set_aside_worn_marks(as_of=NOON + 5 * A_DAY)
    assert mark_aged_reports(as_of=NOON + 6 * A_DAY) == 0
    assert not StaleMark.objects.waiting().exists()


def test_a_report_that_time_did_not_change_is_not_asked_for_every_night(abena):
    compute(abena)
    assert mark_aged_reports(as_of=NOON + 31 * A_DAY) == 1
    compute(abena, as_of=NOON + 31 * A_DAY)
    assert GapReport.objects.get().confirmed_at == NOON + 31 * A_DAY
    assert mark_aged_reports(as_of=NOON + 32 * A_DAY) == 0
    assert mark_aged_reports(as_of=NOON + 62 * A_DAY) == 1


def test_a_mark_that_was_set_aside_is_not_tried_again_because_a_report_is_old(abena):
    compute(abena)
    mark_stale(person_ids=[abena.pk], reason="evidence", marked_at=NOON)
    StaleMark.objects.update(attempts=3, last_error="what went wrong")
    set_aside_worn_marks(as_of=NOON)
    assert mark_aged_reports(as_of=NOON + 31 * A_DAY) == 0
    assert StaleMark.objects.get().last_error == "what went wrong"


def test_a_new_policy_has_everyone_computed_again(abena):
    compute(abena)
    adopt_estimated_expectations(adopted_at=NOON)
    assert not StaleMark.objects.exists(), "nothing was learned, so the policy says the same"
    observe(abena, skill("SQL"), 2)
    compute(abena)
    version = adopt_estimated_expectations(adopted_at=NOON + A_DAY)
    assert version.version == 2
    assert StaleMark.objects.filter(person=abena, reason="policy").exists()
    assert adopt_estimated_expectations(adopted_at=NOON + A_DAY) == version


def test_estimating_keeps_what_is_adopted_meanwhile(abena, monkeypatch):
    observe(abena, skill("SQL"), 2)
    surer = replace(GapPolicy(), interval_coverage=0.99)

    def estimate(*columns, **options):
        adopt_policy(policy=surer, adopted_at=NOON + timedelta(hours=1))
        return estimate_expectations(*columns, **options)

    monkeypatch.setattr(policies, "estimate_expectations", estimate)
    adopted = adopt_estimated_expectations(adopted_at=NOON)
    assert (adopted.version, adopted.adopted_at) == (3, NOON + timedelta(hours=1))
    assert adopted.parameters["interval_coverage"] == 0.99
    assert adopted.parameters["expected"]


def test_a_report_names_the_policy_it_was_computed_with_though_its_rows_stay_the_same(abena):
    observe(abena, skill("SQL"), 2)
    compute(abena)
    surer = replace(GapPolicy(), interval_coverage=0.99)
    version = adopt_policy(policy=surer, adopted_at=NOON + timedelta(hours=1))
    compute(abena, as_of=NOON + timedelta(hours=1))
    old, new = GapReport.objects.order_by("pk")
    assert new.digest == old.digest
    assert (old.policy.version, new.policy) == (1, version)
    assert new.readiness_low < old.readiness_low


def test_what_another_clock_recorded_later_stays_in_the_report(abena):
    later = NOON + timedelta(seconds=5)
    observe(abena, skill("SQL"), 2, observed_at=later)
    compute(abena, as_of=later)
    observe(abena, skill("Empathy"), 3)
    refresh_gap_reports(person_ids=[abena.pk], as_of=NOON)
    assert {row.skill.name for row in gaps_of(abena).required if row.is_known} == {"SQL", "Empathy"}
    assert GapReport.objects.current().get().as_of == later


@pytest.mark.parametrize("headcount", [3, 12])
def test_a_chunk_costs_the_same_number_of_queries_whatever_its_size(headcount, django_assert_max_num_queries):
    level = role(SQL=2)
    people = [person(f"P {number}") for number in range(headcount)]
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=one, role_level=level, source="hand", starts_on="2024-01-01") for one in people
    )
    ids = [one.pk for one in people]
    mark_stale(person_ids=ids, reason="asked", marked_at=NOON)
    with django_assert_max_num_queries(27):
        refresh_gap_reports(person_ids=ids, as_of=NOON)
