"""An estimate of how raters differ is asked for once, done by a worker, and becomes a policy version."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from assessments.gaps.compute.policies import read_policy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.services import (
    adopt_estimated_expectations,
    adopt_monthly_expectations,
    adopt_policy,
    policy_in_force,
    rebuild,
)
from assessments.marks.models import StaleMark
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from assessments.raters.reports import decided_contests
from assessments.raters.services import (
    LEASE,
    ContestError,
    adopt_estimated_severity,
    ask_for_estimate,
    ask_for_monthly_estimate,
    contest_severity,
    leave_out_rater,
    run_estimate,
    take_rater_in,
)
from assessments.raters.tasks import estimate_severity
from lifow.base.months import month_begins
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(hours=1)


class Company(NamedTuple):
    lenient: Person
    fair: Person
    ruth: Person
    rated: list[Person]


@world
def company() -> Company:
    """Lena rates everybody two levels higher than Femi does; Ruth is HR."""
    lenient, fair = person("Lena Lind"), person("Femi Fair")
    rated = [person(name, manager=lenient) for name in ("Abena Osei", "Kofi Mensah", "Priya Nair")]
    specialist = role(SQL=2, Empathy=3)
    for one in rated:
        give(one, specialist)
        for name in ("SQL", "Empathy"):
            observe(one, skill(name), 4, source="manager", rater=lenient)
            observe(one, skill(name), 2, source="mentor", rater=fair)
    return Company(lenient, fair, person("Ruth Amankwah", is_hr_admin=True), rated)


def severity_in_force(when=LATER) -> dict[int, float]:
    return dict(read_policy(policy_in_force(when).parameters).severity)


def use_severity(when=NOON) -> None:
    """A policy that takes differences off, as the form in the admin adopts it."""
    data = policy_in_force(when).parameters | {"uses_severity": True}
    adopt_policy(policy=read_policy(data), adopted_at=when)


def test_what_is_asked_for_twice_waits_once(company):
    first = ask_for_estimate(by=company.ruth, as_of=NOON)
    assert ask_for_estimate(by=company.ruth, as_of=LATER) == first
    assert SeverityEstimate.objects.get().asked_by == company.ruth


def test_a_worker_does_what_waits_and_says_how_sure_each_number_is(company):
    ask_for_estimate(by=company.ruth, as_of=NOON)
    assert run_estimate(as_of=LATER)
    estimate = SeverityEstimate.objects.get()
    assert (estimate.state, estimate.raters, estimate.alone) == ("done", 2, 0)
    assert estimate.policy == policy_in_force(LATER)
    found = RaterSeverity.objects.get(rater=company.lenient)
    assert (found.ratings, found.compared) == (6, 6)
    assert 0 < found.sd < found.mean
    assert severity_in_force()[company.lenient.pk] == pytest.approx(found.mean, abs=0.001)
    assert not run_estimate(as_of=LATER), "nothing waits"
    assert GapPolicyVersion.objects.count() == 2


def test_the_task_may_run_twice(company):
    ask_for_estimate(by=company.ruth, as_of=NOON)
    assert [estimate_severity(), estimate_severity()] == [True, False]
    assert GapPolicyVersion.objects.count() == 2


def test_a_killed_worker_leaves_it_to_the_next(company):
    ask_for_estimate(by=company.ruth, as_of=NOON)
    # As a worker that was killed leaves it.
    SeverityEstimate.objects.update(attempts=1, taken_until=NOON + LEASE)
    assert not run_estimate(as_of=NOON + LEASE / 2)
    assert run_estimate(as_of=NOON + LEASE)


def test_what_kills_three_workers_is_said_to_have_failed(company):
    ask_for_estimate(by=company.ruth, as_of=NOON)
    SeverityEstimate.objects.update(attempts=3, taken_until=NOON)
    assert not run_estimate(as_of=LATER)
    assert SeverityEstimate.objects.get().state == "failed"
    assert ask_for_estimate(by=company.ruth, as_of=LATER).state == "waiting"


def test_who_rates_without_a_name_takes_no_part(company):
    for one in company.rated:
        observe(one, skill("SQL"), 5, source="observed", rater=None)
    adopt_estimated_severity(adopted_at=LATER)
    raters = set(RaterSeverity.objects.values_list("rater", flat=True))
    assert raters == {company.lenient.pk, company.fair.pk}
    assert set(severity_in_force()) <= raters


def test_a_rater_beside_whom_nobody_rates_is_counted_apart(company):
    alone = person("Ada Alone")
    observe(company.lenient, skill("SQL"), 3, source="peer", rater=alone)
    adopt_estimated_severity(adopted_at=LATER)
    assert SeverityEstimate.objects.get().alone == 1
    assert alone.pk not in RaterSeverity.objects.comparable().values_list("rater", flat=True)


def test_what_is_known_of_a_rater_goes_with_them(company):
    adopt_estimated_severity(adopted_at=NOON)
    contest_severity(rater=company.fair, text="I see other work.", as_of=NOON)
    company.fair.delete()
    assert not RaterSeverity.objects.filter(rater=company.fair.pk).exists()
    assert not SeverityContest.objects.exists()


def test_a_contest_is_taken_off_nowhere_until_it_is_dismissed(company):
    adopt_estimated_severity(adopted_at=NOON)
    use_severity()
    known = severity_in_force()
    contest_severity(rater=company.lenient, text="My team is good.", as_of=LATER)
    assert severity_in_force() == {company.fair.pk: known[company.fair.pk]}
    again = LATER + timedelta(hours=1)
    adopt_estimated_severity(adopted_at=again)
    assert company.lenient.pk not in severity_in_force(again)
    take_rater_in(rater=company.lenient, by=company.ruth, note="Others say so too.", as_of=again)
    assert severity_in_force(again) == known


def test_who_is_left_out_has_no_number_in_the_next_estimate(company):
    adopt_estimated_severity(adopted_at=NOON)
    leave_out_rater(rater=company.lenient, by=company.ruth, note="Sees another part.", as_of=LATER)
    assert company.lenient.pk not in severity_in_force()
    adopt_estimated_severity(adopted_at=LATER)
    assert RaterSeverity.objects.get().rater == company.fair
    versions = GapPolicyVersion.objects.count()
    leave_out_rater(rater=company.lenient, by=company.ruth, note="Twice.", as_of=LATER)
    assert SeverityContest.objects.get().note == "Sees another part."
    assert GapPolicyVersion.objects.count() == versions


def test_only_those_whom_the_rater_has_rated_are_computed_again(company):
    other = person("Rui Pacheco")
    adopt_estimated_severity(adopted_at=NOON)
    StaleMark.objects.all().delete()
    contest_severity(rater=company.lenient, text="No.", as_of=LATER)
    assert not StaleMark.objects.exists(), "nothing is taken off: no report changes"
    take_rater_in(rater=company.lenient, by=company.ruth, note="Yes.", as_of=LATER)
    use_severity(LATER)
    StaleMark.objects.all().delete()
    leave_out_rater(rater=company.lenient, by=company.ruth, note="No.", as_of=LATER)
    marked = set(StaleMark.objects.values_list("person_id", flat=True))
    assert marked == {one.pk for one in company.rated}
    assert other.pk not in marked


def test_reports_follow_from_their_policy_before_and_after_a_contest(company):
    adopt_estimated_severity(adopted_at=NOON)
    use_severity()
    who = company.rated[0]
    compute(who, as_of=NOON + timedelta(minutes=1))
    before = who.gap_reports.current().get()
    contest_severity(rater=company.lenient, text="No.", as_of=LATER)
    compute(who, as_of=LATER)
    after = who.gap_reports.current().get()
    assert bytes(after.packed) != bytes(before.packed)
    for report in (before, after):
        assert rebuild(person_ids=[who.pk], as_of=report.as_of)[who.pk] == bytes(report.packed)


def test_what_a_rater_contests_twice_is_one_contest(company):
    adopt_estimated_severity(adopted_at=NOON)
    first = contest_severity(rater=company.lenient, text="No.", as_of=LATER)
    assert contest_severity(rater=company.lenient, text="No, no.", as_of=LATER) == first


def test_a_decision_of_hr_holds_until_the_next_estimate_and_is_contested_again_after_it(company):
    adopt_estimated_severity(adopted_at=NOON)
    contest_severity(rater=company.lenient, text="No.", as_of=NOON)
    take_rater_in(rater=company.lenient, by=company.ruth, note="It holds.", as_of=LATER)
    known = severity_in_force()
    with pytest.raises(ContestError, match="HR has decided"):
        contest_severity(rater=company.lenient, text="No!", as_of=LATER)
    assert severity_in_force() == known
    again = LATER + timedelta(days=30)
    adopt_estimated_severity(adopted_at=again)
    assert severity_in_force(again) == known, "a decision is not undone by an estimate"
    assert SeverityContest.objects.get().note == "It holds."
    assert contest_severity(rater=company.lenient, text="Still no.", as_of=again).state == "open"


def test_who_is_left_out_stays_so_in_every_estimate_and_is_taken_in_by_hr_alone(company):
    adopt_estimated_severity(adopted_at=NOON)
    leave_out_rater(rater=company.lenient, by=company.ruth, note="Sees other work.", as_of=LATER)
    for days in (1, 2, 3):
        adopt_estimated_severity(adopted_at=LATER + timedelta(days=days))
        assert company.lenient.pk not in severity_in_force(LATER + timedelta(days=days))
    [decided], number = decided_contests(20)
    assert (decided.rater, decided.note, number) == (company.lenient, "Sees other work.", 1)
    end = LATER + timedelta(days=4)
    take_rater_in(rater=company.lenient, by=company.ruth, note="Takes part.", as_of=end)
    assert company.lenient.pk not in severity_in_force(end), "there is no number before the next estimate"
    adopt_estimated_severity(adopted_at=end)
    assert company.lenient.pk in severity_in_force(end)


def test_by_a_policy_that_takes_nothing_off_nothing_is_estimated_by_the_clock(company):
    assert ask_for_monthly_estimate(as_of=NOON) is None
    assert not SeverityEstimate.objects.exists()


def test_the_month_has_one_estimate_whoever_asked_for_it(company):
    use_severity()
    assert ask_for_monthly_estimate(as_of=LATER).asked_by is None
    assert ask_for_monthly_estimate(as_of=LATER) is None, "it waits"
    assert run_estimate(as_of=LATER)
    assert ask_for_monthly_estimate(as_of=LATER + timedelta(days=2)) is None, "it was done"
    april = LATER + timedelta(days=31)
    ask_for_estimate(by=company.ruth, as_of=april)
    run_estimate(as_of=april)
    assert ask_for_monthly_estimate(as_of=april) is None, "HR asked this month"
    assert ask_for_monthly_estimate(as_of=april + timedelta(days=31)) is not None


def test_an_estimate_that_failed_is_not_tried_again_before_the_next_month(company):
    use_severity()
    ask_for_monthly_estimate(as_of=LATER)
    SeverityEstimate.objects.update(attempts=3, taken_until=NOON)
    run_estimate(as_of=LATER)
    assert SeverityEstimate.objects.get().state == "failed"
    assert ask_for_monthly_estimate(as_of=LATER) is None


def test_expectations_are_estimated_each_month_once_they_were_estimated(company):
    assert adopt_monthly_expectations(adopted_at=NOON) is None
    first = adopt_estimated_expectations(adopted_at=NOON)
    assert adopt_monthly_expectations(adopted_at=LATER) is None, "it was done this month"
    observe(company.rated[0], skill("SQL"), 1, source="test", observed_at=NOON)
    april = LATER + timedelta(days=31)
    second = adopt_monthly_expectations(adopted_at=april)
    assert second.version == first.version + 1
    assert adopt_monthly_expectations(adopted_at=april + timedelta(days=1)) is None


def test_the_month_is_the_companys(company, settings):
    assert month_begins(NOON).tzinfo.key == settings.TIME_ZONE
