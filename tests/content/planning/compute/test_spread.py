"""A critical module that no week holds is spread over weeks; what was paused goes on first."""

from content.planning.compute import Outcome, plan_learning, prepare
from tests.content.planning.compute.worlds import Module, Need, Person, catalogue_of, learners_of

REFUNDS, EMPATHY, SQL = 1, 2, 3
LONG, LISTEN, JOINS = 11, 21, 31
MODULES = [
    Module(LONG, 45, ((REFUNDS, 1, 2),)),
    Module(LISTEN, 10, ((EMPATHY, 1, 2),)),
    Module(JOINS, 12, ((SQL, 1, 2),)),
]
CRITICAL = Need(REFUNDS, 1, 2, critical=True)


def plan_of(person, modules=MODULES):
    one = person._replace(critical_first=True)
    return plan_learning(prepare(catalogue_of(modules)), learners_of([one], modules))[0]


def told(plan):
    return [(item.module, item.minutes, item.minutes_left, item.module_minutes) for item in plan.items]


def test_a_critical_module_that_no_week_holds_is_begun_before_others():
    plan = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2))))
    assert told(plan) == [(LONG, 30, 45, 45)]
    assert (plan.outcome, plan.minutes, plan.left_out) == (Outcome.PLANNED, 30, ())
    assert plan.gain == 0, "it closes nothing before it is done"
    assert plan.certificate == 1, "of the plans that begin it"


def test_other_critical_steps_that_fit_come_before_its_part():
    plan = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2, critical=True), Need(SQL, 1, 2))))
    assert told(plan) == [(LISTEN, 10, None, None), (LONG, 20, 45, 45)]
    assert plan.gain == 2


def test_it_takes_what_nothing_else_takes_where_critical_skills_do_not_come_first():
    person = Person(30, (CRITICAL, Need(EMPATHY, 1, 2)))
    (plan,) = plan_learning(prepare(catalogue_of(MODULES)), learners_of([person], MODULES))
    assert told(plan) == [(LISTEN, 10, None, None), (LONG, 20, 45, 45)]


def test_a_preparation_that_fits_comes_before_the_part():
    modules = [Module(LONG, 45, ((REFUNDS, 1, 2),), (JOINS,)), Module(JOINS, 12)]
    assert [item[:2] for item in told(plan_of(Person(30, (CRITICAL,)), modules))] == [(JOINS, 12), (LONG, 18)]


def test_what_was_paused_goes_on_first_and_then_comes_what_fits():
    plan = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2)), paused=((LONG, 15),)))
    assert told(plan) == [(LONG, 15, 15, 45), (LISTEN, 10, None, None)]
    assert (plan.gain, plan.minutes, plan.certificate) == (3, 25, 1)


def test_what_was_paused_and_is_still_longer_takes_the_week():
    plan = plan_of(Person(10, (CRITICAL, Need(EMPATHY, 1, 2)), paused=((LONG, 15),)))
    assert told(plan) == [(LONG, 10, 15, 45)]


def test_once_the_minutes_are_used_the_rest_is_what_the_next_week_begins_with():
    plan = plan_of(Person(0, (CRITICAL,), paused=((LONG, 15),), spent=30))
    assert (plan.outcome, plan.items) == (Outcome.WEEK_DONE, ())
    assert (plan.next_week.module, plan.next_week.minutes) == (LONG, 15)


def test_what_was_paused_and_helps_no_gap_is_no_part_of_a_plan():
    assert told(plan_of(Person(30, (Need(EMPATHY, 1, 2),), paused=((LONG, 15),)))) == [
        (LISTEN, 10, None, None)
    ]
