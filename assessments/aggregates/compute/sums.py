"""What a group's numbers are made from, kept as sums, so that groups add up."""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sums over the people of a group.

    headcount               people who work there
    people                  of these, with a report whose roles require anything
    required                requirements of all, of which `gaps`, `assess_first` and `never_assessed`
    critical_gaps           gaps in critical skills, of `people_with_critical_gaps` people
    readiness               sum of people's readiness, each 0 to 1
    squared_widths          sum of the squared widths of its intervals
    """

    headcount: int = 0
    people: int = 0
    required: int = 0
    gaps: int = 0
    critical_gaps: int = 0
    people_with_critical_gaps: int = 0
    assess_first: int = 0
    never_assessed: int = 0
    readiness: float = 0.0
    squared_widths: float = 0.0

    def __add__(self, other: "GroupSums") -> "GroupSums":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return GroupSums(*(one + another for one, another in pairs))

    @property
    def mean(self) -> float | None:
        """Mean readiness; None where nobody has a report."""
        return self.readiness / self.people if self.people else None

    @property
    def half_width(self) -> float:
        """Half the width of the mean's interval, which holds as often as those of the people do.

        People's errors are taken as independent: Var = Σ sᵢ² / n², and an interval's width is a multiple of
        its s, the same for all.
        """
        return float(np.sqrt(self.squared_widths)) / (2 * self.people) if self.people else 0.0


def sums_of_groups(
    group: Ints, groups: int, headcount: Ints, counts: dict[str, Ints], shares: dict[str, Floats]
) -> list[GroupSums]:
    """The sums of each group, 0 … groups − 1.

    group      group of each report, in the order of the reports
    headcount  people of each group, with a report or without
    counts     `required`, `gap`, `critical_gap`, `assess_first` and `never_assessed` of each report
    shares     `readiness`, `readiness_low` and `readiness_high` of each; NaN where nothing is required
    """

    def total(values: NDArray[np.generic]) -> list[float]:
        found = np.bincount(group, weights=values.astype(np.float64), minlength=groups)
        return [float(value) for value in found]

    has = ~np.isnan(shares["readiness"])
    width = np.where(has, shares["readiness_high"] - shares["readiness_low"], 0.0)
    columns = {
        "people": total(has),
        "required": total(counts["required"]),
        "gaps": total(counts["gap"]),
        "critical_gaps": total(counts["critical_gap"]),
        "people_with_critical_gaps": total(counts["critical_gap"] > 0),
        "assess_first": total(counts["assess_first"]),
        "never_assessed": total(counts["never_assessed"]),
    }
    readiness = total(np.where(has, shares["readiness"], 0.0))
    squares = total(width * width)
    return [
        GroupSums(
            headcount=int(headcount[place]),
            **{name: int(values[place]) for name, values in columns.items()},
            readiness=readiness[place],
            squared_widths=squares[place],
        )
        for place in range(groups)
    ]
