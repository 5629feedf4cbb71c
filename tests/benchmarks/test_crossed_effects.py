"""The mixed model finds what it was made for: levels that are nearer than means, and as sure as it says."""

import numpy as np
import pytest

from assessments.evidence.choices import Source
from benchmarks.crossed_effects import crossed_effects
from benchmarks.rated_worlds import Voice, World, companies

# Levels far from the ends of a long scale, so that nothing is cut off.
LONG = World(
    {Source.MANAGER: Voice(1.0, 1.0), Source.PEER: Voice(1.0, 1.0), Source.TEST: Voice(0.5, 1.0)},
    required=(50,),
    centre=0,
    top=100,
)


def test_levels_are_nearer_than_plain_means_and_as_sure_as_they_say():
    company = companies(LONG, count=4, people=32, skills=8, seed=2)
    told = crossed_effects(company)
    cell = company.person * 8 + company.skill
    number = np.bincount(cell, minlength=company.truth.size)
    plain = np.bincount(cell, company.level, company.truth.size) / np.maximum(number, 1)
    known = (number > 0).reshape(company.truth.shape)
    error = (told.mean - company.truth)[known]
    assert np.std(error) < 0.95 * np.std((plain.reshape(company.truth.shape) - company.truth)[known])
    assert np.mean(np.abs(error / told.sd[known]) < 1.2816) == pytest.approx(0.8, abs=0.06)
