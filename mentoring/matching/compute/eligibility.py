"""The hard rules: who may be paired with whom, whatever the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.coverage import positions
from mentoring.matching.compute.outcome import Rule
from mentoring.matching.compute.people import Barriers, Ids, Mentees, Mentors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_WORDS_A_WEEK = 3  # 168 hours in 64-bit words


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The rules over mentees (rows) and mentors (columns), in the order of their positions."""

    mentee_hours: NDArray[np.uint64]
    mentor_hours: NDArray[np.uint64]
    mentee_languages: NDArray[np.uint64]
    mentor_languages: NDArray[np.uint64]
    eligible: NDArray[np.bool_]
    barred: dict[Rule, csr_array]
    barred_by_any: csr_array
    min_shared_hours: int

    def shared_hours(self, mentees: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the hours a week that each of these mentees shares with each mentor."""
        shared = np.zeros((len(mentees), len(self.mentor_hours)), dtype=np.uint8)
        for word in range(_WORDS_A_WEEK):
            both = self.mentee_hours[mentees, word][:, None] & self.mentor_hours[:, word]
            shared += np.bitwise_count(both)
        return shared

    def shared_languages(self, mentees: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return whether each of these mentees has a language in common with each mentor."""
        common: NDArray[np.uint64] = self.mentee_languages[mentees][:, None] & self.mentor_languages
        return common.astype(np.bool_)

    def allowed(self, mentees: NDArray[np.int64], shared_hours: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Return whether every rule but the seats lets each of these mentees meet each mentor."""
        allowed = self.shared_languages(mentees)
        allowed &= shared_hours >= self.min_shared_hours
        allowed &= self.eligible
        allowed[self.barred_by_any[mentees].nonzero()] = False
        return allowed

    def barring_rule(self, mentees: NDArray[np.int64], covers: NDArray[np.bool_]) -> list[Rule]:
        """Return for each of these mentees the rule that stands before the mentors who cover something.

        It is the rule that alone bars the most of them; where none does so alone, the one that bars the most;
        between equals the first in the order of `Rule`.
        """
        broken = {rule: covers & self._broken(rule, mentees) for rule in Rule}
        times = np.sum(list(broken.values()), axis=0, dtype=np.uint8)
        alone = np.stack([(cells & (times == 1)).sum(axis=1) for cells in broken.values()])
        at_all = np.stack([cells.sum(axis=1) for cells in broken.values()])
        weight = np.where(alone.any(axis=0), alone, at_all)
        rules = list(Rule)
        return [rules[place] for place in weight.argmax(axis=0).tolist()]

    def _broken(self, rule: Rule, mentees: NDArray[np.int64]) -> NDArray[np.bool_]:
        if rule is Rule.LANGUAGE:
            return ~self.shared_languages(mentees)
        if rule is Rule.HOURS:
            return self.shared_hours(mentees) < self.min_shared_hours
        if rule is Rule.ELIGIBLE:
            return np.broadcast_to(~self.eligible, (len(mentees), len(self.eligible)))
        return np.asarray(self.barred[rule][mentees].toarray(), dtype=np.bool_)


def eligibility_of(
    mentees: Mentees,
    mentee_order: NDArray[np.int64],
    mentors: Mentors,
    mentor_order: NDArray[np.int64],
    barriers: Barriers,
    min_shared_hours: int,
) -> Eligibility:
    """Return the rules for these people in this order of theirs."""
    mentee_ids, mentor_ids = mentees.ids[mentee_order], mentors.ids[mentor_order]
    pairs = {
        Rule.ONESELF: np.stack([mentee_ids, mentee_ids], axis=1),
        Rule.LINE: np.concatenate([barriers.line, barriers.line[:, ::-1]]),
        Rule.EXCLUDED: barriers.excluded,
        Rule.PAIRED: barriers.paired,
    }
    everything = np.concatenate(list(pairs.values()))
    return Eligibility(
        mentee_hours=_packed(mentees.hours[mentee_order]),
        mentor_hours=_packed(mentors.hours[mentor_order]),
        mentee_languages=mentees.languages[mentee_order],
        mentor_languages=mentors.languages[mentor_order],
        eligible=mentors.eligible[mentor_order],
        barred={rule: cells(found, mentee_ids, mentor_ids) for rule, found in pairs.items()},
        barred_by_any=cells(everything, mentee_ids, mentor_ids),
        min_shared_hours=min_shared_hours,
    )


def _packed(hours: NDArray[np.bool_]) -> NDArray[np.uint64]:
    octets = np.zeros((len(hours), _WORDS_A_WEEK * 8), dtype=np.uint8)
    bits = np.packbits(hours, axis=1)
    octets[:, : bits.shape[1]] = bits
    return octets.view(np.uint64)


def cells(pairs: Ids, mentee_ids: Ids, mentor_ids: Ids) -> csr_array:
    """Return the pairs whose two people take part as a boolean matrix, mentees × mentors."""
    from scipy.sparse import csr_array  # slow to import, and needed only where people are matched

    row, is_mentee = positions(mentee_ids, pairs[:, 0])
    column, is_mentor = positions(mentor_ids, pairs[:, 1])
    kept = is_mentee & is_mentor
    places = np.unique(np.stack([row[kept], column[kept]], axis=1), axis=0)
    shape = (len(mentee_ids), len(mentor_ids))
    return csr_array((np.ones(len(places), dtype=np.bool_), (places[:, 0], places[:, 1])), shape=shape)
