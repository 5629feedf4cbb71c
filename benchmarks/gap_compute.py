"""Gap reports of 100,000 people × 40 required skills: arrays beside a plain loop over people.

About 1.5 rows of evidence a required (person, skill), drawn at random: 55% have a self-rating, 42% a
manager's, 14% and 8% a first and a second peer's, 10% a test, 4% a mentor's and 4% observed work, up to three
years old; a tenth is repeated by the same rater; 1 row in 50 has expired. One skill in 50 has evidence
without being required. Skills are 40 of 200. Evidence comes by person, skill and id, as a database
gives it; `rows_in_no_order` is how many times as long shuffled evidence takes.

The time is that of the fastest of three runs. The plain loop (`plain_levels`) does the same for a sample of
people, one after the other, and its time is scaled up to all of them. Both must agree in each level, P(meets)
and status.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_RATER,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.gap import GapReports, compute_gaps
from assessments.gaps.compute.policy import Expected, GapPolicy
from benchmarks import plain_levels as plain
from benchmarks.harness import Result, measured

PEOPLE = 100_000
SKILLS = 200
REQUIRED = 40
FAMILIES = 8
SAMPLE = 50
RUNS = 3
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
    """The default policy with an expectation for each family and skill."""
    random = np.random.default_rng(1)
    return GapPolicy(
        expected={
            (family, skill): Expected(float(random.uniform(-0.2, 0.2)), float(random.uniform(0.15, 0.3)))
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


def rows_of_sample(
    requirements: RequirementColumns, evidence: EvidenceColumns
) -> list[tuple[list[plain.Need], list[plain.Word]]]:
    """What is needed of each of the first SAMPLE people, and what was said of them."""
    needs: list[list[plain.Need]] = [[] for _ in range(SAMPLE)]
    words: list[list[plain.Word]] = [[] for _ in range(SAMPLE)]
    for person, *need in _rows(requirements, ("person", "skill", "required", "critical", "family")):
        needs[person].append(plain.Need(*need))
    names = ("person", "evidence", "skill", "level", "source", "rater", "observed_on", "valid_until")
    for person, *word in _rows(evidence, names):
        words[person].append(plain.Word(*word))
    return list(zip(needs, words, strict=True))


def _rows(columns: EvidenceColumns | RequirementColumns, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    last = int(np.searchsorted(columns.person, SAMPLE))
    return zip(*(getattr(columns, name)[:last].tolist() for name in names), strict=True)


def agree(reports: GapReports, expected: list[list[plain.PlainRow]]) -> bool:
    """Whether all people have these rows: levels within 0.002, probabilities within 0.0005."""
    rows = reports.rows[: reports.offsets[len(expected)]]
    told = [row for person in expected for row in person]
    if rows["skill"].tolist() != [row.skill for row in told]:
        return False
    near = {name: np.array([getattr(row, name) for row in told]) for name in ("mean", "sd", "p_meets")}
    # A status decided by a probability within the difference of its threshold may fall either way.
    sure = np.abs(near["p_meets"][:, None] - np.array([0.2, 0.8])).min(axis=1) > 5e-4
    status = np.array([row.status for row in told])
    return bool(
        (np.abs(rows["mu"] - near["mean"]) <= 2e-3).all()
        and (np.abs(rows["sigma"] - near["sd"]) <= 2e-3).all()
        and (np.abs(rows["p_meets"] - near["p_meets"]) <= 5e-4).all()
        and (rows["status"] == status)[sure].all()
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
    sample = rows_of_sample(requirements, evidence)
    parameters = policy.to_dict()
    with measured() as loop:
        expected = [plain.plain_person(needs, words, TOP, parameters, NOW) for needs, words in sample]
    mixed = evidence.take(np.random.default_rng(5).permutation(len(evidence)))
    with measured() as shuffled:
        again = compute_gaps(requirements, mixed, SCALES, policy, as_of=TODAY, people=PEOPLE)
    same = agree(reports, expected) and again.rows.tobytes() == reports.rows.tobytes()
    peak = max(one.peak_mib for one in runs)
    return Result(
        name="gap_compute",
        seconds=best.seconds,
        cpu_seconds=best.cpu_seconds,
        peak_mib=peak,
        ratios={
            "plain_loop_scaled_up": loop.seconds * PEOPLE / SAMPLE / best.seconds,
            "rows_in_no_order": shuffled.seconds / best.seconds,
            "evidence_rows_a_cell": len(evidence) / len(requirements),
        },
        goal="100,000 people × 40 skills in at most 5 s and 1 GiB, as a plain loop over people",
        met=best.seconds <= 5 and peak <= 1024 and same,
    )


if __name__ == "__main__":
    print(run().line())
