"""The second formula, by which reports that it made can be made again."""

import hashlib
import json

import pytest

from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import GapPolicy
from tests.assessments.gaps.compute.test_formula import POLICY, company, computed

ESTIMATED = {name: getattr(POLICY, name) for name in ("expected", "severity", "uses_severity")}


def test_a_policy_of_the_second_formula_is_read_as_one():
    second = SecondPolicy(earlier_words=0.3, gap_below=0.15, **ESTIMATED)
    plain = json.loads(json.dumps(second.to_dict()))
    assert (plain["format"], "repeated_error" in plain) == (2, False)
    assert read_policy(plain) == second


def test_todays_formula_takes_over_all_its_numbers():
    second = SecondPolicy(earlier_words=0.3, gap_below=0.15, drift=0.2, **ESTIMATED)
    # What a machine says counts as it did, and tests are read as they were, until HR adopts something else.
    as_before = {"attributed_weight": 1.0, "reads_standard_errors": False}
    today = GapPolicy(gap_below=0.15, drift=0.2, **as_before, **ESTIMATED)
    assert with_todays_formula(second) == today


@pytest.mark.parametrize(
    ("policy", "digest"),
    [
        (SecondPolicy(), "cf2617c1f013dd89399124a153998315f3118fe23f70c8f528d12caa33b884d5"),
        (
            SecondPolicy(earlier_words=0.3, **ESTIMATED),
            "5566b5a4d3e72b35a1a4386b0d306d5ad61fe00d4992c59544a51ba72590c021",
        ),
    ],
)
def test_reports_of_a_company_are_the_bytes_that_they_were(policy, digest):
    # The digests are those of the last version in which this was today's formula.
    reports = computed(*company(11), policy)
    assert hashlib.sha256(b"".join(reports.packed())).hexdigest() == digest
