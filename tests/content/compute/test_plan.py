"""Plans: a story by hand, the exact optimum on small worlds, promises audited on all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.compute.vocabulary import GapStatus
from content.compute import Outcome, PlanPolicy, Reason, plan_learning, prepare
from tests.content.compute.worlds import (
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
REFUNDS, EMPATHY, SQL = 1, 2, 3


def plan_of(modules, person, policy=POLICY):
    plan = plan_learning(prepare(catalogue_of(modules), policy), learners_of([person]))[0]
    audit(plan, modules, person, policy)
    return plan


@settings(max_examples=600, deadline=None)
@given(module_lists(), persons())
def test_gain_is_at_most_the_optimum_and_the_optimum_at_most_the_bound(modules, person):
    plan = plan_of(modules, person)
    best = optimum(modules, person, POLICY)
    assert plan.gain + plan.knowing <= best + 1e-9
    assert best <= plan.upper_bound + 1e-9


@settings(max_examples=300, deadline=None)
@given(module_lists(raises_at_most=1, across_skills=False), persons())
def test_plan_is_the_optimum_where_each_module_serves_one_skill(modules, person):
    plan = plan_of(modules, person)
    assert plan.gain + plan.knowing == pytest.approx(optimum(modules, person, POLICY))
    assert plan.certificate == pytest.approx(1)
