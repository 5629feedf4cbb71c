"""How ready a person is for what the role needs, and how sure that is.

Readiness is the weighted share of the required levels that is reached, R = Σ wₖ·min(θₖ⁺, rₖ)/rₖ / Σ wₖ with
θ⁺ = max(θ, 0). Clipping at rₖ forbids compensation: surplus in one skill never offsets a gap in another.
Each skill is divided by its own requirement, so that scales of different length mix and a skill counts by
its weight, never by weight × level. "All critical skills met" is told apart from it, not folded in.

Mean and variance of a clipped normal variable are in closed form (Greene, Econometric Analysis, on the
censored normal). The errors of one person's levels are taken as correlated by the policy's
skill_correlation c: Var R = (1 − c)·Σ(aₖσₖ)² + c·(Σ aₖσₖ)², aₖ = wₖ/(rₖ·Σw). The interval assumes a
normal logit of R, which keeps it inside 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri

from assessments.compute.columns import Floats, sums
from assessments.compute.packing import CRITICAL, REQUIRED
from assessments.compute.policy import GapPolicy
from assessments.compute.vocabulary import GapStatus

Counts = NDArray[np.int32]

_INV_SQRT_2PI = 1 / np.sqrt(2 * np.pi)


def clipped_normal(mean: Floats, sd: Floats, top: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of min(max(θ, 0), top) for θ ~ N(mean, sd²), sd > 0, top > 0, elementwise."""
    from_floor, from_top = -mean / sd, (top - mean) / sd
    below, under_top = ndtr(from_floor), ndtr(from_top)
    inside, over = under_top - below, 1 - under_top
    density_floor = np.exp(-0.5 * from_floor * from_floor) * _INV_SQRT_2PI
    density_top = np.exp(-0.5 * from_top * from_top) * _INV_SQRT_2PI
    first = mean * inside + sd * (density_floor - density_top) + top * over
    second = (
        (mean * mean + sd * sd) * inside
        + sd * (mean * density_floor - (mean + top) * density_top)
        + top * top * over
    )
    return first, np.maximum(second - first * first, 0)


@dataclass(frozen=True, slots=True)
class ReadinessColumns:
    """One row a person.

    mean, low, high       share 0 to 1 of what is needed, with its interval; NaN where nothing is required
    required              number of required skills
    gaps                  of these, with status GAP
    assess_first          of these, with status ASSESS_FIRST, never assessed or not surely enough
    never_assessed        of these, without evidence that counts: they enter by their prior, as wide as it is
    never_assessed_share  their share of the weight, 0 to 1; NaN where nothing is required
    critical              number of critical skills
    critical_met          of these, with status MEETS
    critical_gap          of these, with status GAP; the rest has to be assessed first
    """

    mean: Floats
    low: Floats
    high: Floats
    required: Counts
    gaps: Counts
    assess_first: Counts
    never_assessed: Counts
    never_assessed_share: Floats
    critical: Counts
    critical_met: Counts
    critical_gap: Counts

    @property
    def critical_status(self) -> NDArray[np.uint8]:
        """All critical skills met, three-valued, as `GapStatus` codes.

        GAP where one is certainly missing, else MEETS where all are met (or none is critical), else
        ASSESS_FIRST.
        """
        met = np.where(self.critical_met == self.critical, GapStatus.MEETS, GapStatus.ASSESS_FIRST)
        return np.where(self.critical_gap > 0, GapStatus.GAP, met).astype(np.uint8)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The people of several parts, one part after the other."""
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)})


def readiness(rows: NDArray[np.void], offsets: NDArray[np.int64], policy: GapPolicy) -> ReadinessColumns:
    """Readiness of each person from report rows alone, so also from unpacked ones.

    rows     report rows (REPORT_DTYPE); those without the flag REQUIRED are passed over
    offsets  row range of each person: person i has rows[offsets[i]:offsets[i + 1]]
    """
    people = len(offsets) - 1
    person = np.repeat(np.arange(people), np.diff(offsets))
    flags = rows["flags"]
    needed = (flags & REQUIRED) != 0
    if not needed.all():
        rows, person, flags = rows[needed], person[needed], flags[needed]

    def count(which: NDArray[np.bool_]) -> Counts:
        return np.bincount(person[which], minlength=people).astype(np.int32)

    mean, low, high, never_assessed_share = _shares(rows, person, people, policy)
    critical = (flags & CRITICAL) != 0
    gap, meets = rows["status"] == GapStatus.GAP, rows["status"] == GapStatus.MEETS
    return ReadinessColumns(
        mean=mean,
        low=low,
        high=high,
        required=np.bincount(person, minlength=people).astype(np.int32),
        gaps=count(gap),
        assess_first=count(rows["status"] == GapStatus.ASSESS_FIRST),
        never_assessed=count(rows["n_evidence"] == 0),
        never_assessed_share=never_assessed_share,
        critical=count(critical),
        critical_met=count(critical & meets),
        critical_gap=count(critical & gap),
    )


def _shares(
    rows: NDArray[np.void], person: NDArray[np.int64], people: int, policy: GapPolicy
) -> tuple[Floats, Floats, Floats, Floats]:
    def total(values: Floats) -> Floats:
        return sums(person, values, people)

    weight = rows["weight"].astype(np.float64)
    required = rows["required"].astype(np.float64)
    reached, variance = clipped_normal(
        rows["mu"].astype(np.float64), rows["sigma"].astype(np.float64), required
    )
    all_weight = total(weight)
    all_weight[all_weight == 0] = np.nan
    share = weight / required
    spread = share * np.sqrt(variance)
    mean = np.minimum(total(share * reached) / all_weight, 1)
    common = policy.skill_correlation
    sd = np.sqrt((1 - common) * total(spread * spread) + common * total(spread) ** 2) / all_weight
    low, high = _logit_interval(mean, sd, policy.interval_coverage)
    return mean, low, high, total(weight * (rows["n_evidence"] == 0)) / all_weight


def _logit_interval(mean: Floats, sd: Floats, coverage: float) -> tuple[Floats, Floats]:
    """Interval of a share by the delta method on its logit; a share of exactly 0 or 1 is its own interval."""
    room = mean * (1 - mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.log(mean / (1 - mean))
        reach = np.where(room > 0, ndtri((1 + coverage) / 2) * sd / room, 0)
    return expit(centre - reach), expit(centre + reach)
