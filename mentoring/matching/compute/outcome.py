"""What a matching says: pairs with their reasons, shortlists, and why the rest have nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.people import Ids


class MatchSolverError(RuntimeError):
    """The solver ended without an optimum; the inputs are unharmed and the run can be repeated."""


class Rule(StrEnum):
    """A hard rule that can stand between a mentee and a mentor who covers something."""

    ELIGIBLE = "eligible"
    ONESELF = "oneself"
    LINE = "line"
    EXCLUDED = "excluded"
    PAIRED = "paired"
    LANGUAGE = "language"
    HOURS = "hours"


class Reason(StrEnum):
    """Why a mentee has fewer mentors than wanted."""

    NO_GAPS = "no_gaps"
    NOBODY_COVERS = "nobody_covers"
    RULES = "rules"
    BETTER_UNMATCHED = "better_unmatched"
    NO_FREE_SEAT = "no_free_seat"


@dataclass(frozen=True, slots=True)
class CoveredSkill:
    """A skill in which the mentor is proven at the level needed, and its share of the mentee's gap (0–1).

    The share is 0 where the skill is to be assessed: nobody knows its gap.
    """

    skill: int
    share: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One mentee with one mentor and the reason: what the mentor covers, largest share first."""

    mentee: int
    mentor: int
    levels: float
    score: float
    covered: tuple[CoveredSkill, ...]
    shared_hours: int
    shared_languages: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs as arrays, sorted by mentee, then best first; iterate for one `Pair` after the other.

    `levels` are the weighted levels of the mentee's known gaps that the mentor covers, with a hundredth for
    each skill that is to be assessed; `score` is the share (0–1) of the known gaps. The covered skills of
    pair p are rows `covered_from[p]:covered_from[p + 1]` of `skill` and `share`, largest share first, 0 for
    what is to be assessed; the shares add up to the score. `shared_hours` counts hours a week;
    `shared_languages` is a bit set as in the input.
    """

    mentee: Ids
    mentor: Ids
    levels: NDArray[np.float64]
    score: NDArray[np.float64]
    shared_hours: NDArray[np.int64]
    shared_languages: NDArray[np.uint64]
    covered_from: NDArray[np.int64]
    skill: Ids
    share: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.mentee)

    def __iter__(self) -> Iterator[Pair]:
        """Yield each pair as plain Python values."""
        skills = [CoveredSkill(*row) for row in zip(self.skill.tolist(), self.share.tolist(), strict=True)]
        bounds = self.covered_from.tolist()
        columns = (
            self.mentee,
            self.mentor,
            self.levels,
            self.score,
            self.shared_hours,
            self.shared_languages,
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for place, (mentee, mentor, levels, score, hours, languages) in enumerate(rows):
            covered = tuple(skills[bounds[place] : bounds[place + 1]])
            yield Pair(mentee, mentor, levels, score, covered, hours, languages)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee who gets `missing` mentors fewer than wanted, and why.

    `rule` is given with `Reason.RULES`: the rule that alone stands between the mentee and the most mentors
    who cover something; where no rule does so alone, the one that bars the most.
    """

    mentee: int
    missing: int
    reason: Reason
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The outcome of a matching.

    `levels` are the weighted levels of the pairs together; `objective` adds what waiting and open proposals
    count. `rounds` is in how many rounds everybody can be served who can be, counted from when they began to
    wait. `shortlist` holds each mentee's best mentors with a free seat, whether or not they were given to
    somebody else.
    """

    pairs: Pairs
    shortlist: Pairs
    unmatched: tuple[Unmatched, ...]
    levels: float
    objective: float
    rounds: int
    candidates: int
