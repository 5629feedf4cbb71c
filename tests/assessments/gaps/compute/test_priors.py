import dataclasses
import datetime as dt

import numpy as np
import pytest

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.gap import compute_gaps
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.priors import LEAST_SD, estimate_priors, pooled_priors

TODAY = dt.date(2026, 3, 2)
NOW = day_number(TODAY)
SCALES = SkillScales.of([(7, 4), (9, 8)])
POLICY = GapPolicy()


def priors_of(requirements, evidence, policy=POLICY):
    return estimate_priors(
        RequirementColumns.of(requirements), EvidenceColumns.of(evidence), SCALES, policy, as_of=TODAY
    )


def required(person, skill, family):
    return (person, skill, 2, 1, False, 1, family)


def measured(person, skill, level, number):
    return (number, person, skill, level, Source.TEST, 0, NOW, NO_EXPIRY)


def test_the_moment_estimate_by_hand():
    # Levels 0.2, 0.5, 0.8 with variance 0.01 each: Σw = 300, Q = 18, s² = (18 − 2)/(300 − 100) = 0.08.
    # Default N(0.4, 0.25²) as from 10 persons: s² = (2·0.08 + 10·0.0625)/12, pull 10/0.0625 = 160.
    policy = dataclasses.replace(POLICY, default_prior=POLICY.default_prior._replace(mean=0.4))
    mean, sd = pooled_priors(
        np.zeros(3, dtype=np.int64), np.array([0.2, 0.5, 0.8]), np.full(3, 100.0), policy
    )
    variance = 0.785 / 12
    weight = 1 / (0.01 + variance)
    assert sd[0] == pytest.approx(variance**0.5)
    assert mean[0] == pytest.approx((weight * 1.5 + 160 * 0.4) / (weight * 3 + 160))


def test_without_evidence_there_is_nothing_to_estimate():
    assert priors_of([required(0, 7, 1)], []) == {}


def test_one_person_moves_the_default_a_little_and_leaves_its_spread():
    prior = priors_of([required(0, 7, 1)], [measured(0, 7, 4, 1)])[1, 7]
    assert 0.5 < prior.mean < 0.55
    assert prior.sd == pytest.approx(0.25)


def test_families_are_apart_and_skills_not_required_are_a_pool_of_their_own():
    found = priors_of(
        [required(0, 7, 1), required(1, 7, 2)],
        [measured(0, 7, 4, 1), measured(1, 7, 0, 2), measured(1, 9, 8, 3)],
    )
    assert set(found) == {(1, 7), (2, 7), (NO_FAMILY, 9)}
    assert found[1, 7].mean > 0.5 > found[2, 7].mean


def test_a_family_of_equals_keeps_some_spread():
    people = range(3000)
    found = priors_of([required(p, 7, 1) for p in people], [measured(p, 7, 3, p + 1) for p in people])
    assert found[1, 7].mean == pytest.approx(0.75, abs=0.01)
    assert found[1, 7].sd == LEAST_SD


def test_evidence_aged_beyond_any_weight_says_nothing():
    policy = dataclasses.replace(
        POLICY, sources={s: dataclasses.replace(t, half_life_days=1) for s, t in POLICY.sources.items()}
    )
    old = (1, 0, 7, 4, Source.TEST, 0, NOW - 2000, NO_EXPIRY)
    assert priors_of([required(0, 7, 1)], [old], policy) == {}


def test_many_persons_bring_back_the_distribution_they_came_from():
    random = np.random.default_rng(7)
    people = 4000
    truth = random.normal(0.55, 0.1, people)
    level = np.clip(4 * (truth + random.normal(0, POLICY.sources[Source.TEST].sd, people)), 0, 4)
    rows = [measured(p, 7, level[p], p + 1) for p in range(people)]
    found = priors_of([required(p, 7, 1) for p in range(people)], rows)[1, 7]
    assert found.mean == pytest.approx(0.55, abs=0.01)
    assert found.sd == pytest.approx(0.1, abs=0.01)


def test_the_order_of_evidence_changes_no_bit():
    random = np.random.default_rng(9)
    rows = [measured(p, 7 + 2 * (p % 2), int(random.integers(0, 5)), p + 1) for p in range(200)]
    needs = [required(p, 7, 1 + p % 3) for p in range(200)]
    mixed = [rows[place] for place in random.permutation(200)]
    assert priors_of(needs, mixed) == priors_of(needs, rows)


def test_a_report_does_not_move_with_the_evidence_about_others():
    needs = RequirementColumns.of([required(p, 7, 1) for p in range(2)])
    mine = [measured(0, 7, 2, 1)]
    priors = priors_of([required(p, 7, 1) for p in range(2)], mine)
    policy = dataclasses.replace(POLICY, priors=priors)
    before, after = (
        compute_gaps(needs, EvidenceColumns.of(rows), SCALES, policy, as_of=TODAY, people=2).of(0).tobytes()
        for rows in (mine, [*mine, measured(1, 7, 4, 2)])
    )
    assert before == after
