"""Critical skills come before all others, unless a learner turns that off."""

import pytest
from hypothesis import given, settings

from content.planning.compute import Outcome, PlanPolicy, Reason, plan_learning, prepare
from tests.backing.examples import examples
from tests.content.planning.compute.worlds import (
    Module,
    Need,
    Person,
    audit,
    catalogue_of,
    followed,
    learners_of,
    module_lists,
    open_gaps,
    optimum,
    persons,
)

POLICY = PlanPolicy()
HUGE = PlanPolicy(critical_factor=2.0**20)
slow = settings(max_examples=examples(300), deadline=None)
first = persons().map(lambda person: person._replace(critical_first=True))
one_skill_each = module_lists(raises_at_most=1, across_skills=False)


def plan_of(modules, person, policy=POLICY):
    return plan_learning(prepare(catalogue_of(modules), policy), learners_of([person], modules))[0]


def told_apart(plan) -> tuple[float, float]:
    """What a plan brings for critical skills, and for others."""
    raised = [(one.critical, one.gain) for item in plan.items for one in item.raises]
    asked = [(item.critical, item.gain) for item in plan.items if item.reason == Reason.ASSESS]
    critical = sum(gain for is_critical, gain in raised + asked if is_critical)
    return critical, plan.gain + plan.knowing - critical


CRITICAL, ANOTHER, THIRD = 1, 2, 3
SLOW, QUICK, SHORT = 11, 21, 31


def test_a_critical_step_comes_before_any_number_of_others():
    modules = [
        Module(SLOW, 30, ((CRITICAL, 1, 2),)),
        Module(QUICK, 3, ((ANOTHER, 0, 4),)),
        Module(SHORT, 3, ((THIRD, 0, 4),)),
    ]
    needs = (Need(CRITICAL, 1, 2, critical=True), Need(ANOTHER, 0, 4), Need(THIRD, 0, 4))
    plan = plan_of(modules, Person(30, needs, critical_first=True))
    audit(plan, modules, Person(30, needs), POLICY)
    assert [item.module for item in plan.items] == [SLOW]
    assert (plan.gain, plan.upper_bound, plan.certificate) == (2, 2, 1)
    off = plan_of(modules, Person(30, needs))
    assert [item.module for item in off.items] == [QUICK, SHORT]


def test_what_is_left_of_the_minutes_goes_to_others_by_what_it_closes():
    modules = [
        Module(SLOW, 10, ((CRITICAL, 1, 2),)),
        Module(QUICK, 5, ((ANOTHER, 1, 2),)),
        Module(SHORT, 5, ((THIRD, 1, 3),)),
    ]
    needs = (Need(CRITICAL, 1, 2, critical=True), Need(ANOTHER, 1, 2), Need(THIRD, 1, 3))
    plan = plan_of(modules, Person(15, needs, critical_first=True))
    assert [(item.module, item.gain) for item in plan.items] == [(SLOW, 2), (SHORT, 2)]


@slow
@given(one_skill_each, first)
def test_the_plan_is_the_best_by_critical_skills_then_by_others(modules, person):
    plan = plan_of(modules, person)
    audit(plan, modules, person, POLICY)
    critical, others = told_apart(plan)
    weight = HUGE.critical_factor / POLICY.critical_factor
    assert critical * weight + others == pytest.approx(optimum(modules, person, HUGE), abs=1e-6)
    assert plan.certificate == pytest.approx(1)


@slow
@given(module_lists(raises_at_most=1), first)
def test_no_critical_step_is_left_out_that_fits_in_place_of_others(modules, person):
    plan = plan_of(modules, person)
    known = {module.id: module for module in modules}
    kept: set[int] = set()
    for item in reversed(plan.items):
        if item.module and (item.critical or any(item.module in known[one].requires for one in kept)):
            kept.add(item.module)
    asked = sum(item.minutes for item in plan.items if item.module is None and item.critical)
    free = person.minutes - asked - sum(known[one].minutes for one in kept)
    needs = [need for need in open_gaps(modules, person, POLICY)[0] if need.critical]
    levels = tuple(need.mu for need in needs)
    for item in plan.items:
        if item.module in kept:
            levels = followed(known[item.module], needs, levels, POLICY)
    for module in modules:
        fits = module.minutes <= free and set(module.requires) <= kept | set(person.done)
        if fits and module.id not in kept | set(person.done):
            after = followed(module, needs, levels, POLICY)
            steps = zip(needs, levels, after, strict=True)
            assert all(min(new, need.required) - old < POLICY.critical_step for need, old, new in steps)


@slow
@given(module_lists(), first)
def test_no_plan_that_does_as_much_for_critical_skills_exceeds_the_bound(modules, person):
    plan = plan_of(modules, person)
    audit(plan, modules, person, POLICY)
    critical, _others = told_apart(plan)
    best = optimum(modules, person, HUGE)
    weight = HUGE.critical_factor / POLICY.critical_factor
    # The best plan by critical skills first, told apart: others are far too few to fill one critical step.
    most_critical = best / weight
    assert critical <= most_critical + 1e-6
    assert plan.upper_bound >= plan.gain + plan.knowing - 1e-9
    assert plan.upper_bound >= most_critical - 1e-3


@slow
@given(module_lists(), persons())
def test_without_critical_needs_or_without_others_the_order_changes_nothing(modules, person):
    for is_critical in (True, False):
        needs = tuple(need._replace(critical=is_critical) for need in person.needs)
        one = person._replace(needs=needs)
        assert plan_of(modules, one._replace(critical_first=True)) == plan_of(modules, one)


def test_a_critical_skill_is_asked_about_before_others():
    needs = tuple(Need(skill, 1, 4, 9.0, status=2) for skill in (1, 2, 3))
    needs += (Need(4, 2.9, 3, 0.5, critical=True, status=2),)
    plan = plan_of([], Person(3, needs, critical_first=True))
    assert (plan.outcome, [item.skill for item in plan.items]) == (Outcome.ASSESS_FIRST, [4])
    assert [item.skill for item in plan_of([], Person(3, needs)).items] == [1]
