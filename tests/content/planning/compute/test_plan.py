"""Plans told as stories, every number worked out by hand."""

import pytest

from assessments.gaps.choices import GapStatus
from content.planning.compute import Outcome, PlanPolicy, Reason, plan_learning, prepare
from tests.content.planning.compute.worlds import Module, Need, Person, audit, catalogue_of, learners_of

REFUNDS, EMPATHY, SQL = 1, 2, 3
EXPLAIN, DEFEND, LISTEN, GLOSSARY, JOINS = 11, 12, 21, 31, 32


def plan_of(modules, person, policy=None):
    policy = policy or PlanPolicy()
    plan = plan_learning(prepare(catalogue_of(modules), policy), learners_of([person], modules))[0]
    audit(plan, modules, person, policy)
    return plan


def modules_in(plan):
    return [item.module for item in plan.items]


def test_two_steps_of_one_skill_follow_each_other():
    modules = [Module(DEFEND, 4, ((REFUNDS, 2, 3),)), Module(EXPLAIN, 6, ((REFUNDS, 1, 2),))]
    plan = plan_of(modules, Person(10, (Need(REFUNDS, 1.2, 3),)))
    first, second = plan.items
    assert (first.module, first.reason, first.before, first.after) == (EXPLAIN, Reason.RAISES, 1.2, 2)
    assert (second.module, second.reason, second.before, second.after) == (DEFEND, Reason.CLOSES, 2, 3)
    assert plan.gain == pytest.approx(1.8)
    assert plan.minutes == 10
    assert plan.certificate == pytest.approx(1)


def test_surplus_closes_nothing_so_the_cheaper_module_that_suffices_is_taken():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)), Module(DEFEND, 9, ((REFUNDS, 1, 4),))]
    plan = plan_of(modules, Person(20, (Need(REFUNDS, 1, 2),)))
    assert modules_in(plan) == [EXPLAIN]


def test_half_a_level_below_the_start_is_close_enough_and_less_is_not():
    modules = [Module(DEFEND, 5, ((REFUNDS, 2, 3),))]
    assert modules_in(plan_of(modules, Person(10, (Need(REFUNDS, 1.5, 3),)))) == [DEFEND]
    too_early = plan_of(modules, Person(10, (Need(REFUNDS, 1.4, 3),)))
    assert too_early.outcome == Outcome.NO_CONTENT
    assert too_early.without_content == (REFUNDS,)


def test_a_prerequisite_comes_along_first_and_says_what_it_prepares():
    modules = [Module(GLOSSARY, 3), Module(JOINS, 5, ((SQL, 0, 2),), (GLOSSARY,))]
    prepares, closes = plan_of(modules, Person(8, (Need(SQL, 0, 2),))).items
    assert (prepares.reason, prepares.module, prepares.prepares_for) == (Reason.PREPARES, GLOSSARY, JOINS)
    assert (prepares.skill, prepares.gain) == (SQL, 0)
    assert (closes.module, closes.gain) == (JOINS, 2)


def test_a_prerequisite_that_is_done_costs_nothing_and_is_not_proposed_again():
    modules = [Module(GLOSSARY, 3), Module(JOINS, 5, ((SQL, 0, 2),), (GLOSSARY,))]
    plan = plan_of(modules, Person(5, (Need(SQL, 0, 2),), done=(GLOSSARY,)))
    assert modules_in(plan) == [JOINS]


def test_nothing_is_asked_on_account_of_a_module_that_is_done():
    basics = 30
    modules = [
        Module(basics, 9),
        Module(GLOSSARY, 3, (), (basics,)),
        Module(JOINS, 5, ((SQL, 0, 2),), (GLOSSARY,)),
    ]
    assert modules_in(plan_of(modules, Person(5, (Need(SQL, 0, 2),), done=(GLOSSARY,)))) == [JOINS]


