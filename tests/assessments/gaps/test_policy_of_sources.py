"""What is asked of the policy for one source is read by itself."""

from datetime import timedelta

import numpy as np
import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.reports import errors_of
from tests.company import NOON, framework, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def version(number, parameters, adopted_at=NOON):
    GapPolicyVersion.objects.create(version=number, parameters=parameters, adopted_at=adopted_at)


def self_error(*skills, moment=NOON):
    ids = np.array([one.pk for one in skills], dtype=np.int64)
    return errors_of(Source.SELF, ids, moment).tolist()


def test_an_error_is_the_sources_share_of_each_skills_scale():
    wide = skill("Wide", framework=framework("wide", levels=7))
    sd = GapPolicy().sources[Source.SELF].sd
    assert self_error(skill(), wide, skill()) == pytest.approx([5 * sd, 7 * sd, 5 * sd])


@pytest.mark.parametrize("policy", [GapPolicy(), NormalPolicy()])
def test_the_policy_in_force_says_it_of_whichever_formula(policy):
    parameters = policy.to_dict()
    parameters["sources"]["self"]["sd"] = 0.5
    version(2, parameters)
    version(3, GapPolicy().to_dict(), NOON + timedelta(days=1))
    assert self_error(skill()) == [2.5]


def test_no_other_part_of_the_policy_is_read(django_assert_num_queries):
    parameters = GapPolicy().to_dict()
    parameters["sources"]["self"]["sd"] = 0.5
    version(2, parameters | {"expected": "of another version", "of_tomorrow": 1})
    refunds = skill()
    with django_assert_num_queries(2):
        assert self_error(refunds) == [2.5]


def test_no_skill_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert self_error() == []
