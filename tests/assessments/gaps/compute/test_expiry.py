"""Until when evidence counts, by its source and by its last valid day."""

import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.expiry import last_ages, last_day
from assessments.gaps.compute.formula_1.policy import NormalPolicy, SourceTrust
from assessments.gaps.compute.formula_1.posterior import SourcePrecision
from assessments.gaps.compute.policy import GapPolicy


@pytest.mark.parametrize("sd", [0.05, 0.25, 0.43, 1.0, 2.49, 2.51])
def test_by_the_first_formula_the_last_age_is_the_one_that_reports_are_computed_by(sd):
    sources = {**NormalPolicy().sources, Source.TEST: SourceTrust(sd, 37.5, 0.0)}
    policy = NormalPolicy(sources=sources)
    precision = SourcePrecision(policy, 10_000)
    assert {source: precision.oldest[source] for source in Source} == last_ages(policy)


def test_words_of_every_source_count_as_long_as_the_policy_says():
    assert last_ages(GapPolicy(reassess_after_days=20.5)) == dict.fromkeys(Source, 20)


@pytest.mark.parametrize(("valid_until", "last"), [(None, 120), (119, 119), (121, 120)])
def test_a_word_counts_until_the_earlier_of_its_two_ends(valid_until, last):
    ages = dict.fromkeys(Source, 20)
    assert last_day(source=Source.TEST, observed_on=100, valid_until=valid_until, ages=ages) == last