def test_a_prerequisite_outside_the_catalogue_can_only_have_been_done():
    retired = 99
    modules = [Module(JOINS, 5, ((SQL, 0, 2),), (retired,))]
    assert plan_of(modules, Person(9, (Need(SQL, 0, 2),))).outcome == Outcome.NO_CONTENT
    assert modules_in(plan_of(modules, Person(9, (Need(SQL, 0, 2),), done=(retired,)))) == [JOINS]


def test_two_skills_that_need_the_same_preparation_pay_for_it_once():
    """Alone each skill costs 6 + 2 minutes for one level; both together fit in 10."""
    modules = [
        Module(GLOSSARY, 6),
        Module(EXPLAIN, 2, ((REFUNDS, 1, 2),), (GLOSSARY,)),
        Module(JOINS, 2, ((SQL, 1, 2),), (GLOSSARY,)),
        Module(LISTEN, 5, ((EMPATHY, 1, 2),)),
    ]
    needs = (Need(REFUNDS, 1, 2), Need(SQL, 1, 2), Need(EMPATHY, 1, 2))
    plan = plan_of(modules, Person(10, needs))
    assert modules_in(plan) == [GLOSSARY, EXPLAIN, JOINS]
    assert plan.gain == 2


def test_one_module_that_raises_two_skills_counts_for_both():
    modules = [Module(LISTEN, 6, ((EMPATHY, 1, 3), (REFUNDS, 1, 2))), Module(EXPLAIN, 4, ((REFUNDS, 1, 2),))]
    plan = plan_of(modules, Person(9, (Need(EMPATHY, 1, 3), Need(REFUNDS, 1, 2))))
    (item,) = plan.items
    assert (item.module, item.skill, item.gain) == (LISTEN, EMPATHY, 3)
    assert [(one.skill, one.gain) for one in item.raises] == [(EMPATHY, 2), (REFUNDS, 1)]


def test_a_critical_skill_weighs_more_and_comes_first():
    modules = [Module(EXPLAIN, 5, ((REFUNDS, 1, 2),)), Module(LISTEN, 4, ((EMPATHY, 1, 2),))]
    needs = (Need(REFUNDS, 1, 2, critical=True), Need(EMPATHY, 1, 2))
    assert modules_in(plan_of(modules, Person(5, needs))) == [EXPLAIN]
    both = plan_of(modules, Person(9, needs))
    assert modules_in(both) == [EXPLAIN, LISTEN]
    assert [item.critical for item in both.items] == [True, False]


def test_without_critical_skills_more_gain_a_minute_comes_first():
    modules = [Module(EXPLAIN, 5, ((REFUNDS, 1, 2),)), Module(LISTEN, 4, ((EMPATHY, 1, 2),))]
    plan = plan_of(modules, Person(9, (Need(REFUNDS, 1, 2), Need(EMPATHY, 1, 2))))
    assert modules_in(plan) == [LISTEN, EXPLAIN]


def test_a_quick_first_step_does_not_wait_for_the_slow_second():
    """Refunds gains 1 in 2 minutes, then 1 in 10; Empathy gains 1 in 5 and stands between the two."""
    modules = [
        Module(EXPLAIN, 2, ((REFUNDS, 1, 2),)),
        Module(DEFEND, 10, ((REFUNDS, 2, 3),)),
        Module(LISTEN, 5, ((EMPATHY, 1, 2),)),
    ]
    plan = plan_of(modules, Person(17, (Need(REFUNDS, 1, 3), Need(EMPATHY, 1, 2))))
    assert modules_in(plan) == [EXPLAIN, LISTEN, DEFEND]


