"""Gap reports of 100,000 people × 40 required skills: arrays beside a plain loop over people.

About 1.5 rows of evidence a required (person, skill), drawn at random: 55% have a self-rating, 42% a
manager's, 14% and 8% a first and a second peer's, 10% a test, 4% a mentor's and 4% observed work, up to three
years old; a tenth is repeated by the same rater; 1 row in 50 has expired. One skill in 50 has evidence
without being required. Skills are 40 of 200. Evidence comes by person, skill and id, as a database
gives it; `rows_in_no_order` is how many times as long shuffled evidence takes.

The time is that of the fastest of seven runs. The plain loop does the same with Python's floats for a sample
of people, once, and its time is scaled up to all of them. Both must agree to 1e-6 in each level, P(meets) and
readiness interval, and in each status.
"""

import datetime as dt
import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple, TypeVar

import numpy as np

from assessments.evidence.choices import Source
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    NO_RATER,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.gap import GapReports, compute_gaps
from assessments.gaps.compute.policy import GapPolicy, Prior
from assessments.gaps.compute.posterior import LEAST_PRECISION
from benchmarks.harness import Result, measured

PEOPLE = 100_000
SKILLS = 200
REQUIRED = 40
FAMILIES = 8
SAMPLE = 1_000
RUNS = 7
TODAY = dt.date(2026, 3, 2)
NOW = day_number(TODAY)
SHARES = {
    Source.SELF: (0.55,),
    Source.MANAGER: (0.42,),
    Source.PEER: (0.14, 0.08),
    Source.TEST: (0.10,),
    Source.MENTOR: (0.04,),
    Source.OBSERVED: (0.04,),
}
SCALES = SkillScales.of([(skill, 4 if skill % 2 else 7) for skill in range(1, SKILLS + 1)])
TOP = {int(skill): float(top) for skill, top in zip(SCALES.skill, SCALES.top, strict=True)}


def make_policy() -> GapPolicy:
    """The default policy with a prior for each family and skill."""
    random = np.random.default_rng(1)
    return GapPolicy(
        priors={
            (family, skill): Prior(float(random.uniform(0.3, 0.7)), float(random.uniform(0.15, 0.3)))
            for family in range(1, FAMILIES + 1)
            for skill in range(1, SKILLS + 1)
        }
    )


def make_requirements() -> RequirementColumns:
    """40 of the 200 skills for each person, by role."""
    random = np.random.default_rng(2)
    of_role = np.sort(random.permuted(np.tile(np.arange(1, SKILLS + 1), (50, 1)), axis=1)[:, :REQUIRED])
    role = random.integers(0, 50, PEOPLE)
    skill = of_role[role].ravel()
    cells = PEOPLE * REQUIRED
    return RequirementColumns(
        person=np.repeat(np.arange(PEOPLE), REQUIRED),
        skill=skill,
        required=np.ceil(SCALES.top[skill - 1] * random.uniform(0.3, 1, cells)),
        weight=random.integers(1, 6, cells).astype(np.float64),
        critical=random.random(cells) < 0.1,
        role_level=np.repeat(role + 1, REQUIRED),
        family=np.repeat(role % FAMILIES + 1, REQUIRED),
    )


