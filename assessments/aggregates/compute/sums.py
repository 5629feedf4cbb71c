"""What a group's numbers are made from, kept as sums, so that groups add up.

How many people meet all critical skills is known up to the doubt about each. With pᵢ the chance of person i,
the number is Σ pᵢ on average. Doubts are not independent: one manager rates a whole team, and all share the
sources and what is expected. With a correlation between the errors of two people, the latent levels being
normal, the covariance of their meeting is to first order that correlation times φ(zᵢ)φ(zⱼ), z = Φ⁻¹(p)
(Pearson's tetrachoric series, 1900). So

    Var = Σ pᵢ(1 − pᵢ) + COMPANY_CORRELATION·(Σ φ(zᵢ))² + TEAM_CORRELATION·(TEAM − 1)·Σ φ(zᵢ)²

which is made of sums again.
"""

from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lifow.base.intervals import reach_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

COMPANY_CORRELATION = 0.1
TEAM_CORRELATION = 0.2
TEAM = 8
"""How the errors of two people are correlated, anywhere in a company and besides in a team of one manager.

What is peculiar to the rater is more than half of the variance of a rating (Scullen, Mount & Goff, 2000); a
part of that is the same for all whom one rates. What remains of it in a level that several voices told, and
the errors that a whole company has in common (its sources' offsets, and what was expected of its people),
were measured in companies made up with known levels (`benchmarks/rated_worlds`, leniency a third of a level):
.05 to .14 between two people of a company of 48 or 200. `tests/assessments/aggregates` holds the coverage.
"""
LEAST_P = 1e-6


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sums over the people of a group.

    headcount                   people who work there
    people                      of these, with a report whose roles require anything
    required                    requirements of all, of which `gaps`, `assess_first` and `never_assessed`
    known                       of the requirements, those of which anything is known and has not expired
    critical_gaps               gaps in critical skills, of `people_with_critical_gaps` people
    people_with_critical        people of whom a skill is critical
    people_meeting              of these, with all critical skills met
    people_assessed             of these, with all critical skills assessed, over whom the next are summed up
    chances, chance_variances   p that they meet all, and p(1 − p)
    densities, squared_densities   φ(z) and φ(z)²
    """

    headcount: int = 0
    people: int = 0
    required: int = 0
    gaps: int = 0
    critical_gaps: int = 0
    people_with_critical_gaps: int = 0
    assess_first: int = 0
    never_assessed: int = 0
    known: int = 0
    people_with_critical: int = 0
    people_meeting: int = 0
    people_assessed: int = 0
    chances: float = 0.0
    chance_variances: float = 0.0
    densities: float = 0.0
    squared_densities: float = 0.0

    def __add__(self, other: "GroupSums") -> "GroupSums":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return GroupSums(*(one + another for one, another in pairs))

    @property
    def known_share(self) -> float | None:
        """Share of the requirements of which anything is known; None without requirements."""
        return self.known / self.required if self.required else None

    @property
    def likely_meeting(self) -> tuple[int, int] | None:
        """How many of those who are assessed meet all critical skills, low to high; None where nobody is."""
        if not self.people_assessed:
            return None
        shared = COMPANY_CORRELATION * self.densities**2
        shared += TEAM_CORRELATION * (TEAM - 1) * self.squared_densities
        reach = reach_of() * float(np.sqrt(max(self.chance_variances + shared, 0.0)))
        low, high = max(self.chances - reach, 0.0), min(self.chances + reach, self.people_assessed)
        return round(low), round(high)


@dataclass(frozen=True, slots=True)
class PeoplesNeeds:
    """Reports of people, and their requirements, one a person and skill.

    group       of each report; `chance` that all critical skills are met, NaN where that is not known
    owner       position of the report of each requirement
    is_gap, is_met, is_critical, is_critical_gap, is_critical_met, never_assessed, is_known
                of each requirement
    """

    group: Ints
    chance: Floats
    owner: Ints
    is_gap: Bools
    is_met: Bools
    is_critical: Bools
    is_critical_gap: Bools
    is_critical_met: Bools
    never_assessed: Bools
    is_known: Bools


def sums_of_groups(needs: PeoplesNeeds, headcount: Ints) -> list[GroupSums]:
    """The sums of each group, 0 … groups − 1, of whom `headcount` people each with a report or without."""
    reports, groups = len(needs.group), len(headcount)

    def each(which: Bools) -> Ints:
        return np.bincount(needs.owner[which], minlength=reports)

    def total(values: NDArray[np.generic]) -> list[float]:
        found = np.bincount(needs.group, weights=values.astype(np.float64), minlength=groups)
        return [float(value) for value in found]

    required = np.bincount(needs.owner, minlength=reports)
    critical, gaps = each(needs.is_critical), each(needs.is_critical_gap)
    is_assessed = (critical > 0) & ~np.isnan(needs.chance)
    counts = {
        "people": total(required > 0),
        "required": total(required),
        "gaps": total(each(needs.is_gap)),
        "critical_gaps": total(gaps),
        "people_with_critical_gaps": total(gaps > 0),
        "assess_first": total(each(~needs.is_gap & ~needs.is_met)),
        "never_assessed": total(each(needs.never_assessed)),
        "known": total(each(needs.is_known)),
        "people_with_critical": total(critical > 0),
        "people_meeting": total((critical > 0) & (each(needs.is_critical_met) == critical)),
        "people_assessed": total(is_assessed),
    }
    chances = {name: total(values) for name, values in _of_chances(needs.chance, is_assessed).items()}
    found = []
    for place in range(groups):
        numbers = {name: int(values[place]) for name, values in counts.items()}
        sums: dict[str, Any] = {name: values[place] for name, values in chances.items()}
        found.append(GroupSums(headcount=int(headcount[place]), **numbers, **sums))
    return found


def _of_chances(chance: Floats, is_assessed: Bools) -> dict[str, Floats]:
    """What is summed up of each person's chance; 0 of who is not assessed."""
    # Imported where it is needed: pages import this module and compute nothing.
    from scipy.special import ndtri

    p = np.clip(np.where(is_assessed, chance, 0.5), LEAST_P, 1 - LEAST_P)
    density = np.exp(-0.5 * ndtri(p) ** 2) / np.sqrt(2 * np.pi)
    columns = {
        "chances": p,
        "chance_variances": p * (1 - p),
        "densities": density,
        "squared_densities": density**2,
    }
    return {name: np.where(is_assessed, values, 0.0) for name, values in columns.items()}
