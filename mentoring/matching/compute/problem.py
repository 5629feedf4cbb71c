"""The inputs in one standing order, so that the order in which rows arrive changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.coverage import Coverage, coverage_of, positions
from mentoring.matching.compute.eligibility import Eligibility, cells, eligibility_of
from mentoring.matching.compute.people import NOTHING_EARLIER, Barriers, EarlierRounds, Ids, Mentees, Mentors
from mentoring.matching.compute.policy import MatchPolicy

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class Problem:
    """Mentees in the order of their ids; mentors by load and then id, so that position breaks a last tie.

    `waited` is in rounds, `proposed` the open proposals, mentees × mentors. `floor` is the least units
    for which a pair of each mentee is made. `seats` are free in this round and `load` the others; a mentor
    `is_open` who has a seat that no pairing holds, though it may be reserved for a request.
    """

    mentee_ids: Ids
    mentor_ids: Ids
    wanted: NDArray[np.int64]
    waited: NDArray[np.float64]
    seats: NDArray[np.int64]
    load: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    mentee_mix: NDArray[np.uint32]
    mentor_mix: NDArray[np.uint32]
    coverage: Coverage
    floor: NDArray[np.int64]
    eligibility: Eligibility
    proposed: csr_array
    policy: MatchPolicy

    @property
    def best_of(self) -> int:
        """Return how many candidates a side are looked at closely: all where there are few enough pairs."""
        sides = (len(self.mentee_ids), len(self.mentor_ids))
        is_small = sides[0] * sides[1] <= self.policy.exact_up_to
        return max(self.policy.best_of, *sides) if is_small else self.policy.best_of

    @property
    def capacity(self) -> NDArray[np.int64]:
        """Return the seats that each mentor has in a later round, when those who hold one have left it."""
        return self.seats + self.load

    def lots(self, mentees: NDArray[np.int64], mentors: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the lots of these pairs (broadcast): 32 bits that look drawn.

        They depend on the two ids alone, so that they stay when other people come and go.
        """
        return self.mentee_mix[mentees] * self.mentor_mix[mentors]


def problem_of(
    mentees: Mentees,
    mentors: Mentors,
    barriers: Barriers,
    policy: MatchPolicy,
    earlier: EarlierRounds = NOTHING_EARLIER,
) -> Problem:
    """Return the inputs in their standing order."""
    mentee_order = np.argsort(mentees.ids)
    mentor_order = np.lexsort((mentors.ids, mentors.load))
    mentee_ids, mentor_ids = mentees.ids[mentee_order], mentors.ids[mentor_order]
    seats = mentors.seats[mentor_order]
    reserved = np.minimum(seats, _requests(earlier, mentor_ids))
    coverage = coverage_of(mentees, mentee_ids, mentors.strengths, mentor_ids, policy)
    return Problem(
        mentee_ids=mentee_ids,
        mentor_ids=mentor_ids,
        wanted=mentees.wanted[mentee_order],
        waited=_waited(earlier, mentee_ids),
        seats=seats - reserved,
        load=mentors.load[mentor_order] + reserved,
        is_open=seats > 0,
        mentee_mix=_mixed(mentee_ids),
        mentor_mix=_mixed(mentor_ids),
        coverage=coverage,
        floor=np.maximum(np.ceil(policy.least_share * coverage.known_units()), 1).astype(np.int64),
        eligibility=eligibility_of(
            mentees, mentee_order, mentors, mentor_order, barriers, policy.min_shared_hours
        ),
        proposed=cells(earlier.proposed, mentee_ids, mentor_ids),
        policy=policy,
    )


def _requests(earlier: EarlierRounds, mentor_ids: Ids) -> NDArray[np.int64]:
    place, is_mentor = positions(mentor_ids, earlier.requested[:, 1])
    return np.bincount(place[is_mentor], minlength=len(mentor_ids))


def _waited(earlier: EarlierRounds, mentee_ids: Ids) -> NDArray[np.float64]:
    place, is_mentee = positions(mentee_ids, earlier.person)
    waited = np.zeros(len(mentee_ids))
    waited[place[is_mentee]] = earlier.waited[is_mentee]
    return waited


def _mixed(ids: Ids) -> NDArray[np.uint32]:
    """Return odd numbers that look drawn, the same for the same id (two rounds of multiply and fold)."""
    mixed = ids.astype(np.uint64)
    for factor in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93):
        mixed = mixed * np.uint64(factor)
        mixed ^= mixed >> np.uint64(32)
    return (mixed | np.uint64(1)).astype(np.uint32)
