"""What has to be done by a day, in a plan: first where it would miss its day, else after critical steps."""

from dataclasses import replace
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps.choices import GapStatus
from content.planning.compute import Catalogue, Learners, PlanPolicy, Reason, plan_learning, prepare
from content.planning.compute.assigned import fitting, minutes_now
from content.planning.compute.cases import Due

WEEK = 20
CRITICAL, OTHER = 1, 2
# Module: (minutes, what it raises from 1 to 3, if anything). 3 and 4 raise nothing.
MODULES = {1: (10, CRITICAL), 2: (10, OTHER), 3: (8, None), 4: (45, None), 5: (6, None)}


def catalogue() -> Catalogue:
    raising = [(module, skill) for module, (_minutes, skill) in MODULES.items() if skill]
    return Catalogue(
        module=np.array(list(MODULES)),
        minutes=np.array([minutes for minutes, _skill in MODULES.values()]),
        effect_module=np.array([module for module, _skill in raising]),
        effect_skill=np.array([skill for _module, skill in raising]),
        effect_from=np.ones(len(raising)),
        effect_to=np.full(len(raising), 3.0),
        requiring_module=np.zeros(0),
        prerequisite_module=np.zeros(0),
    )


def learner(
    *dues: tuple[int, int, int], minutes: int = WEEK, week: int = WEEK, first=True, gaps=True
) -> Learners:
    """Somebody with a gap in a critical skill and in another one; `dues` are (module, minutes, weeks)."""
    skills = [CRITICAL, OTHER] if gaps else []
    rows = len(skills)
    none = np.zeros(0)
    return Learners(
        minutes=np.array([minutes]),
        week=np.array([week]),
        critical_first=np.array([first]),
        need_learner=np.zeros(rows),
        skill=np.array(skills),
        mu=np.ones(rows),
        sigma=np.full(rows, 0.2),
        ask_error=np.full(rows, np.nan),
        required=np.full(rows, 3.0),
        weight=np.ones(rows),
        critical=np.array([True, False][:rows]),
        status=np.full(rows, GapStatus.GAP),
        done_learner=none,
        done_module=none,
        raised_learner=none,
        raised_skill=none,
        raised_from=none,
        raised_to=none,
        due_learner=np.zeros(len(dues)),
        due_module=np.array([one[0] for one in dues]),
        due_minutes=np.array([one[1] for one in dues]),
        due_weeks=np.array([one[2] for one in dues]),
    )


def plan(*dues: tuple[int, int, int], **fields):
    return plan_learning(prepare(catalogue(), PlanPolicy()), learner(*dues, **fields))[0]


def modules(made) -> list[int | None]:
    return [item.module for item in made.items]


def test_what_is_due_this_week_comes_before_critical_skills():
    made = plan((3, 8, 0))
    assert modules(made) == [3, 1]
    assert (made.items[0].reason, made.items[0].skill, made.items[0].assigned) == (
        Reason.ASSIGNED,
        None,
        True,
    )
    assert made.minutes == 18


def test_what_has_time_comes_after_critical_skills_and_before_others():
    made = plan((3, 8, 4))
    assert modules(made) == [1, 3]
    assert not made.late


def test_where_critical_skills_do_not_come_first_it_takes_the_minutes_that_are_left():
    assert set(modules(plan((3, 8, 4), first=False))) == {1, 2}
    assert set(modules(plan((3, 8, 4), first=False, minutes=28, week=28))) == {1, 2, 3}


def test_it_is_begun_in_the_week_from_which_on_it_would_be_too_late():
    """45 and 8 minutes by the end of the second week after this one: 53 of 60, so 13 now."""
    assert modules(plan((3, 8, 2), (4, 45, 2)))[:2] == [3, 4]
    assert modules(plan((3, 8, 3), (4, 45, 3)))[0] == 1


