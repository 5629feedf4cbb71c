"""Material that has to be made: where people have gaps and no module leads on."""

from hypothesis import given, settings

from assessments.gaps.choices import GapStatus
from content.planning.compute import MissingContent, coverage_of_content, plan_learning, prepare
from tests.backing.examples import examples
from tests.content.planning.compute.worlds import (
    Module,
    Need,
    Person,
    catalogue_of,
    learners_of,
    module_lists,
    needs_of,
    persons,
)

REFUNDS, SQL = 1, 3


A_LONG_WEEK = 1000


def missing(modules, people):
    return coverage_of_content(needs_of(people), prepare(catalogue_of(modules)))


def test_steps_that_no_module_makes_are_ranked_by_what_people_lack():
    """Refunds 1 → 2 has a module, 2 → 3 has none: three people lack it whole. SQL lacks 0.5 and 0.75."""
    modules = [Module(11, 5, ((REFUNDS, 1, 2),))]
    people = [
        Person(9, (Need(REFUNDS, 1, 3, critical=True),)),
        Person(9, (Need(REFUNDS, 1.5, 3), Need(SQL, 1.5, 2))),
        Person(9, (Need(REFUNDS, 2, 3), Need(SQL, 1.25, 2))),
    ]
    assert missing(modules, people) == (
        MissingContent(REFUNDS, 2, 3, people=3, critical=1, gap=3),
        MissingContent(SQL, 1, 2, people=2, critical=0, gap=1.25),
    )


def test_a_module_from_lower_down_covers_all_steps_on_its_way():
    assert missing([Module(11, 5, ((REFUNDS, 0, 3),))], [Person(9, (Need(REFUNDS, 0.5, 3),))]) == ()


def test_a_module_that_nobody_can_start_covers_nothing():
    retired = 99
    steps = missing([Module(11, 5, ((REFUNDS, 0, 3),), (retired,))], [Person(9, (Need(REFUNDS, 2, 3),))])
    assert [(step.from_level, step.to_level) for step in steps] == [(2, 3)]


def test_what_is_met_or_unknown_asks_for_no_material():
    needs = (Need(REFUNDS, 1, 3, status=GapStatus.ASSESS_FIRST), Need(SQL, 3, 2, status=GapStatus.MEETS))
    assert missing([], [Person(9, needs)]) == ()


def steps_of(modules, *needs):
    return [(one.from_level, one.to_level, one.gap) for one in missing(modules, [Person(9, needs)])]


def test_the_first_step_begins_where_a_module_could_be_followed_and_counts_from_the_level_known():
    """At 1.9 one can follow a module from 2: nobody needs 1 → 2. At 1.4 one cannot."""
    assert steps_of([], Need(REFUNDS, 1.9, 3)) == [(2, 3, 1.1)]
    assert steps_of([], Need(REFUNDS, 1.4, 3)) == [(2, 3, 1), (1, 2, 0.6)]


def test_a_module_that_can_be_followed_from_a_little_below_leaves_nothing_to_make():
    assert steps_of([Module(11, 5, ((REFUNDS, 2, 3),))], Need(REFUNDS, 1.9, 3)) == []


def test_what_lacks_less_than_the_tolerance_has_to_be_made_too():
    assert steps_of([], Need(REFUNDS, 1.9, 2)) == [(1, 2, 0.1)]


def test_what_modules_do_not_bring_up_to_is_lacked_from_where_they_end():
    """1 → 1.5 leads to where 2 → 3 could be followed; 3 → 4 is there and begins where that would end."""
    modules = [Module(11, 5, ((REFUNDS, 1, 1.5),)), Module(12, 5, ((REFUNDS, 3, 4),))]
    assert steps_of(modules, Need(REFUNDS, 1, 4)) == [(2, 3, 1.5)]


def test_a_module_to_half_a_level_suffices_for_those_who_need_no_more():
    modules = [Module(11, 5, ((REFUNDS, 1, 2.5),))]
    assert steps_of(modules, Need(REFUNDS, 1, 2.5)) == []
    assert steps_of(modules, Need(REFUNDS, 1, 3)) == [(2, 3, 0.5)]


def at_length(person):
    """Somebody with minutes enough, to whom nothing is done yet."""
    return person._replace(minutes=A_LONG_WEEK, spent=0, done=(), unseen=())


@settings(max_examples=examples(300), deadline=None)
@given(module_lists(), persons().map(at_length))
def test_a_plan_that_reaches_what_is_needed_leaves_nothing_to_make(modules, person):
    (plan,) = plan_learning(prepare(catalogue_of(modules)), learners_of([person], modules))
    reached = {one.skill for item in plan.items for one in item.raises if one.after >= one.required}
    assert not reached & {step.skill for step in missing(modules, [person])}


@settings(max_examples=examples(300), deadline=None)
@given(module_lists(), persons().map(at_length))
def test_once_what_is_missing_is_made_nothing_is_missing(modules, person):
    """Made as modules of their own, the steps leave no skill without content and nothing more to make."""
    steps = missing(modules, [person])
    made = [
        Module(100 + place, 1, ((step.skill, step.from_level, step.to_level),))
        for place, step in enumerate(steps)
    ]
    assert missing([*modules, *made], [person]) == ()
    (plan,) = plan_learning(prepare(catalogue_of([*modules, *made])), learners_of([person]))
    assert plan.without_content == ()


@settings(max_examples=examples(100), deadline=None)
@given(persons())
def test_every_level_that_is_lacked_is_counted_once(person):
    """Without modules the steps of a person add up to the gap."""
    gaps = [need for need in person.needs if need.status == GapStatus.GAP and need.required > need.mu]
    told = sum(step.gap for step in missing([], [person]))
    assert abs(told - sum(need.required - need.mu for need in gaps)) < 1e-6