def test_the_best_plan_is_not_the_one_that_takes_the_best_module_first():
    """By gain a minute LISTEN (1 in 4) wins and leaves 6 of 10 minutes unused; the best is 5 + 5 minutes."""
    modules = [
        Module(LISTEN, 4, ((EMPATHY, 1, 2),)),
        Module(EXPLAIN, 5, ((REFUNDS, 1, 2),)),
        Module(JOINS, 5, ((SQL, 1, 2),)),
    ]
    needs = (Need(EMPATHY, 1, 2), Need(REFUNDS, 1, 2, weight=1.2), Need(SQL, 1, 2, weight=1.2))
    plan = plan_of(modules, Person(10, needs))
    assert modules_in(plan) == [EXPLAIN, JOINS]
    assert plan.gain == pytest.approx(2.4)


def test_modules_that_each_should_come_first_get_an_honest_certificate():
    """Refunds wants EXPLAIN before LISTEN, Empathy the reverse: of 4 levels, 3 can be had."""
    modules = [
        Module(EXPLAIN, 5, ((REFUNDS, 0, 1), (EMPATHY, 1, 2))),
        Module(LISTEN, 5, ((REFUNDS, 1, 2), (EMPATHY, 0, 1))),
    ]
    plan = plan_of(modules, Person(10, (Need(REFUNDS, 0, 2), Need(EMPATHY, 0, 2))))
    assert (plan.gain, plan.upper_bound, plan.certificate) == (3, 4, 0.75)


def test_a_skill_that_nobody_knows_gets_questions_and_no_material():
    modules = [Module(JOINS, 5, ((SQL, 0, 3),))]
    plan = plan_of(modules, Person(30, (Need(SQL, 1, 3, status=GapStatus.ASSESS_FIRST),)))
    (item,) = plan.items
    assert plan.outcome == Outcome.ASSESS_FIRST
    assert (item.reason, item.module, item.minutes, item.questions) == (Reason.ASSESS, None, 3, 4)
    assert item.before is None
    assert plan.gain == 0
    assert plan.knowing == item.gain > 0


def test_a_skill_without_any_prior_is_asked_about_too():
    needs = (Need(SQL, float("nan"), 3, status=GapStatus.ASSESS_FIRST, sigma=float("nan")),)
    plan = plan_of([Module(JOINS, 5, ((SQL, 0, 3),))], Person(30, needs))
    assert [item.reason for item in plan.items] == [Reason.ASSESS]


def test_a_newcomer_is_not_sent_a_week_of_questions():
    needs = tuple(Need(skill, 1, 3, status=GapStatus.ASSESS_FIRST) for skill in range(1, 9))
    plan = plan_of([Module(JOINS, 5, ((SQL, 0, 3),))], Person(60, needs))
    assert len(plan.items) == 2
    assert len(plan_of([], Person(60, needs), PlanPolicy(checks_at_most=5)).items) == 5


def test_an_empty_plan_says_why():
    modules = [Module(GLOSSARY, 3), Module(JOINS, 5, ((SQL, 0, 2),), (GLOSSARY,))]
    met = plan_of(modules, Person(30, (Need(SQL, 3, 2, status=GapStatus.MEETS),)))
    assert (met.outcome, met.certificate) == (Outcome.NO_GAPS, 1)
    bare = plan_of(modules, Person(30, (Need(EMPATHY, 1, 2), Need(REFUNDS, 1, 2))))
    assert (bare.outcome, bare.without_content) == (Outcome.NO_CONTENT, (REFUNDS, EMPATHY))
    short = plan_of(modules, Person(7, (Need(SQL, 0, 2),)))
    assert (short.outcome, short.shortest_minutes) == (Outcome.NOTHING_FITS, 8)
    assert short.items == ()


def test_what_was_done_is_where_the_next_step_starts_until_the_level_is_seen():
    modules = [
        Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)),
        Module(DEFEND, 4, ((REFUNDS, 2, 3),), (EXPLAIN,)),
    ]
    needs = (Need(REFUNDS, 1, 3),)
    (item,) = plan_of(modules, Person(30, needs, done=(EXPLAIN,), unseen=(EXPLAIN,))).items
    assert (item.module, item.known, item.before, item.after, item.gain) == (DEFEND, 1, 2, 3, 1)


