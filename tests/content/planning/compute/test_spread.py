"""A module that no week holds is spread over weeks, a critical one first; what was paused goes on first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from content.planning.compute import LeftOut, Outcome, plan_learning, prepare
from content.planning.compute import LeftOutReason as Why
from tests.backing.examples import examples
from tests.content.planning.compute.worlds import (
    Module,
    Need,
    Person,
    catalogue_of,
    learners_of,
    module_lists,
    persons,
)

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


def test_a_module_that_is_not_critical_and_that_no_week_holds_takes_what_is_left():
    plan = plan_of(Person(30, (Need(REFUNDS, 1, 2), Need(EMPATHY, 1, 2))))
    assert told(plan) == [(LISTEN, 10, None, None), (LONG, 20, 45, 45)]
    assert (plan.gain, plan.certificate) == (1, 1)


def test_it_is_spread_where_it_is_all_there_is():
    plan = plan_of(Person(30, (Need(REFUNDS, 1, 2),)))
    assert (plan.outcome, told(plan)) == (Outcome.PLANNED, [(LONG, 30, 45, 45)])


def test_a_week_of_too_few_minutes_to_spread_says_so():
    plan = plan_of(Person(9, (Need(REFUNDS, 1, 2),)))
    assert (plan.outcome, plan.shortest_minutes, plan.items) == (Outcome.NOTHING_FITS, 45, ())
    assert plan_of(Person(9, (CRITICAL,))).left_out == (LeftOut(REFUNDS, Why.LONGER_THAN_WEEK, 45),)


def test_what_is_left_of_a_week_is_too_little_and_the_next_one_begins_it():
    plan = plan_of(Person(9, (CRITICAL,), spent=21))
    assert (plan.outcome, plan.next_week.module, plan.next_week.minutes) == (Outcome.WEEK_DONE, LONG, 30)
    assert plan.left_out == (LeftOut(REFUNDS, Why.NEXT_WEEK, 45),)


def test_a_step_of_several_modules_that_fit_one_by_one_begins_with_the_first():
    modules = [Module(LONG, 20, ((REFUNDS, 1, 2),), (JOINS,)), Module(JOINS, 18)]
    plan = plan_of(Person(30, (CRITICAL,)), modules)
    assert told(plan) == [(JOINS, 18, 18, 18)]
    assert plan.left_out == ()


def test_two_that_no_week_holds_are_begun_one_after_the_other():
    modules = [Module(LONG, 45, ((REFUNDS, 1, 2),)), Module(LISTEN, 40, ((EMPATHY, 1, 2),))]
    plan = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2, critical=True))), modules)
    assert told(plan) == [(LONG, 30, 45, 45)]
    assert plan.left_out == (LeftOut(EMPATHY, Why.OTHERS_FIRST, 40),)


def test_what_fits_the_week_but_not_beside_what_goes_on_is_not_said_to_be_too_long_for_it():
    needs = (CRITICAL, Need(EMPATHY, 1, 2, critical=True))
    plan = plan_of(Person(30, needs, paused=((LONG, 25),)))
    assert told(plan) == [(LONG, 25, 25, 45)]
    assert plan.left_out == (LeftOut(EMPATHY, Why.OTHERS_FIRST, 10),)


def test_what_was_paused_and_gets_no_minutes_this_week_is_left_out():
    needs = (CRITICAL, Need(EMPATHY, 1, 2, critical=True))
    paused = ((LISTEN, 8), (LONG, 30))
    assert plan_of(Person(8, needs, paused=paused)).left_out == (LeftOut(REFUNDS, Why.OTHERS_FIRST, 30),)
    done = plan_of(Person(0, needs, paused=paused, spent=30))
    assert {(one.skill, one.reason) for one in done.left_out} == {
        (REFUNDS, Why.NEXT_WEEK),
        (EMPATHY, Why.NEXT_WEEK),
    }


def test_a_skill_that_what_was_paused_raises_is_not_left_out_although_more_is_missing():
    plan = plan_of(Person(30, (CRITICAL._replace(required=3),), paused=((LONG, 15),)))
    assert told(plan) == [(LONG, 15, 15, 45)]
    assert plan.left_out == ()


def test_what_was_paused_and_would_raise_nothing_after_another_takes_no_minutes():
    modules = [*MODULES, Module(41, 40, ((REFUNDS, 1, 2),))]
    plan = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2)), paused=((LONG, 15), (41, 30))), modules)
    assert told(plan) == [(LONG, 15, 15, 45), (LISTEN, 10, None, None)]


def test_what_was_paused_and_serves_nothing_critical_goes_on_after_critical_steps():
    needs = (Need(REFUNDS, 1, 2), Need(EMPATHY, 1, 2, critical=True), Need(SQL, 1, 2))
    person = Person(30, needs, paused=((LONG, 25),))
    plan = plan_of(person)
    assert told(plan) == [(LISTEN, 10, None, None), (LONG, 20, 25, 45)]
    assert (plan.left_out, plan.certificate) == ((), 1)
    (without,) = plan_learning(prepare(catalogue_of(MODULES)), learners_of([person], MODULES))
    assert told(without)[0] == (LONG, 25, 25, 45)
    whole = plan_of(person._replace(minutes=60))
    assert [item[:2] for item in told(whole)] == [(LISTEN, 10), (LONG, 25), (JOINS, 12)]


def test_what_a_critical_step_requires_goes_on_first():
    modules = [Module(LONG, 45, ((REFUNDS, 1, 2),)), Module(LISTEN, 10, ((EMPATHY, 1, 2),), (LONG,))]
    needs = (Need(REFUNDS, 1, 2), Need(EMPATHY, 1, 2, critical=True))
    plan = plan_of(Person(30, needs, paused=((LONG, 25),)), modules)
    assert told(plan) == [(LONG, 25, 25, 45)]
    assert plan.left_out == (LeftOut(EMPATHY, Why.OTHERS_FIRST, 10),)


def test_a_critical_step_that_no_week_holds_begins_before_what_was_paused_goes_on():
    modules = [*MODULES, Module(41, 40, ((SQL, 1, 2),))]
    needs = (CRITICAL, Need(SQL, 1, 2))
    assert told(plan_of(Person(30, needs, paused=((41, 25),)), modules)) == [(LONG, 30, 45, 45)]


def test_what_builds_on_what_goes_on_comes_after_it():
    modules = [*MODULES, Module(51, 8, ((REFUNDS, 2, 3),))]
    needs = (Need(REFUNDS, 1, 3), Need(EMPATHY, 1, 2, critical=True))
    plan = plan_of(Person(60, needs, paused=((LONG, 25),)), modules)
    assert [item[:2] for item in told(plan)] == [(LISTEN, 10), (LONG, 25), (51, 8)]


def test_what_a_step_of_the_plan_has_done_is_no_part_of_a_long_step_too():
    modules = [
        Module(LONG, 45, ((REFUNDS, 1, 2),), (JOINS,)),
        Module(LISTEN, 10, ((EMPATHY, 1, 2),), (JOINS,)),
        Module(JOINS, 5),
    ]
    plan = plan_of(Person(30, (Need(REFUNDS, 1, 2), Need(EMPATHY, 1, 2))), modules)
    assert [item[:2] for item in told(plan)] == [(JOINS, 5), (LISTEN, 10), (LONG, 15)]
    critical = plan_of(Person(30, (CRITICAL, Need(EMPATHY, 1, 2))), modules)
    assert [item[:2] for item in told(critical)] == [(JOINS, 5), (LONG, 25)]


@st.composite
def paused_worlds(draw):
    """Modules up to nine times as long as usual, and somebody who has paused some of them."""
    modules = [one._replace(minutes=one.minutes * draw(st.integers(1, 9))) for one in draw(module_lists())]
    person = draw(persons())
    able = [one for one in modules if one.minutes > 1 and one.id not in person.done]
    paused = tuple((one.id, draw(st.integers(1, one.minutes - 1))) for one in able if draw(st.booleans()))
    return modules, person._replace(paused=paused, critical_first=draw(st.booleans()))


@settings(max_examples=examples(300), deadline=None)
@given(paused_worlds())
def test_a_spread_plan_can_be_followed_within_its_minutes(world):
    modules, person = world
    (plan,) = plan_learning(prepare(catalogue_of(modules)), learners_of([person], modules))
    known, left = {one.id: one for one in modules}, dict(person.paused)
    finished, seen = set(person.done), set()
    assert plan.minutes == sum(item.minutes for item in plan.items) <= person.minutes
    for item in plan.items:
        if item.module is None:
            continue
        assert item.module not in seen, "once"
        seen.add(item.module)
        assert set(known[item.module].requires) <= finished, "what it requires comes first"
        whole = item.minutes_left or known[item.module].minutes
        assert item.minutes <= whole <= max(known[item.module].minutes, left.get(item.module, 0))
        assert item.minutes == whole or item.gain == 0
        finished |= {item.module} if item.minutes == whole else set()
    assert 0 <= plan.certificate <= 1
    assert len({one.skill for one in plan.left_out}) == len(plan.left_out)
