"""What a programme asks of a pair; one frozen row, kept beside each matching so that it can be repeated."""

from dataclasses import dataclass

from lifow.base.intervals import COVERAGE
from mentoring.matching.compute.people import MatchInputError


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """Thresholds and weights of a matching. `version` is raised with every change of what they mean.

    `min_proof` is the least P(level ≥ required − `half_level`) at which a mentor counts as proven in a skill.
    `min_shared_hours` is the least number of whole working hours a week that both have. `least_share` is the
    least share of a mentee's known gaps for which a pair is made. A round that somebody has waited counts as
    much as `waiting` times the most weighted levels that any mentee could win, so that between two who could
    take one seat the one who has waited a round longer comes first; to take an open proposal away costs as
    much as `change_cost` such rounds. `best_of` is how many candidates a side the flow may choose from where
    there are more than `exact_up_to` pairs; `shortlist` how many the learner may.
    """

    min_proof: float = COVERAGE
    half_level: float = 0.5
    min_shared_hours: int = 4
    least_share: float = 0.0
    waiting: float = 1.0
    change_cost: float = 1.0
    best_of: int = 20
    exact_up_to: int = 200_000
    shortlist: int = 5
    version: int = 2

    def __post_init__(self) -> None:
        """Refuse thresholds without a meaning."""
        bounds = (
            ("min_proof", self.min_proof, 0 < self.min_proof < 1, "between 0 and 1"),
            ("half_level", self.half_level, self.half_level >= 0, "0 or more"),
            ("min_shared_hours", self.min_shared_hours, 0 <= self.min_shared_hours <= 168, "0 to 168"),
            ("least_share", self.least_share, 0 <= self.least_share <= 1, "0 to 1"),
            ("waiting", self.waiting, 0 <= self.waiting <= 10, "0 to 10"),
            ("change_cost", self.change_cost, 0 <= self.change_cost <= 10, "0 to 10"),
            ("best_of", self.best_of, self.best_of >= 1, "1 or more"),
            ("exact_up_to", self.exact_up_to, self.exact_up_to >= 0, "0 or more"),
            ("shortlist", self.shortlist, 0 <= self.shortlist <= self.best_of, "0 to best_of"),
        )
        for name, value, fits, expected in bounds:
            if not fits:
                raise MatchInputError(
                    "bad_policy",
                    f"policy.{name} is {value}: it must be {expected}.",
                    field=f"policy.{name}",
                    value=value,
                    expected=expected,
                )