def make_evidence(requirements: RequirementColumns) -> EvidenceColumns:
    """About 1.5 rows a required cell and a few besides, by person, skill and id; ids by day."""
    random = np.random.default_rng(3)
    required = requirements.person.astype(np.int64) * SKILLS + requirements.skill - 1
    besides = random.integers(0, PEOPLE * SKILLS, len(required) // 50)
    cells = np.union1d(required, besides)
    parts = []
    for kind, shares in SHARES.items():
        for number, share in enumerate(shares, 1):
            rated = cells[random.random(len(cells)) < share]
            again = rated[random.random(len(rated)) < 0.1]
            rated = np.concatenate([rated, again])
            raters = np.full(len(rated), NO_RATER if kind == Source.TEST else number)
            parts.append((rated, np.full(len(rated), kind), raters, random.integers(0, 1096, len(rated))))
    cell, source, rater, age = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((-age, cell))
    cell, source, rater, age = cell[order], source[order], rater[order], age[order]
    top = SCALES.top[cell % SKILLS]
    truth = np.random.default_rng(4).normal(0.5, 0.25, PEOPLE * SKILLS)[cell]
    return EvidenceColumns(
        evidence=np.arange(1, len(cell) + 1),
        person=cell // SKILLS,
        skill=cell % SKILLS + 1,
        level=np.clip(np.round(top * (truth + random.normal(0, 0.2, len(cell)))), 0, top),
        source=source,
        rater=rater,
        observed_on=NOW - age,
        valid_until=np.where(random.random(len(cell)) < 0.02, NOW - 1, NO_EXPIRY),
    )


class Needed(NamedTuple):
    skill: int
    required: float
    weight: float
    family: int


class Known(NamedTuple):
    evidence: int
    skill: int
    level: float
    source: Source
    rater: int
    observed_on: int
    valid_until: int


class PlainReport(NamedTuple):
    """Rows (skill, μ, P(meets), status) and the interval of readiness."""

    rows: list[tuple[int, float, float, GapStatus]]
    low: float
    high: float


Row = TypeVar("Row", Needed, Known)
Readings = Mapping[Source, list[tuple[float, int]]]


def plain_loop(
    requirements: Mapping[int, list[Needed]], evidence: Mapping[int, list[Known]], policy: GapPolicy
) -> list[PlainReport]:
    """Each person's report, one after the other."""
    return [plain_person(requirements[person], evidence[person], policy) for person in requirements]


def plain_person(requirements: list[Needed], evidence: list[Known], policy: GapPolicy) -> PlainReport:
    """One person's report."""
    readings = plain_readings(evidence, policy)
    needed = {row.skill: row for row in requirements}
    rows, weights, reached, spreads = [], [], [], []
    for skill in sorted(readings.keys() | needed.keys()):
        _, required, weight, family = needed.get(skill, Needed(skill, 0.0, 0.0, NO_FAMILY))
        prior = policy.priors.get((family, skill), policy.default_prior)
        mean, sd = plain_posterior(TOP[skill], prior, readings.get(skill, {}), policy)
        p_meets = cdf((mean - required + 0.5) / sd) if required else 1.0
        rows.append((skill, mean, p_meets, plain_status(p_meets, skill in readings, policy)))
        if required:
            expected, variance = plain_clipped(mean, sd, required)
            weights.append(weight)
            reached.append(weight * expected / required)
            spreads.append(weight * math.sqrt(variance) / required)
    ready = sum(reached) / sum(weights)
    common = policy.skill_correlation
    variance = (1 - common) * sum(s * s for s in spreads) + common * sum(spreads) ** 2
    reach = NormalDist().inv_cdf((1 + policy.interval_coverage) / 2) * math.sqrt(variance) / sum(weights)
    return PlainReport(rows, max(ready - reach, 0.0), min(ready + reach, 1.0))


def plain_readings(evidence: list[Known], policy: GapPolicy) -> dict[int, Readings]:
    """The newest counting (level, day) of each rater, and each without one but tests, by skill and source."""
    newest = {}
    for row in sorted(evidence, key=lambda row: (row.observed_on, row.evidence)):
        if row.observed_on <= NOW <= row.valid_until and plain_precision(row, policy) >= LEAST_PRECISION:
            is_own = row.rater == NO_RATER and row.source != Source.TEST
            newest[row.skill, row.source, row.rater, row.evidence if is_own else 0] = (
                row.level,
                row.observed_on,
            )
    readings: dict[int, dict[Source, list[tuple[float, int]]]] = {}
    for (skill, source, *_), reading in newest.items():
        readings.setdefault(skill, {}).setdefault(source, []).append(reading)
    return dict(readings)


def plain_precision(row: Known, policy: GapPolicy) -> float:
    """The precision of one reading alone."""
    trust = policy.sources[row.source]
    return trust.sd**-2 * 2 ** (-(NOW - row.observed_on) / trust.half_life_days)


def plain_posterior(top: float, prior: Prior, by_source: Readings, policy: GapPolicy) -> tuple[float, float]:
    """Mean and spread of a level."""
    precision = prior.sd**-2
    mean = prior.mean * precision
    for source, readings in by_source.items():
        trust = policy.sources[source]
        weights = [2 ** (-(NOW - day) / trust.half_life_days) for _, day in readings]
        parts = [weight / (1 - trust.shared_error * weight) for weight in weights]
        scale = trust.sd**-2 / (1 + trust.shared_error * sum(parts))
        precision += scale * sum(parts)
        mean += scale * sum(part * level / top for part, (level, _) in zip(parts, readings, strict=True))
    return top * mean / precision, top / math.sqrt(precision)


def plain_status(p_meets: float, assessed: bool, policy: GapPolicy) -> GapStatus:
    """What is known of a requirement."""
    if assessed and p_meets < policy.gap_below:
        return GapStatus.GAP
    if assessed and p_meets > policy.meets_above:
        return GapStatus.MEETS
    return GapStatus.ASSESS_FIRST


def plain_clipped(mean: float, sd: float, top: float) -> tuple[float, float]:
    """Moments of the doubly censored normal, as textbooks have them."""
    a, b = -mean / sd, (top - mean) / sd
    inside, over = cdf(b) - cdf(a), cdf(-b)
    first = mean * inside + sd * (density(a) - density(b)) + top * over
    second = (mean * mean + sd * sd) * inside + sd * (mean * density(a) - (mean + top) * density(b))
    return first, max(second + top * top * over - first * first, 0.0)


def cdf(x: float) -> float:
    """Standard normal distribution."""
    return math.erfc(-x / math.sqrt(2)) / 2


def density(x: float) -> float:
    """Standard normal density."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def rows_of_sample(columns: EvidenceColumns | RequirementColumns, kind: type[Row]) -> dict[int, list[Row]]:
    """The rows of the first SAMPLE people as tuples, by person."""
    last = int(np.searchsorted(columns.person, SAMPLE))
    rows: dict[int, list[Row]] = {person: [] for person in range(SAMPLE)}
    values = zip(*(getattr(columns, name)[:last].tolist() for name in kind._fields), strict=True)
    for person, row in zip(columns.person[:last].tolist(), values, strict=True):
        rows[person].append(kind._make(row))
    return rows


def largest_difference(reports: GapReports, plain: list[PlainReport]) -> float:
    """Largest difference in μ, P(meets) and interval; infinite where a row or status differs."""
    rows = reports.rows[: reports.offsets[SAMPLE]]
    expected = np.array([row for person in plain for row in person.rows], dtype=np.float64)
    # A status decided by a probability within rounding of its threshold may fall either way.
    sure = np.abs(expected[:, 2:3] - np.array([0.2, 0.8])).min(axis=1) > 1e-6
    if len(rows) != len(expected) or (rows["skill"] != expected[:, 0]).any():
        return math.inf
    if (rows["status"] != expected[:, 3])[sure].any():
        return math.inf
    interval = np.stack([reports.readiness.low, reports.readiness.high], axis=1)[:SAMPLE]
    return max(
        float(np.abs(rows["mu"] - expected[:, 1]).max()),
        float(np.abs(rows["p_meets"] - expected[:, 2]).max()),
        float(np.abs(interval - np.array([person[1:] for person in plain])).max()),
    )


def run() -> Result:
    """Measure the numpy core, fastest of RUNS runs, and the plain loop on a sample, scaled up."""
    policy, requirements = make_policy(), make_requirements()
    evidence = make_evidence(requirements)
    runs = []
    for _ in range(RUNS):
        with measured() as measurement:
            reports = compute_gaps(requirements, evidence, SCALES, policy, as_of=TODAY, people=PEOPLE)
        runs.append(measurement)
    best = min(runs, key=lambda one: one.seconds)
    needed, known = rows_of_sample(requirements, Needed), rows_of_sample(evidence, Known)
    with measured() as loop:
        plain = plain_loop(needed, known, policy)
    difference = largest_difference(reports, plain)
    mixed = evidence.take(np.random.default_rng(5).permutation(len(evidence)))
    with measured() as shuffled:
        again = compute_gaps(requirements, mixed, SCALES, policy, as_of=TODAY, people=PEOPLE)
    agree = difference <= 1e-6 and again.rows.tobytes() == reports.rows.tobytes()
    peak = max(one.peak_mib for one in runs)
    return Result(
        name="gap_compute",
        seconds=best.seconds,
        cpu_seconds=best.cpu_seconds,
        peak_mib=peak,
        ratios={
            "plain_loop_scaled_from_1000_people": loop.seconds * PEOPLE / SAMPLE / best.seconds,
            "rows_in_no_order": shuffled.seconds / best.seconds,
            "evidence_rows_a_cell": len(evidence) / len(requirements),
        },
        goal="100,000 people × 40 skills in at most 1 s and 1 GiB, within 1e-6 of a plain loop over people",
        met=best.seconds <= 1 and peak <= 1024 and agree,
    )


if __name__ == "__main__":
    print(run().line())
