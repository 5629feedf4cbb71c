"""Raters who rate higher than others are found, as far as their words can be compared with others'."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_EXPIRY, EvidenceColumns, RequirementColumns, SkillScales
from assessments.gaps.compute.severity import SEVERITY_SD, estimate_severity
from tests.assessments.gaps.compute.reports import NOW, POLICY, TODAY

PEOPLE, SKILLS, TOP = 60, 8, 5
SCALES = SkillScales.of([(skill, TOP) for skill in range(1, SKILLS + 1)])
LENIENT, STRICT, FAIR, ALONE = 901, 902, 903, 904


def ratings(offsets, sources=(Source.MANAGER, Source.PEER, Source.MENTOR), seed=1):
    """Each of some raters rates everybody in every skill, higher or lower by an offset in levels."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(2.5, 0.8, (PEOPLE, SKILLS))
    rows = []
    for source, (rater, offset) in zip(sources, offsets.items(), strict=False):
        heard = truth + offset + rng.normal(0, 1.0, truth.shape)
        for person, skill in np.ndindex(truth.shape):
            level = float(np.clip(round(heard[person, skill]), 0, TOP))
            rows.append((len(rows) + 1, person, skill + 1, level, source, rater, NOW, NO_EXPIRY))
    return rows


def severities(rows, policy=POLICY):
    needs = [(person, skill, 3, 1, False, 1, 1) for person in range(PEOPLE) for skill in range(1, SKILLS + 1)]
    return estimate_severity(
        RequirementColumns.of(needs), EvidenceColumns.of(rows), SCALES, policy, as_of=TODAY
    )


def test_who_rates_higher_and_who_rates_lower_is_told_apart():
    found = severities(ratings({LENIENT: 0.5, FAIR: 0.0, STRICT: -0.5}))
    lenient, fair, strict = (found[rater] for rater in (LENIENT, FAIR, STRICT))
    assert lenient.mean * TOP == pytest.approx(0.5, abs=0.2)
    assert strict.mean * TOP == pytest.approx(-0.5, abs=0.2)
    assert fair.mean * TOP == pytest.approx(0, abs=0.2)
    assert lenient.words == PEOPLE * SKILLS
    assert lenient.sd < SEVERITY_SD / 3


def test_a_rater_whom_nobody_can_be_compared_with_stays_near_0():
    (only,) = severities(ratings({ALONE: 0.5})).values()
    assert abs(only.mean) * TOP < 0.2
    few = severities(
        [*ratings({FAIR: 0.0, STRICT: 0.0}), (9999, 0, 1, 5, Source.MENTOR, ALONE, NOW, NO_EXPIRY)]
    )
    assert abs(few[ALONE].mean) < SEVERITY_SD / 2
    assert few[ALONE].sd == pytest.approx(SEVERITY_SD, rel=0.1)


def test_what_the_policy_takes_off_already_changes_nothing():
    rows = ratings({LENIENT: 0.5, FAIR: 0.0, STRICT: -0.5})
    taken_off = replace(POLICY, severity={LENIENT: 0.1, STRICT: -0.1}, uses_severity=True)
    assert severities(rows, taken_off) == severities(rows)


def test_words_are_counted_beside_which_somebody_else_has_one():
    alone = [(9990 + skill, 0, skill, 5, Source.MENTOR, ALONE, NOW, NO_EXPIRY) for skill in (1, 2)]
    few = [row for row in ratings({FAIR: 0.0}) if (row[1], row[2]) == (0, 1)]
    found = severities([*few, *alone])
    assert (found[ALONE].words, found[ALONE].compared) == (2, 1)
    assert (found[FAIR].words, found[FAIR].compared) == (1, 1)


def test_the_order_of_words_changes_nothing():
    rows = ratings({LENIENT: 0.5, STRICT: -0.5})
    one, other = severities(rows), severities(rows[::-1])
    assert {key: one[key].mean for key in one} == pytest.approx({key: other[key].mean for key in other})


def test_tests_self_ratings_and_words_of_nobody_named_take_no_part():
    rows = ratings({LENIENT: 0.5, FAIR: 0.0}, sources=(Source.TEST, Source.SELF))
    rows.append((9998, 0, 1, 5, Source.OBSERVED, 0, NOW, NO_EXPIRY))
    assert severities(rows) == {}


def test_without_words_there_is_nothing_to_tell():
    assert severities([]) == {}
