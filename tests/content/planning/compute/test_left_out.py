"""What is critical and left out of a plan is named with its reason."""

import pytest
from hypothesis import given, settings

from assessments.gaps.choices import GapStatus
from content.planning.compute import LeftOut, LeftOutReason, plan_learning, prepare
from content.planning.compute.left_out import MOST_LEFT_OUT
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

REFUNDS, EMPATHY = 1, 2
EXPLAIN, LISTEN = 11, 21
ASKED = float("nan")


def plan_of(modules, person):
    return plan_learning(prepare(catalogue_of(modules)), learners_of([person], modules))[0]


def critical(skill=REFUNDS, mu=1, required=2, **changes) -> Need:
    return Need(skill, mu, required, critical=True, **changes)


@pytest.mark.parametrize(
    ("modules", "person", "reason", "minutes"),
    [
        ([], Person(30, (critical(),)), LeftOutReason.NO_MODULE, None),
        (
            [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),))],
            Person(30, (critical(),), done=(EXPLAIN,)),
            LeftOutReason.MODULES_DONE,
            None,
        ),
        (
            [Module(EXPLAIN, 45, ((REFUNDS, 1, 2),)), Module(LISTEN, 25, ((EMPATHY, 1, 2),))],
            Person(30, (critical(), critical(EMPATHY))),
            LeftOutReason.OTHERS_FIRST,
            45,
        ),
        (
            [Module(EXPLAIN, 45, ((REFUNDS, 1, 2),))],
            Person(9, (critical(),)),
            LeftOutReason.LONGER_THAN_WEEK,
            45,
        ),
        (
            [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),))],
            Person(5, (critical(),), spent=9),
            LeftOutReason.NEXT_WEEK,
            6,
        ),
        (
            [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)), Module(LISTEN, 5, ((EMPATHY, 1, 3),))],
            Person(6, (critical(), critical(EMPATHY, 1, 3))),
            LeftOutReason.OTHERS_FIRST,
            6,
        ),
        (
            [],
            Person(30, (critical(status=GapStatus.ASSESS_FIRST, ask_error=ASKED),)),
            LeftOutReason.WAITING,
            None,
        ),
    ],
)
def test_a_critical_skill_without_a_step_says_why(modules, person, reason, minutes):
    assert plan_of(modules, person._replace(critical_first=True)).left_out == (
        LeftOut(REFUNDS, reason, minutes),
    )


def test_questions_beyond_those_of_a_plan_come_later():
    needs = tuple(critical(skill, status=GapStatus.ASSESS_FIRST) for skill in (1, 2, 3))
    assert plan_of([], Person(30, needs)).left_out == (LeftOut(3, LeftOutReason.OTHERS_FIRST),)


def test_a_paused_plan_leaves_nothing_out():
    assert plan_of([], Person(0, (critical(),))).left_out == ()


@settings(max_examples=examples(300), deadline=None)
@given(module_lists(), persons().map(lambda person: person._replace(critical_first=True)))
def test_each_critical_skill_that_is_not_met_has_a_step_or_is_named(modules, person):
    plan = plan_of(modules, person)
    with_step = {item.skill for item in plan.items} | {
        one.skill for item in plan.items for one in item.raises
    }
    named = {one.skill for one in plan.left_out}
    assert len(named) == len(plan.left_out)
    open_ = {
        need.skill
        for need in person.needs
        if need.critical
        and (
            (need.status == GapStatus.GAP and need.required > need.mu)
            or need.status == GapStatus.ASSESS_FIRST
        )
    }
    assert not named & with_step
    assert len(plan.left_out) <= MOST_LEFT_OUT
    if person.minutes + person.spent:
        assert named == open_ - with_step


def test_a_question_about_what_was_learned_that_comes_later_is_named():
    modules = [Module(10 + number, 5, ((number, 1, 2),)) for number in (1, 2, 3)]
    ids = tuple(one.id for one in modules)
    person = Person(30, tuple(critical(number) for number in (1, 2, 3)), done=ids, unseen=ids)
    plan = plan_of(modules, person)
    assert [item.skill for item in plan.items] == [1, 2]
    assert plan.left_out == (LeftOut(3, LeftOutReason.OTHERS_FIRST),)
