"""Ways to test are held against each other as the benchmark says."""

import numpy as np

from benchmarks import other_tests
from benchmarks.other_tests import ERRORS, fixed_form, until_error
from benchmarks.response_data import simulated


def test_the_cheapest_setting_is_the_one_with_the_fewest_items_that_is_as_accurate():
    right = np.array([[True, False], [True, True], [True, True]])
    tested = other_tests.Tested(np.array([[2, 2], [6, 4], [8, 8]]), right)
    everybody = np.ones(2)
    assert tested.cheapest(everybody, 0.9) == (5, 1)
    assert tested.cheapest(everybody, 0.5) == (2, 0.5)
    assert tested.cheapest(np.array([3.0, 1.0]), 0.7) == (2, 0.75), "who was drawn three times counts so"
    assert tested.cheapest(everybody, 1.1) == (5, 1), "the most accurate one where none is as accurate"


def test_other_ways_ask_everybody_the_same_number_or_more_for_a_smaller_error():
    sample = simulated(40, seed=1)
    form, error = fixed_form(sample, 0.0), until_error(sample, 0.0)
    assert (np.arange(len(form.number)) == form.number.T).all()
    assert len(error.number) == len(ERRORS)
    assert (np.diff(error.number, axis=0) >= 0).all()
    assert form.is_right[40].mean() > form.is_right[1].mean()