def test_a_level_that_nothing_is_left_for_is_to_be_seen_and_is_not_without_content():
    """Two levels are unproven: asking is all that is left, and worth both."""
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 3),)), Module(LISTEN, 5, ((EMPATHY, 1, 2),))]
    needs = (Need(REFUNDS, 1, 3), Need(EMPATHY, 1, 2))
    plan = plan_of(modules, Person(30, needs, done=(EXPLAIN,), unseen=(EXPLAIN,)))
    proof = next(item for item in plan.items if item.module is None)
    assert (proof.skill, proof.reason, proof.unproven, proof.gain) == (REFUNDS, Reason.ASSESS, True, 2)
    assert modules_in(plan) == [None, LISTEN]
    assert (plan.gain, plan.knowing, plan.without_content) == (1, 2, ())


def test_a_level_is_to_be_seen_too_where_no_module_leads_further():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),))]
    plan = plan_of(modules, Person(30, (Need(REFUNDS, 1, 3),), done=(EXPLAIN,), unseen=(EXPLAIN,)))
    assert [item.unproven for item in plan.items] == [True]
    assert (plan.outcome, plan.knowing, plan.without_content) == (Outcome.ASSESS_FIRST, 1, ())


def test_a_module_that_was_too_early_leads_nowhere():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)), Module(DEFEND, 4, ((REFUNDS, 2, 3),))]
    plan = plan_of(modules, Person(30, (Need(REFUNDS, 1, 3),), done=(DEFEND,), unseen=(DEFEND,)))
    assert modules_in(plan) == [EXPLAIN]
    assert plan.gain == 1


def test_newer_evidence_decides_and_says_that_the_material_is_done():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 3),))]
    plan = plan_of(modules, Person(30, (Need(REFUNDS, 1, 3),), done=(EXPLAIN,)))
    assert (plan.outcome, plan.items) == (Outcome.MATERIAL_DONE, ())
    assert (plan.without_content, plan.used_up) == ((), (REFUNDS,))
    both = plan_of(modules, Person(30, (Need(REFUNDS, 1, 3), Need(SQL, 1, 2)), done=(EXPLAIN,)))
    assert (both.outcome, both.without_content, both.used_up) == (Outcome.NO_CONTENT, (SQL,), (REFUNDS,))


def test_a_module_that_starts_too_high_is_left_where_all_that_can_be_followed_is_done():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)), Module(DEFEND, 4, ((REFUNDS, 2, 3),))]
    plan = plan_of(modules, Person(30, (Need(REFUNDS, 1.4, 3),), done=(EXPLAIN,)))
    assert (plan.outcome, plan.used_up, plan.without_content) == (Outcome.MATERIAL_DONE, (REFUNDS,), ())


def test_a_week_that_holds_nothing_more_says_what_the_next_one_begins_with():
    modules = [Module(EXPLAIN, 6, ((REFUNDS, 1, 2),)), Module(LISTEN, 50, ((EMPATHY, 1, 2),))]
    done = plan_of(modules, Person(5, (Need(REFUNDS, 1, 2),), spent=10))
    assert (done.outcome, done.items, done.shortest_minutes) == (Outcome.WEEK_DONE, (), None)
    assert done.next_week.module == EXPLAIN
    long = plan_of(modules, Person(5, (Need(EMPATHY, 1, 2),), spent=10))
    assert (long.outcome, long.next_week.module, long.next_week.minutes) == (Outcome.WEEK_DONE, LISTEN, 15)
    too_long = plan_of(modules, Person(5, (Need(EMPATHY, 1, 2),), spent=4))
    assert (too_long.outcome, too_long.shortest_minutes) == (Outcome.NOTHING_FITS, 50)


def test_nobody_to_plan_for_gives_no_plans():
    assert plan_learning(prepare(catalogue_of([])), learners_of([])) == ()
