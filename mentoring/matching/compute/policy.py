"""What a programme asks of a pair; one frozen row, kept beside each matching so that it can be repeated."""

from dataclasses import dataclass

from mentoring.matching.compute.people import MatchInputError


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """Thresholds of a matching.

    `min_proof` is the least P(level ≥ required − `half_level`) at which a mentor counts as proven in a skill.
    `min_shared_hours` is the least number of whole working hours a week that both have. `unmatched_cost` is
    what an unfilled wish costs, in scores: at 1 the sum of scores is maximised; below 1 a pair that scores
    less than 1 − cost is not made; above 1 more pairs are worth a lower sum. `best_of` is how many candidates
    a side the flow may choose from; `shortlist` how many the learner may.
    """

    min_proof: float = 0.8
    half_level: float = 0.5
    min_shared_hours: int = 4
    unmatched_cost: float = 1.0
    best_of: int = 20
    shortlist: int = 5

    def __post_init__(self) -> None:
        """Refuse thresholds without a meaning."""
        bounds = (
            ("min_proof", self.min_proof, 0 < self.min_proof < 1, "between 0 and 1"),
            ("half_level", self.half_level, self.half_level >= 0, "0 or more"),
            ("min_shared_hours", self.min_shared_hours, 0 <= self.min_shared_hours <= 168, "0 to 168"),
            ("unmatched_cost", self.unmatched_cost, 0 <= self.unmatched_cost <= 10, "0 to 10"),
            ("best_of", self.best_of, self.best_of >= 1, "1 or more"),
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