def test_a_module_that_no_week_holds_is_begun_with_what_is_left():
    made = plan((4, 45, 1))
    (item,) = made.items
    assert (item.module, item.minutes, item.minutes_left, item.module_minutes) == (4, 20, 45, 45)
    assert made.late == (4,)


def test_a_module_that_a_week_holds_is_not_divided():
    made = plan((3, 8, 0), minutes=5)
    assert 3 not in modules(made)
    assert made.late == (3,)


def test_minutes_of_the_week_hold_whatever_is_due():
    made = plan((3, 8, 0), (5, 6, 0), (4, 45, 0))
    assert made.minutes <= WEEK
    assert modules(made) == [3, 5, 4]
    assert made.late == (4,)


def test_what_raises_a_gap_too_is_one_step_and_closes_it():
    made = plan((2, 10, 0))
    first = made.items[0]
    assert (first.module, first.reason, first.skill, first.assigned) == (2, Reason.CLOSES, OTHER, True)
    assert modules(made) == [2, 1]


def test_a_critical_step_that_is_assigned_too_is_there_once():
    made = plan((1, 10, 8))
    assert modules(made) == [1, 2]
    assert [item.assigned for item in made.items] == [True, False]


def test_somebody_without_gaps_does_what_is_assigned():
    made = plan((3, 8, 4), gaps=False)
    assert (modules(made), made.outcome.value, made.certificate) == ([3], "planned", 1.0)


def test_a_week_without_minutes_has_nothing_and_says_what_is_missed():
    made = plan((3, 8, 4), minutes=0, week=0)
    assert (modules(made), made.late) == ([], (3,))


def test_what_is_in_no_catalogue_is_left_out():
    assert modules(plan((99, 8, 0))) == modules(plan())


def test_a_module_that_was_done_is_done_again_and_raises_nothing():
    done = replace(learner((1, 10, 0)), done_learner=np.zeros(1), done_module=np.array([1]))
    (made,) = plan_learning(prepare(catalogue(), PlanPolicy()), done)
    assert (made.items[0].module, made.items[0].reason) == (1, Reason.ASSIGNED)


dues = st.lists(
    st.builds(Due, st.integers(0, 9), st.integers(1, 30), st.integers(0, 6)),
    max_size=5,
    unique_by=lambda one: one.module,
)


def can_be_met(some, now: int, week: int) -> bool:
    """Whether so many minutes now, and whole weeks later, hold all by their weeks in some order."""
    return any(
        all(
            sum(due.minutes for due in order[: place + 1]) <= now + week * one.weeks
            for place, one in enumerate(order)
        )
        for order in permutations(some)
    )


@given(dues, st.integers(1, 40))
def test_as_few_minutes_as_any_order_needs(some, week):
    """Against brute force over all orders."""
    ordered = sorted(some, key=lambda one: one.weeks)
    needed = minutes_now(ordered, week)
    assert can_be_met(some, needed, week)
    assert needed == 0 or not can_be_met(some, needed - 1, week)


@given(dues, st.integers(0, 60), st.integers(1, 40))
def test_what_is_taken_fits(some, minutes, week):
    taken = fitting(some, minutes, week)
    assert sum(one.minutes for one in taken) <= minutes
    whole = {one.module: one.minutes for one in some}
    assert all(one.minutes == whole[one.module] or whole[one.module] > week for one in taken)


@given(
    st.permutations(list(MODULES)), st.lists(st.integers(0, 5), min_size=5, max_size=5), st.integers(0, 60)
)
def test_every_plan_keeps_to_its_minutes_and_has_each_module_once(order, weeks, minutes):
    due = sorted(zip(order, weeks, strict=True), key=lambda one: one[1])
    rows = [(module, MODULES[module][0], when) for module, when in due]
    made = plan(*rows, minutes=minutes, week=60)
    assert made.minutes == sum(item.minutes for item in made.items) <= minutes
    assert len(set(modules(made))) == len(made.items)
    assert 0 <= made.certificate <= 1 + 1e-9
