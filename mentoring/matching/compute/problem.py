"""The inputs in one standing order, so that the order in which rows arrive changes nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.coverage import UNITS, Coverage, coverage_of
from mentoring.matching.compute.eligibility import Eligibility, eligibility_of
from mentoring.matching.compute.people import Barriers, Ids, Mentees, Mentors
from mentoring.matching.compute.policy import MatchPolicy


@dataclass(frozen=True, slots=True)
class Problem:
    """Mentees in the order of their ids; mentors by load and then id, so that position breaks a last tie."""

    mentee_ids: Ids
    mentor_ids: Ids
    wanted: NDArray[np.int64]
    seats: NDArray[np.int64]
    load: NDArray[np.int64]
    mentee_mix: NDArray[np.uint32]
    mentor_mix: NDArray[np.uint32]
    coverage: Coverage
    eligibility: Eligibility
    policy: MatchPolicy

    @property
    def unmatched_units(self) -> int:
        """Return the cost of an unfilled wish in units."""
        return round(self.policy.unmatched_cost * UNITS)

    @property
    def floor(self) -> int:
        """Return the least units at which a pair is no worse than an unfilled wish."""
        return UNITS - self.unmatched_units

    def lots(self, mentees: NDArray[np.int64], mentors: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the lots of these pairs (broadcast): 32 bits that look drawn.

        They depend on the two ids alone, so that they stay when other people come and go.
        """
        return self.mentee_mix[mentees] * self.mentor_mix[mentors]


def problem_of(mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy) -> Problem:
    """Return the inputs in their standing order."""
    mentee_order = np.argsort(mentees.ids)
    mentor_order = np.lexsort((mentors.ids, mentors.load))
    mentee_ids, mentor_ids = mentees.ids[mentee_order], mentors.ids[mentor_order]
    return Problem(
        mentee_ids=mentee_ids,
        mentor_ids=mentor_ids,
        wanted=mentees.wanted[mentee_order],
        seats=mentors.seats[mentor_order],
        load=mentors.load[mentor_order],
        mentee_mix=_mixed(mentee_ids),
        mentor_mix=_mixed(mentor_ids),
        coverage=coverage_of(mentees.needs, mentee_ids, mentors.strengths, mentor_ids, policy),
        eligibility=eligibility_of(
            mentees, mentee_order, mentors, mentor_order, barriers, policy.min_shared_hours
        ),
        policy=policy,
    )


def _mixed(ids: Ids) -> NDArray[np.uint32]:
    """Return odd numbers that look drawn, the same for the same id (two rounds of multiply and fold)."""
    mixed = ids.astype(np.uint64)
    for factor in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93):
        mixed = mixed * np.uint64(factor)
        mixed ^= mixed >> np.uint64(32)
    return (mixed | np.uint64(1)).astype(np.uint32)
