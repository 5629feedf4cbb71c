"""How true what reports say is: lifow beside plain means, the latest rating, and one who knows the world.

Forty companies of each world (`rated_worlds`), also with half and twice the evidence. For each way of telling
levels: RMSE of the level, Brier score of P(met), how often “met” and “gap” are said wrongly and how often
nothing is said, by the same rules for all, and how often the 80% interval holds the level. `knows` is the
posterior of one who knows how the world was made, without comparing raters; with `raters`, who also does.

`python -m benchmarks.measurement_truth WORLD …` tries these worlds only, and prints all figures.
"""

import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import (
    NO_EXPIRY,
    NO_FAMILY,
    NO_RATER,
    EvidenceColumns,
    RequirementColumns,
    SkillScales,
)
from assessments.gaps.compute.days import day_number
from assessments.gaps.compute.gap import compute_gaps
from assessments.gaps.compute.policy import GapPolicy
from benchmarks.harness import Result, measured
from benchmarks.knowing_posterior import Known, knowing_posterior
from benchmarks.rated_worlds import WORLDS, Company, Floats, companies

COMPANIES, PEOPLE, SKILLS, SEED = 40, 48, 12, 1
DENSITIES = {"half": 0.5, "as it is": 1.0, "twice": 2.0}
TODAY = dt.date(2026, 3, 2)
MET, GAP = 0.8, 0.2
REACH = NormalDist().inv_cdf(0.9)
MOST_BRIER, MOST_WRONG, WRONG_BY = 1.10, 1.25, 0.005
COVERAGE = (0.75, 0.88)


@dataclass(frozen=True, slots=True)
class Told:
    """What a way tells of people × skills; NaN where it tells nothing."""

    mean: Floats
    sd: Floats
    p_meets: Floats


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


def run(names: Sequence[str] = ()) -> Result:
    """Try every way in every world, print a line each to stderr, and compare lifow with who knows."""
    with measured() as measurement:
        rows = dict(_worlds(names))
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


def _worlds(names: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Figures]]]:
    for name, world in WORLDS.items():
        if names and not any(part in name for part in names):
            continue
        for density, factor in DENSITIES.items():
            company = companies(
                world.denser(factor), count=COMPANIES, people=PEOPLE, skills=SKILLS, seed=SEED
            )
            found = {way: figures(company, told) for way, told in _ways(company)}
            yield f"{name}, {density}", found
            for way, one in found.items():
                print(f"{name:12} {density:9} {way:13} {one.line()}", file=sys.stderr)
            missed = ", ".join(_faults(found)) or "none"
            print(f"{name:12} {density:9} misses: {missed}", file=sys.stderr, flush=True)


def _ways(company: Company) -> Iterator[tuple[str, Told | Known]]:
    yield "lifow", lifow(company)
    yield "plain mean", _plain(company, _means(company))
    yield "latest", _plain(company, _latest(company))
    for way, with_raters in (("knows", False), ("knows raters", True)):
        yield way, knowing_posterior(company, with_raters=with_raters)


def lifow(company: Company) -> Told:
    """What a gap report says, by the policy that lifow is shipped with."""
    people, skills = company.truth.shape
    pieces = len(company.person)
    now = day_number(TODAY)
    evidence = EvidenceColumns(
        evidence=np.arange(1, pieces + 1),
        person=company.person.astype("i4"),
        skill=company.skill + 1,
        level=company.level,
        source=company.source.astype("u1"),
        rater=np.where(company.source == int(Source.TEST), NO_RATER, company.rater + 1),
        observed_on=(now - company.age).astype("i4"),
        valid_until=np.full(pieces, NO_EXPIRY),
    )
    cells = people * skills
    requirements = RequirementColumns(
        person=np.repeat(np.arange(people, dtype="i4"), skills),
        skill=np.tile(np.arange(1, skills + 1), people),
        required=company.required.ravel(),
        weight=np.ones(cells),
        critical=np.zeros(cells, dtype=bool),
        role_level=np.ones(cells, dtype="i8"),
        family=np.full(cells, NO_FAMILY),
    )
    scales = SkillScales(skill=np.arange(1, skills + 1), top=np.full(skills, float(company.world.top)))
    rows = compute_gaps(requirements, evidence, scales, GapPolicy(), as_of=TODAY, people=people).rows
    shape = company.truth.shape
    return Told(*(rows[name].astype(float).reshape(shape) for name in ("mu", "sigma", "p_meets")))


def figures(company: Company, told: Told | Known) -> Figures:
    """How true it is. Levels are compared within the scale; what is not told is an even chance."""
    top, truth = company.world.top, company.truth
    is_met = truth >= company.required - 0.5
    is_told = ~np.isnan(told.mean)
    error = (np.clip(told.mean, 0, top) - np.clip(truth, 0, top))[is_told]
    p_meets = np.where(np.isnan(told.p_meets), 0.5, told.p_meets)
    return Figures(
        rmse=float(np.sqrt(np.mean(error**2))),
        brier=float(np.mean((p_meets - is_met) ** 2)),
        wrong_met=float(np.mean((p_meets > MET) & ~is_met)),
        wrong_gap=float(np.mean((p_meets < GAP) & is_met)),
        undecided=float(np.mean((p_meets >= GAP) & (p_meets <= MET))),
        coverage=float(np.mean((np.abs(truth - told.mean) <= REACH * told.sd)[is_told])),
    )


def _plain(company: Company, level: Floats) -> Told:
    """A level without any doubt."""
    p_meets = np.where(np.isnan(level), np.nan, level >= company.required - 0.5)
    return Told(level, np.zeros_like(level), p_meets)


def _means(company: Company) -> Floats:
    cell, cells = company.person * company.truth.shape[1] + company.skill, company.truth.size
    number = np.bincount(cell, minlength=cells)
    total = np.bincount(cell, company.level, cells)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan).reshape(company.truth.shape)


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
    print(run(sys.argv[1:]).line())
