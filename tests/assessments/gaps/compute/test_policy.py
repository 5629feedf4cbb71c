"""A policy is plain data that says everything, and refuses what cannot be."""

import json

import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.plain import PolicyError
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import Expected, GapPolicy, SourceTrust, sd_from_reliability

POLICY = GapPolicy(
    expected={(2, 7): Expected(-0.1, 0.15), (1, 9): Expected(0.05, 0.19)}, severity={5: 0.1, 3: -0.2}
)
PLAIN = POLICY.to_dict()


def test_a_policy_comes_back_from_json_as_it_was():
    assert read_policy(json.loads(json.dumps(PLAIN))) == POLICY


def test_equal_policies_are_written_alike():
    other = GapPolicy(
        expected=dict(reversed(POLICY.expected.items())), severity=dict(reversed(POLICY.severity.items()))
    )
    assert json.dumps(other.to_dict()) == json.dumps(PLAIN)


def test_a_policy_of_the_first_formula_is_read_as_one():
    first = NormalPolicy(gap_below=0.3)
    assert read_policy(first.to_dict()) == first
    assert with_todays_formula(first) == GapPolicy(gap_below=0.3)
    assert with_todays_formula(POLICY) is POLICY


def test_errors_follow_from_published_reliabilities():
    # Equal parts of true and error variance make a reliability of a half.
    assert sd_from_reliability(0.5, 0.25) == pytest.approx(0.25)
    assert GapPolicy().sources[Source.TEST].sd == pytest.approx(0.125)
    assert GapPolicy().sources[Source.SELF] == SourceTrust(0.3, 0.08, 180.0)


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        (["gap_below"], 0.9, "gap_below", "order"),
        (["gap_below"], 0, "gap_below", "range"),
        (["drift"], -0.1, "drift", "range"),
        (["drift"], "much", "drift", "type"),
        (["drift"], True, "drift", "type"),
        (["person_sd"], 0, "person_sd", "range"),
        (["format"], 7, "format", "format"),
        (["sources", "test", "sd"], 0, "sources.test.sd", "range"),
        (["sources", "test", "offset"], 1, "sources.test.offset", "range"),
        (["sources", "test", "half_life_days"], None, "sources.test.half_life_days", "type"),
        (["sources", "oracle"], {}, "sources", "unknown"),
        (["uses_severity"], 1, "uses_severity", "type"),
        (["expected"], {}, "expected", "type"),
        (["expected"], [[1, 2, 0.5]], "expected[0]", "length"),
        (["expected"], [[1, 2, 0, 0.1], [1, 2, 0, 0.2]], "expected[1]", "twice"),
        (["expected"], [[1, 2, 2, 0.1]], "expected[family 1, skill 2].shift", "range"),
        (["severity"], [[4, 0.1], [4, 0.2]], "severity[1]", "twice"),
        (["severity"], [[4, 0.6]], "severity[4]", "range"),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(path, value, where, code):
    plain = json.loads(json.dumps(PLAIN))
    at = plain
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(PolicyError) as caught:
        read_policy(plain)
    assert (caught.value.where, caught.value.code) == (where, code)


@pytest.mark.parametrize("name", ["drift", "sources", "expected", "uses_severity"])
def test_a_value_that_is_missing_is_not_filled_in(name):
    plain = {key: value for key, value in PLAIN.items() if key != name}
    with pytest.raises(PolicyError, match=f"{name} is missing"):
        read_policy(plain)
