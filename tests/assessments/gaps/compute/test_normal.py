import numpy as np
import pytest
import scipy  # its parts, slow to import, with their first use
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps.compute.normal import standard_normal


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=70))
def test_both_functions_are_exact_to_the_last_digits(points):
    x = np.array(points)
    cdf, density = standard_normal(x)
    assert np.abs(cdf - scipy.stats.norm.cdf(x)).max() < 4e-16
    assert np.abs(density - scipy.stats.norm.pdf(x)).max() < 4e-16


def test_far_out_the_probability_is_0_and_1():
    cdf, density = standard_normal(np.array([-1e6, 1e6, 0.0]))
    assert cdf == pytest.approx([0, 1, 0.5], abs=1e-15)
    assert density == pytest.approx([0, 0, 1 / np.sqrt(2 * np.pi)])
