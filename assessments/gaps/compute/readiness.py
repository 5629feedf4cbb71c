"""How ready a person is for what the role needs, and how sure that is.

Readiness is the weighted share of the required levels that is reached, R = Σ wₖ·min(θₖ⁺, rₖ)/rₖ / Σ wₖ with
θ⁺ = max(θ, 0). Clipping at rₖ forbids compensation: surplus in one skill never offsets a gap in another.
Each skill is divided by its own requirement, so that scales of different length mix and a skill counts by
its weight, never by weight × level. "All critical skills met" is told apart from it, not folded in.

Mean and variance of a clipped normal variable are in closed form (`clipped_normal`). The errors of one
person's levels are taken as correlated by the policy's skill_correlation c: with aₖ = wₖ/(rₖ·Σw),
Var R = (1 − c)·Σ(aₖσₖ)² + c·(Σ aₖσₖ)². The interval is the normal one, cut to 0 to 1: in simulation it
holds a little more often than promised, whereas intervals on the logit or of a beta distribution fail
where few skills are required and R is likely to be exactly 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import NormalDist
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import Bools, Floats, sums
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.packing import CRITICAL, REQUIRED
from assessments.gaps.compute.policies import AnyPolicy

Counts = NDArray[np.int32]


def clipped_normal(mean: Floats, sd: Floats, top: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of min(max(θ, 0), top) for θ ~ N(mean, sd²), sd > 0, top > 0, elementwise.

    The shortfall from the top is the integral of P(θ < t) over t from 0 to top. With u = (t − mean)/sd, and
    I = uΦ + φ and J = uI − Φ, whose derivatives are Φ and 2uΦ, it has the mean sd·ΔI, and the variance is
    sd²·(2bΔI − ΔJ − (ΔI)²), where Δ is the difference between the ends a (at 0) and b (at top).
    """
    floor = -mean / sd
    ceiling = floor + top / sd
    mean_floor, square_floor = _integrals_of_cdf(floor)
    mean_top, square_top = _integrals_of_cdf(ceiling)
    shortfall = mean_top - mean_floor
    variance = (2 * ceiling - shortfall) * shortfall - (square_top - square_floor)
    return top - sd * shortfall, np.maximum(variance, 0) * sd * sd


def _integrals_of_cdf(u: Floats) -> tuple[Floats, Floats]:
    cdf, first = standard_normal(u)
    first += u * cdf
    second = u * first
    second -= cdf
    return first, second


@dataclass(frozen=True, slots=True)
class ReadinessColumns:
    """One row a person.

    mean, low, high  share 0 to 1 of what is needed, with its interval; NaN where nothing is required
    required         number of required skills
    gaps             of these, with status GAP
    assess_first     of these, with status ASSESS_FIRST, never assessed or not surely enough
    never_assessed   of these, without evidence that counts: they enter by their prior, as wide as it is
    critical         number of critical skills
    critical_met     of these, with status MEETS
    critical_gap     of these, with status GAP; the rest has to be assessed first
    """

    mean: Floats
    low: Floats
    high: Floats
    required: Counts
    gaps: Counts
    assess_first: Counts
    never_assessed: Counts
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


def readiness(rows: NDArray[np.void], offsets: NDArray[np.int64], policy: AnyPolicy) -> ReadinessColumns:
    """Readiness of each person from report rows alone, so also from unpacked ones.

    rows     report rows (REPORT_DTYPE); those without the flag REQUIRED are passed over
    offsets  row range of each person: person i has rows[offsets[i]:offsets[i + 1]]
    """

    def count(which: NDArray[np.bool_]) -> Counts:
        so_far = np.zeros(len(which) + 1, dtype=np.int32)
        np.cumsum(which, out=so_far[1:])
        return np.diff(so_far[offsets])

    flags, status = rows["flags"], rows["status"]
    required = (flags & REQUIRED) != 0
    critical = (flags & CRITICAL) != 0
    gap = required & (status == GapStatus.GAP)
    mean, low, high = _shares(rows, offsets, required, policy)
    return ReadinessColumns(
        mean=mean,
        low=low,
        high=high,
        required=count(required),
        gaps=count(gap),
        assess_first=count(required & (status == GapStatus.ASSESS_FIRST)),
        never_assessed=count(required & (rows["n_evidence"] == 0)),
        critical=count(critical),
        critical_met=count(critical & (status == GapStatus.MEETS)),
        critical_gap=count(critical & gap),
    )


def _shares(
    rows: NDArray[np.void], offsets: NDArray[np.int64], needed: Bools, policy: AnyPolicy
) -> tuple[Floats, Floats, Floats]:
    people = len(offsets) - 1
    person = np.repeat(np.arange(people), np.diff(offsets))

    def total(values: Floats) -> Floats:
        return sums(person, values, people)

    weight, required, mu, sigma = (
        rows[name].astype(np.float64) for name in ("weight", "required", "mu", "sigma")
    )
    # Rows that are not required have no weight; any level above 0 keeps the division defined.
    np.putmask(required, ~needed, 1)
    reached, variance = clipped_normal(mu, sigma, required)
    all_weight = total(weight)
    all_weight[all_weight == 0] = np.nan
    share = weight / required
    spread = share * np.sqrt(variance)
    # What rounding leaves below 0 is nothing reached.
    mean = np.clip(total(share * reached) / all_weight, 0, 1)
    common = policy.skill_correlation
    sd = np.sqrt((1 - common) * total(spread * spread) + common * total(spread) ** 2) / all_weight
    reach = NormalDist().inv_cdf((1 + policy.interval_coverage) / 2) * sd
    low, high = np.maximum(mean - reach, 0), np.minimum(mean + reach, 1)
    return mean, low, high
