"""How true what reports say is: lifow beside plain means, the latest rating, and one who knows the world.

Forty companies of each world (`rated_worlds`), also with half and twice the evidence. For each way of telling
levels: RMSE of the level, Brier score of P(met), how often “met” and “gap” are said wrongly and how often
nothing is said, by the same rules for all, and how often the 80% interval holds the level.

lifow         by the policy of a company that has estimated what to expect (`manage.py estimate_expectations`)
shipped       by the policy as it is shipped
severity      as lifow, with estimated severities of raters taken off
first         by the first formula
crossed       by a mixed model with crossed effects (`crossed_effects`)
knows         the posterior of one who knows how the world was made, without comparing raters
knows raters  of one who also compares them

`python -m benchmarks.measurement_truth WORLD …` tries these worlds only, and prints all figures: with
`--top 9` on a scale of ten levels, 0 to 9, and with `--seed 2` of other companies.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    NO_RATER,
    Bools,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.estimation import estimate_expectations
from assessments.gaps.compute.formula_1.policy import NormalPolicy
from assessments.gaps.compute.gap import compute_gaps
from assessments.gaps.compute.policies import AnyPolicy
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.severity import estimate_severity, with_severity
from benchmarks.crossed_effects import Crossed, crossed_effects
from benchmarks.harness import Result, measured
from benchmarks.knowing_posterior import Known, knowing_posterior
from benchmarks.rated_worlds import WORLDS, Company, Floats, companies

COMPANIES, PEOPLE, SKILLS, SEED, TOP = 40, 48, 12, 1, 5
DENSITIES = {"half": 0.5, "as it is": 1.0, "twice": 2.0}
TODAY = dt.date(2026, 3, 2)
MET, GAP = 0.8, 0.2
REACH = NormalDist().inv_cdf(0.9)
MOST_BRIER, MOST_WRONG, WRONG_BY = 1.10, 1.25, 0.005
COVERAGE = (0.75, 0.88)


@dataclass(frozen=True, slots=True)
class Told:
    """What a way tells of people × skills; NaN where it tells nothing. `status` where it says one itself."""

    mean: Floats
    sd: Floats
    p_meets: Floats
    status: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How true a way is in a world."""

    rmse: float
    brier: float
    wrong_met: float
    wrong_gap: float
    undecided: float
    coverage: float

    def line(self) -> str:
        return (
            f"rmse {self.rmse:.3f}  brier {self.brier:.4f}  wrong met {self.wrong_met:.4f}  "
            f"wrong gap {self.wrong_gap:.4f}  undecided {self.undecided:.3f}  coverage {self.coverage:.3f}"
        )


def run(names: Sequence[str] = (), *, top: int = TOP, seed: int = SEED) -> Result:
    """Try every way in every world, print a line each to stderr, and compare lifow with who knows."""
    with measured() as measurement:
        rows = dict(_worlds(names, top, seed))
    worst = {
        "rmse_to_plain_mean": max(row["lifow"].rmse / row["plain mean"].rmse for row in rows.values()),
        "brier_to_who_knows": max(row["lifow"].brier / row["knows"].brier for row in rows.values()),
        "worlds_that_miss_a_bar": sum(bool(_faults(row)) for row in rows.values()) / len(rows),
    }
    return Result(
        name="measurement_truth",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios=worst,
        goal=f"RMSE at most the plain mean's, Brier at most {MOST_BRIER} × that of who knows, wrong and "
        f"undecided at most {MOST_WRONG} × or {WRONG_BY} more, coverage {COVERAGE[0]} to {COVERAGE[1]}",
        met=not any(_faults(row) for row in rows.values()),
    )


def _worlds(names: Sequence[str], top: int, seed: int) -> Iterator[tuple[str, Mapping[str, Figures]]]:
    for name, world in WORLDS.items():
        if names and not any(part in name for part in names):
            continue
        for density, factor in DENSITIES.items():
            company = companies(
                world.on_scale(top).denser(factor), count=COMPANIES, people=PEOPLE, skills=SKILLS, seed=seed
            )
            found = {way: figures(company, told) for way, told in _ways(company)}
            yield f"{name}, {density}", found
            for way, one in found.items():
                print(f"{name:12} {density:9} {way:13} {one.line()}", file=sys.stderr)
            missed = ", ".join(_faults(found)) or "none"
            print(f"{name:12} {density:9} misses: {missed}", file=sys.stderr, flush=True)


def _ways(company: Company) -> Iterator[tuple[str, Told | Known | Crossed]]:
    yield "lifow", lifow(company)
    yield "shipped", _told(company, GapPolicy())
    yield "severity", _severity(company)
    yield "first", _told(company, NormalPolicy())
    yield "crossed", crossed_effects(company)
    yield "plain mean", _plain(company, _means(company))
    yield "latest", _plain(company, _latest(company))
    for way, with_raters in (("knows", False), ("knows raters", True)):
        yield way, knowing_posterior(company, with_raters=with_raters)


def lifow(company: Company) -> Told:
    """What gap reports say where each company has estimated what is to be expected of its people."""
    policies = [
        estimate_expectations(*columns, GapPolicy(), as_of=TODAY) for columns, _people in _each(company)
    ]
    return _told(company, *policies)


def _severity(company: Company) -> Told:
    """As `lifow`, where a company has estimated severities of raters too, and takes them off."""
    policies = []
    for columns, _people in _each(company):
        policy = estimate_expectations(*columns, GapPolicy(), as_of=TODAY)
        found = estimate_severity(*columns, policy, as_of=TODAY)
        means = {rater: one.mean for rater, one in found.items()}
        policies.append(replace(with_severity(policy, means), uses_severity=True))
    return _told(company, *policies)


