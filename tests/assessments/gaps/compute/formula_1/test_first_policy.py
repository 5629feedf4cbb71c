import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.choices import Source
from assessments.gaps.compute.formula_1.policy import NormalPolicy, PolicyError, Prior, sd_from_reliability

PLAIN = NormalPolicy(priors={(2, 7): Prior(0.4, 0.2), (1, 9): Prior(0.5, 0.1)}).to_dict()


def test_a_policy_survives_json():
    policy = NormalPolicy.from_dict(json.loads(json.dumps(PLAIN)))
    assert policy.to_dict() == PLAIN
    assert policy.priors == {(2, 7): Prior(0.4, 0.2), (1, 9): Prior(0.5, 0.1)}


def test_equal_policies_are_written_alike_whatever_the_order_of_their_priors():
    other = NormalPolicy(priors={(1, 9): Prior(0.5, 0.1), (2, 7): Prior(0.4, 0.2)})
    assert json.dumps(other.to_dict()) == json.dumps(PLAIN)


@given(
    st.floats(0.01, 0.49),
    st.floats(0.51, 0.99),
    st.dictionaries(
        st.tuples(st.integers(0, 2**62), st.integers(1, 2**62)),
        st.builds(Prior, st.floats(0, 1), st.floats(0.01, 1)),
        max_size=4,
    ),
)
def test_any_policy_comes_back_as_it_was(low, high, priors):
    policy = NormalPolicy(gap_below=low, meets_above=high, priors=priors)
    assert NormalPolicy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_the_spread_of_a_source_follows_from_its_reliability():
    # r = 0.8 of a population spread of 0.25: 0.25·√(0.2/0.8) = 0.125; then r = σ²/(σ² + sd²) again.
    assert sd_from_reliability(0.8) == pytest.approx(0.125)
    assert 0.25**2 / (0.25**2 + sd_from_reliability(0.52) ** 2) == pytest.approx(0.52)


def test_tests_are_trusted_more_than_raters_and_raters_more_than_oneself():
    sds = {source: trust.sd for source, trust in NormalPolicy().sources.items()}
    assert sds[Source.TEST] < sds[Source.OBSERVED] < sds[Source.MENTOR] < sds[Source.MANAGER]
    assert sds[Source.MANAGER] < sds[Source.PEER] < sds[Source.SELF]


def changed(path, value):
    data = copy.deepcopy(PLAIN)
    *parents, last = path
    place = data
    for step in parents:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        (["sources", "self", "sd"], 0, "sources.self.sd", "range"),
        (["sources", "self", "sd"], "0.3", "sources.self.sd", "type"),
        (["sources", "self", "sd"], float("nan"), "sources.self.sd", "range"),
        (["sources", "test", "half_life_days"], -1, "sources.test.half_life_days", "range"),
        (["sources", "test", "shared_error"], 1, "sources.test.shared_error", "range"),
        (["sources", "test", "shared_error"], None, "sources.test", "missing"),
        (["sources", "peer"], None, "sources", "missing"),
        (["sources", "peer"], 3, "sources.peer", "type"),
        (["sources", "boss"], {}, "sources", "unknown"),
        (["gap_below"], 0.9, "gap_below", "order"),
        (["gap_below"], True, "gap_below", "type"),
        (["meets_above"], 1.5, "meets_above", "range"),
        (["interval_coverage"], 1, "interval_coverage", "range"),
        (["skill_correlation"], -0.1, "skill_correlation", "range"),
        (["prior_persons"], 0, "prior_persons", "range"),
        (["default_prior"], [0.5], "default_prior", "length"),
        (["default_prior"], [2, 0.25], "default_prior.mean", "range"),
        (["priors"], {}, "priors", "type"),
        (["priors", 0], [1, 9, 0.5], "priors[0]", "length"),
        (["priors", 0], [1.5, 9, 0.5, 0.1], "priors[0]", "type"),
        (["priors", 0], [1, 9, 0.5, 0], "priors[family 1, skill 9].sd", "range"),
        (["priors", 1], [1, 9, 0.5, 0.2], "priors[1]", "twice"),
        (["format"], 2, "format", "format"),
        (["colour"], "red", "top level", "unknown"),
        (["gap_below"], None, "top level", "missing"),
    ],
)
def test_a_policy_that_cannot_be_used_says_where_and_why(path, value, where, code):
    with pytest.raises(PolicyError) as caught:
        NormalPolicy.from_dict(changed(path, value))
    assert (caught.value.where, caught.value.code) == (where, code)


def test_no_shared_error_is_allowed():
    assert NormalPolicy.from_dict(changed(["sources", "test", "shared_error"], 0.0))


def test_a_source_without_trust_is_refused():
    with pytest.raises(PolicyError, match="manager"):
        NormalPolicy(sources={s: t for s, t in NormalPolicy().sources.items() if s != Source.MANAGER})
