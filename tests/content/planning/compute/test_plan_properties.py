"""What holds for every plan: against the exact optimum, audited step by step, whatever the order of rows."""

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.planning.compute import (
    CatalogueCache,
    Learners,
    Outcome,
    PlanPolicy,
    chains,
    choices,
    joining,
    plan_learning,
    prepare,
)
from tests.backing.examples import examples
from tests.content.planning.compute.worlds import (
    Module,
    Need,
    Person,
    audit,
    catalogue_of,
    learners_of,
    module_lists,
    optimum,
    persons,
)

POLICY = PlanPolicy()
slow = settings(max_examples=examples(300), deadline=None)


def plan_of(modules, person, policy=POLICY):
    return plan_learning(prepare(catalogue_of(modules), policy), learners_of([person], modules))[0]


@slow
@given(module_lists(), persons())
def test_gain_is_at_most_the_optimum_and_the_optimum_at_most_the_bound(modules, person):
    plan = plan_of(modules, person)
    audit(plan, modules, person, POLICY)
    best = optimum(modules, person, POLICY)
    assert plan.gain + plan.knowing <= best + 1e-9
    assert best <= plan.upper_bound + 1e-9


@slow
@given(module_lists(raises_at_most=1, across_skills=False), persons())
def test_plan_is_the_optimum_where_each_module_serves_one_skill(modules, person):
    plan = plan_of(modules, person)
    assert plan.gain + plan.knowing == pytest.approx(optimum(modules, person, POLICY))
    assert plan.certificate == pytest.approx(1)


@slow
@given(module_lists(), persons(), st.integers(1, 12))
def test_bound_holds_when_a_limit_cuts_the_search_short(modules, person, limit):
    policy = PlanPolicy(labels_at_most=limit)
    plan = plan_of(modules, person, policy)
    audit(plan, modules, person, policy)
    best = optimum(modules, person, policy)
    assert plan.gain + plan.knowing <= best + 1e-9
    assert best <= plan.upper_bound + 1e-9


def shared_modules(draw):
    """Six modules of which each raises two of four skills that a person lacks."""
    modules = []
    for number in range(6):
        raised = [(skill, *draw.choice([(1, 2), (2, 3), (1, 3)])) for skill in draw.sample(range(4), 2)]
        modules.append(Module(number, draw.randint(2, 9), tuple(raised)))
    needs = tuple(Need(skill, 1, 3, draw.choice([0.5, 1, 2])) for skill in range(4))
    return modules, Person(draw.randint(8, 20), needs)


@pytest.mark.parametrize("limit", [3, 5, 2000])
def test_bound_holds_where_choices_are_too_many_to_list(limit, monkeypatch):
    """Prices bound what a search among joined skills can miss, however few states it keeps."""
    searched: list[int] = []
    best_joined = joining.best_joined
    monkeypatch.setattr(joining, "EASY_STATES", 1)
    monkeypatch.setattr(joining, "FIRST_STATES", 2)
    monkeypatch.setattr(choices, "best_joined", lambda *told: searched.append(1) or best_joined(*told))
    policy = PlanPolicy(labels_at_most=limit)
    for seed in range(30):
        modules, person = shared_modules(Random(seed))
        plan = plan_of(modules, person, policy)
        audit(plan, modules, person, policy)
        best = optimum(modules, person, policy)
        assert plan.gain + plan.knowing <= best + 1e-9
        assert best <= plan.upper_bound + 1e-9
        if limit == 2000:
            assert plan.gain == pytest.approx(plan_of_all(modules, person, policy).gain)
    assert len(searched) > 15


def plan_of_all(modules, person, policy):
    """The plan where all choices are listed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "EASY_STATES", 10_000)
        return plan_of(modules, person, policy)


@slow
@given(module_lists(most=10, skills=5), st.lists(persons(10, 5), min_size=1, max_size=5), st.randoms())
def test_plans_do_not_depend_on_the_order_of_rows_or_on_the_company_of_others(modules, people, random):
    prepared = prepare(catalogue_of(modules))
    together = plan_learning(prepared, learners_of(people, modules))
    alone = tuple(plan_learning(prepared, learners_of([person], modules))[0] for person in people)
    assert together == alone
    random.shuffle(modules)
    asked = shuffled(learners_of(people, modules), random)
    assert plan_learning(prepare(catalogue_of(modules)), asked) == together


@slow
@given(module_lists(most=10, skills=5), st.lists(persons(10, 5), min_size=2, max_size=5))
def test_what_was_found_for_earlier_learners_changes_no_plan(modules, people):
    caches = CatalogueCache(POLICY)
    for person in people:
        asked = learners_of([person], modules)
        cache = caches.of(catalogue_of(modules))
        assert plan_learning(cache.prepared, asked, cache) == plan_learning(cache.prepared, asked)


def test_a_cache_is_kept_while_the_catalogue_stays_and_it_is_not_full(monkeypatch):
    modules = [Module(11, 6, ((1, 1, 2),))]
    caches = CatalogueCache(POLICY)
    first = caches.of(catalogue_of(modules))
    assert caches.of(catalogue_of(modules)) is first
    assert caches.of(catalogue_of([Module(11, 7, ((1, 1, 2),))])) is not first
    again = caches.of(catalogue_of(modules))
    assert again.prepared.minutes == first.prepared.minutes
    monkeypatch.setattr(chains, "MOST_CLASSES", 0)
    assert caches.of(catalogue_of(modules)) is not again


def shuffled(asked: Learners, random) -> Learners:
    tables = [
        [f.name for f in fields(asked)][3:12],
        ["done_learner", "done_module"],
        ["raised_learner", "raised_skill", "raised_from", "raised_to"],
    ]
    columns = {}
    for names in tables:
        order = np.array(random.sample(range(len(getattr(asked, names[0]))), len(getattr(asked, names[0]))))
        columns |= {name: getattr(asked, name)[order.astype(int)] for name in names}
    return replace(asked, **columns)


@slow
@given(module_lists(), persons(), st.integers(0, 10))
def test_more_minutes_never_make_a_bound_lower(modules, person, more):
    roomier = person._replace(minutes=person.minutes + more)
    assert plan_of(modules, roomier).upper_bound >= plan_of(modules, person).upper_bound - 1e-9


@slow
@given(module_lists(), persons().map(lambda person: person._replace(minutes=person.minutes % 4)))
def test_a_week_is_done_exactly_where_a_whole_one_would_hold_more(modules, person):
    plan = plan_of(modules, person)
    if not plan.items:
        whole = plan_of(modules, person._replace(minutes=person.minutes + person.spent, spent=0))
        assert plan.next_week == (whole.items[0] if whole.items else None)
        assert (plan.outcome == Outcome.WEEK_DONE) == bool(whole.items)
        assert plan.shortest_minutes == whole.shortest_minutes


@slow
@given(module_lists(most=8, skills=4), persons(8, 4), st.integers(0, 8))
def test_a_plan_left_off_anywhere_is_still_a_plan(modules, person, count):
    plan = plan_of(modules, person)
    started = [item.module for item in plan.items[:count] if item.module is not None]
    left = [item.module for item in plan.items[count:] if item.module is not None]
    requires = {module.id: set(module.requires) for module in modules}
    for module in left:
        assert requires[module] <= {*started, *person.done}
        started.append(module)