def _told(company: Company, *policies: AnyPolicy) -> Told:
    """What gap reports say, by one policy or by one for each company."""
    each = policies if len(policies) > 1 else policies * company.count
    rows = np.concatenate(
        [
            compute_gaps(*columns, policy, as_of=TODAY, people=people).rows
            for (columns, people), policy in zip(_each(company), each, strict=True)
        ]
    )
    shape = company.truth.shape
    mean, sd, p_meets = (rows[name].astype(float).reshape(shape) for name in ("mu", "sigma", "p_meets"))
    return Told(mean, sd, p_meets, rows["status"].astype(np.int64).reshape(shape))


def _each(company: Company) -> Iterator[tuple[tuple[RequirementColumns, EvidenceColumns, SkillScales], int]]:
    """What goes into the reports of each company by itself, and how many people it has."""
    skills = company.truth.shape[1]
    people = len(company.truth) // company.count
    scales = SkillScales(skill=np.arange(1, skills + 1), top=np.full(skills, float(company.world.top)))
    now = day_number(TODAY)
    for first in range(0, len(company.truth), people):
        here = np.flatnonzero((company.person >= first) & (company.person < first + people))
        source = company.source[here]
        evidence = EvidenceColumns(
            evidence=here + 1,
            person=(company.person[here] - first).astype(np.int32),
            skill=company.skill[here] + 1,
            level=company.level[here],
            source=source.astype(np.uint8),
            rater=np.where(source == int(Source.TEST), NO_RATER, company.rater[here] + 1),
            observed_on=(now - company.age[here]).astype(np.int32),
            valid_until=np.full(len(here), NO_EXPIRY, dtype=np.int32),
        )
        cells = people * skills
        requirements = RequirementColumns(
            person=np.repeat(np.arange(people, dtype=np.int32), skills),
            skill=np.tile(np.arange(1, skills + 1), people),
            required=company.required[first : first + people].ravel(),
            weight=np.ones(cells),
            critical=np.zeros(cells, dtype=bool),
            role_level=np.ones(cells, dtype=np.int64),
            family=np.full(cells, NO_FAMILY),
        )
        yield (requirements, evidence, scales), people


def figures(company: Company, told: Told | Known | Crossed) -> Figures:
    """How true it is. Levels are compared within the scale; what is not told is an even chance."""
    top, truth = company.world.top, company.truth
    is_met = truth >= company.required - 0.5
    is_told = ~np.isnan(told.mean)
    p_meets = np.where(np.isnan(told.p_meets), 0.5, told.p_meets)
    said_met, said_gap = _said(company, told, p_meets)
    error = (np.clip(told.mean, 0, top) - np.clip(truth, 0, top))[is_told]
    return Figures(
        rmse=float(np.sqrt(np.mean(error**2))),
        brier=float(np.mean((p_meets - is_met) ** 2)),
        wrong_met=float(np.mean(said_met & ~is_met)),
        wrong_gap=float(np.mean(said_gap & is_met)),
        undecided=float(np.mean(~said_met & ~said_gap)),
        coverage=float(np.mean((np.abs(truth - told.mean) <= REACH * told.sd)[is_told])),
    )


def _said(company: Company, told: Told | Known | Crossed, p_meets: Floats) -> tuple[Bools, Bools]:
    """Where “met” and “gap” are said: P is beyond its threshold, and the words alone lean that way."""
    if isinstance(told, Told) and told.status is not None:
        return told.status == GapStatus.MEETS, told.status == GapStatus.GAP
    sources = GapPolicy().sources
    weight = np.array([sources[Source(one)].sd ** -2 for one in sorted(Source)])[company.source - 1]
    lean = _means(company, weight) - company.required + 0.5
    return (p_meets > MET) & (lean > 0), (p_meets < GAP) & (lean < 0)


def _plain(company: Company, level: Floats) -> Told:
    """A level without any doubt."""
    p_meets = np.where(np.isnan(level), np.nan, level >= company.required - 0.5)
    return Told(level, np.zeros_like(level), p_meets)


def _means(company: Company, weight: Floats | None = None) -> Floats:
    cell, cells = company.person * company.truth.shape[1] + company.skill, company.truth.size
    weight = np.ones(len(cell)) if weight is None else weight
    number = np.bincount(cell, weight, cells)
    total = np.bincount(cell, weight * company.level, cells)
    return np.where(number > 0, total / np.maximum(number, 1e-9), np.nan).reshape(company.truth.shape)


def _latest(company: Company) -> Floats:
    found = np.full(company.truth.size, np.nan)
    oldest_first = np.argsort(-company.age, kind="stable")
    cell = company.person * company.truth.shape[1] + company.skill
    found[cell[oldest_first]] = company.level[oldest_first]
    return found.reshape(company.truth.shape)


def _faults(found: Mapping[str, Figures]) -> list[str]:
    """Which bars lifow misses in a world."""
    ours, knows = found["lifow"], found["knows"]
    missed = {
        "rmse": ours.rmse > found["plain mean"].rmse,
        "brier": ours.brier > MOST_BRIER * knows.brier,
        "coverage": not COVERAGE[0] <= ours.coverage <= COVERAGE[1],
    }
    for name in ("wrong_met", "wrong_gap", "undecided"):
        own, best = getattr(ours, name), getattr(knows, name)
        missed[name] = own > max(MOST_WRONG * best, best + WRONG_BY)
    return [name for name, is_missed in missed.items() if is_missed]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How true what reports say is.")
    parser.add_argument("worlds", nargs="*", metavar="WORLD")
    parser.add_argument("--top", type=int, default=TOP)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    print(run(asked.worlds, top=asked.top, seed=asked.seed).line())
