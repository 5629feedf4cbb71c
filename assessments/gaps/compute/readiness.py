"""How ready a person is for what the role needs, as far as that is known, and how sure it is.

Readiness is the weighted share of the required levels that is reached, R = Σ wₖ·min(θₖ⁺, rₖ)/rₖ / Σ wₖ with
θ⁺ = max(θ, 0), over the skills of which anything is known. What nobody has assessed, and what has expired, is
in neither sum: what is expected of it is no knowledge. How much of the whole weight is known is told beside.
Clipping at rₖ forbids compensation: surplus in one skill never offsets a gap in another. Each skill is
divided by its own requirement, so that scales of different length mix and a skill counts by its weight, never
by weight × level. "All critical skills met" is told apart from it, not folded in.

Mean and variance of a clipped normal variable are in closed form (`clipped_normal`). The errors of one
person's levels are taken as correlated by the policy's skill_correlation c: with aₖ = wₖ/(rₖ·Σw),
Var R = (1 − c)·Σ(aₖσₖ)² + c·(Σ aₖσₖ)². The interval is the normal one, cut to 0 to 1: in simulation it
holds a little more often than promised, whereas intervals on the logit or of a beta distribution fail
where few skills are required and R is likely to be exactly 1.

The chance that all critical skills are met has the same correlation c. With one factor f in common, the
levels are independent given f (the Gaussian copula of Li, 2000, in the one-factor form of Vasicek, 2002):

    P(all met) = ∫ φ(f)·Π Φ((Φ⁻¹(pₖ) + √c·f) / √(1 − c)) df

by Gauss-Hermite quadrature, which is within .001 up to c = ½. With c = 0 it is the product of the pₖ, with
c = 1 the least of them. It is told once every critical skill is known, and not where none is critical.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.columns import Bools, Floats, sums
from assessments.gaps.compute.normal import standard_normal
from assessments.gaps.compute.packing import CRITICAL_GAP, CRITICAL_MET, EXPIRED, REQUIRED
from assessments.gaps.compute.policies import AnyPolicy
from lifow.base.intervals import reach_of

Counts = NDArray[np.int32]
NODES = 10
LEAST_P = 1e-9


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

    mean, low, high  share 0 to 1 of what is needed, of what is known, with its interval; NaN where nothing is
    known_share      share 0 to 1 of the weight of required skills that is known; NaN where none is required
    required         number of required skills: `met`, `gaps` or `assess_first`
    met              of these, with status MEETS
    gaps             of these, with status GAP
    assess_first     of these, with status ASSESS_FIRST, never assessed or not surely enough
    never_assessed   of these, without evidence that counts
    known            required skills with evidence that counts and has not expired: what `mean` is made from
    critical         number of critical skills
    critical_met     of these, with the critical level met
    critical_gap     of these, with a gap to the critical level; the rest has to be assessed first
    critical_known   of these, known
    p_all_critical   P(all critical levels are met); NaN where not all are known, or none is critical
    """

    mean: Floats
    low: Floats
    high: Floats
    known_share: Floats
    required: Counts
    met: Counts
    gaps: Counts
    assess_first: Counts
    never_assessed: Counts
    known: Counts
    critical: Counts
    critical_met: Counts
    critical_gap: Counts
    critical_known: Counts
    p_all_critical: Floats

    @property
    def critical_status(self) -> NDArray[np.uint8]:
        """All critical skills met, three-valued, as `GapStatus` codes.

        GAP where one is certainly missing, MEETS where there are any and all are met, else ASSESS_FIRST.
        """
        is_met = (self.critical > 0) & (self.critical_met == self.critical)
        met = np.where(is_met, GapStatus.MEETS, GapStatus.ASSESS_FIRST)
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
    critical = required & (rows["critical"] > 0)
    known = required & is_known(rows)
    mean, low, high, known_share = _shares(rows, offsets, required, known, policy)
    of_critical, known_critical = count(critical), count(critical & known)
    p_all = chance_of_all(rows["p_critical"][critical], of_critical, policy.skill_correlation)
    return ReadinessColumns(
        mean=mean,
        low=low,
        high=high,
        known_share=known_share,
        required=count(required),
        met=count(required & (status == GapStatus.MEETS)),
        gaps=count(required & (status == GapStatus.GAP)),
        assess_first=count(required & (status == GapStatus.ASSESS_FIRST)),
        never_assessed=count(required & (rows["n_evidence"] == 0)),
        known=count(known),
        critical=of_critical,
        critical_met=count(critical & ((flags & CRITICAL_MET) != 0)),
        critical_gap=count(critical & ((flags & CRITICAL_GAP) != 0)),
        critical_known=known_critical,
        p_all_critical=np.where((of_critical > 0) & (of_critical == known_critical), p_all, np.nan),
    )


def is_known(rows: NDArray[np.void]) -> Bools:
    """Of which rows anything is known: evidence counts, and has not expired."""
    return np.asarray((rows["n_evidence"] > 0) & ((rows["flags"] & EXPIRED) == 0))


def chance_of_all(p: Floats, lengths: NDArray[np.integer], correlation: float) -> Floats:
    """P(all of a person's levels are met), 1 where there are none: see the head of this module.

    p            P of each level, the first person's first
    lengths      how many of them each person has
    correlation  between the errors of one person's levels, 0 to 1
    """
    # Imported where it is needed: pages import this module and compute nothing.
    from scipy.special import ndtri

    found = np.ones(len(lengths))
    of_whom = np.flatnonzero(lengths)
    if not len(of_whom):
        return found
    start = np.concatenate([[0], np.cumsum(lengths[of_whom])[:-1]])
    if correlation == 1:
        found[of_whom] = np.minimum.reduceat(p.astype(np.float64), start)
        return found
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    z = ndtri(np.clip(p.astype(np.float64), LEAST_P, 1 - LEAST_P)) / np.sqrt(1 - correlation)
    shifts = nodes * np.sqrt(correlation / (1 - correlation))
    total = np.zeros(len(of_whom))
    for shift, weight in zip(shifts.tolist(), (weights / weights.sum()).tolist(), strict=True):
        total += weight * np.multiply.reduceat(standard_normal(z + shift)[0], start)
    found[of_whom] = np.clip(total, 0, 1)
    return found


def _shares(
    rows: NDArray[np.void], offsets: NDArray[np.int64], needed: Bools, known: Bools, policy: AnyPolicy
) -> tuple[Floats, Floats, Floats, Floats]:
    """Share that is reached of what is known, with the ends of its interval; and share known."""
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
    np.putmask(weight, ~known, 0)
    known_weight = total(weight)
    all_weight[all_weight == 0] = np.nan
    known_share = np.minimum(known_weight / all_weight, 1)
    known_weight[known_weight == 0] = np.nan
    share = weight / required
    spread = share * np.sqrt(variance)
    # What rounding leaves below 0 is nothing reached.
    mean = np.clip(total(share * reached) / known_weight, 0, 1)
    common = policy.skill_correlation
    sd = np.sqrt((1 - common) * total(spread * spread) + common * total(spread) ** 2) / known_weight
    reach = reach_of(policy.interval_coverage) * sd
    low, high = np.maximum(mean - reach, 0), np.minimum(mean + reach, 1)
    return mean, low, high, known_share
