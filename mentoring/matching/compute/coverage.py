"""How many weighted levels of each mentee's gaps each mentor covers, in whole units: sums have no order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.people import Ids, Mentees, Strengths
from mentoring.matching.compute.policy import MatchPolicy

if TYPE_CHECKING:
    from scipy.sparse import csr_array

UNITS_A_LEVEL = 100
# Of one mentee, where there are many pairs and where there are not: units, hours and a lot together have 31
# bits, and what the solver adds up has 64. Up to 100 or 1,000 weighted levels, a unit is a hundredth of one.
_MANY_PAIRS, _MOST_UNITS_OF_MANY, _MOST_UNITS = 5_000_000, 10_000, 100_000
SHARE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """Needs and proofs on common columns, one a distinct (skill, required level, known or to be assessed).

    `worth` is mentees × columns, in units of `levels_a_unit` weighted levels: a known gap is worth its
    weighted levels, at least one unit, and a skill that is to be assessed one unit. `share` is aligned with
    its data: what part of the mentee's known gaps each is, 0 for what is to be assessed. `proven` is columns
    × mentors, 1 where the mentor is proven at that level of that skill, else 0: the one large matrix that is
    held, 4 bytes × columns × mentors. `skill` is the skill id of each column.
    """

    worth: csr_array
    share: NDArray[np.float64]
    proven: NDArray[np.float32]
    skill: Ids
    levels_a_unit: float

    def units(
        self, mentees: NDArray[np.int64], mentors: slice | NDArray[np.int64] = slice(None)
    ) -> NDArray[np.int32]:
        """Return the covered units of each of these mentees (rows) with each of these mentors (columns)."""
        covered: NDArray[np.float32] = self.worth[mentees] @ self.proven[:, mentors]
        return covered.astype(np.int32)

    def known_units(self) -> NDArray[np.int64]:
        """Return the units of each mentee's known gaps."""
        known = np.where(self.share > 0, self.worth.data, 0)
        return np.bincount(self._owner(), weights=known, minlength=self.worth.shape[0]).astype(np.int64)

    def all_units(self) -> NDArray[np.int64]:
        """Return the units that a mentor who covers everything would cover, of each mentee."""
        rows = self.worth.shape[0]
        return np.bincount(self._owner(), weights=self.worth.data, minlength=rows).astype(np.int64)

    def covered(
        self, mentee: NDArray[np.int64], mentor: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Ids, NDArray[np.float64]]:
        """Return for pairs of positions where each pair's covered skills start, the skills, and their shares.

        Shapes (pairs + 1,), (rows,), (rows,); within a pair the largest share first, equal ones by skill id.
        """
        first = self.worth.indptr[mentee].astype(np.int64)
        count = self.worth.indptr[mentee + 1] - first
        pair = np.repeat(np.arange(len(mentee)), count)
        entry = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count) + first[pair]
        column = self.worth.indices[entry]
        kept = self.proven[column, mentor[pair]] > 0
        pair, skill, share = pair[kept], self.skill[column[kept]], self.share[entry[kept]]
        order = np.lexsort((skill, -share, pair))
        start = np.searchsorted(pair, np.arange(len(mentee) + 1))
        return start, skill[order], share[order]

    def _owner(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(self.worth.shape[0]), np.diff(self.worth.indptr))


def coverage_of(
    mentees: Mentees, mentee_ids: Ids, strengths: Strengths, mentor_ids: Ids, policy: MatchPolicy
) -> Coverage:
    """Return the coverage of people in the order of these ids.

    levels(mentee, mentor) = Σ_k weighted_gap_k · [mentor proven at required_k]
    """
    from scipy.sparse import csr_array  # slow to import, and needed only where people are matched

    rows = _rows_of(mentees, mentee_ids)
    kinds, column = np.unique(
        np.stack([rows.skill.astype(np.float64), rows.required, rows.gap == 0], axis=1),
        axis=0,
        return_inverse=True,
    )
    column = column.reshape(-1)
    order = np.lexsort((column, rows.mentee))
    total = np.bincount(rows.mentee, weights=rows.gap, minlength=len(mentee_ids))
    is_large = len(mentee_ids) * len(mentor_ids) > _MANY_PAIRS
    most = _MOST_UNITS_OF_MANY if is_large else _MOST_UNITS
    unit = max(1 / UNITS_A_LEVEL, float(total.max(initial=0)) / most)
    worth = np.maximum(np.rint(rows.gap / unit), 1).astype(np.float32)
    share = np.divide(rows.gap, total[rows.mentee], out=np.zeros_like(rows.gap), where=rows.gap > 0)
    share = np.where(rows.gap > 0, np.maximum(np.round(share, SHARE_DIGITS), 10.0**-SHARE_DIGITS), 0.0)
    start = np.searchsorted(rows.mentee[order], np.arange(len(mentee_ids) + 1))
    shape = (len(mentee_ids), len(kinds))
    column_skill = kinds[:, 0].astype(np.int64)
    return Coverage(
        worth=csr_array((worth[order], column[order], start), shape=shape),
        share=share[order],
        proven=_proven(strengths, mentor_ids, column_skill, kinds[:, 1], policy),
        skill=column_skill,
        levels_a_unit=unit,
    )


def positions(ids: Ids, of: Ids) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each of `of` stands in `ids` (any order, each once), and whether it is there at all."""
    if len(ids) == 0:
        return np.zeros(len(of), dtype=np.int64), np.zeros(len(of), dtype=np.bool_)
    order = np.argsort(ids)
    place = order[np.minimum(np.searchsorted(ids, of, sorter=order), len(ids) - 1)]
    return place, ids[place] == of


@dataclass(frozen=True, slots=True)
class _Rows:
    """What mentees want of a mentor, one row a mentee (position) and skill; gap 0 is to be assessed."""

    mentee: NDArray[np.int64]
    skill: Ids
    required: NDArray[np.float64]
    gap: NDArray[np.float64]


def _rows_of(mentees: Mentees, mentee_ids: Ids) -> _Rows:
    needs, unknown = mentees.needs, mentees.to_assess
    some = needs.weighted_gap > 0
    person = np.concatenate([needs.person[some], unknown.person])
    return _Rows(
        mentee=positions(mentee_ids, person)[0],
        skill=np.concatenate([needs.skill[some], unknown.skill]),
        required=np.concatenate([needs.required[some], unknown.required]),
        gap=np.concatenate([needs.weighted_gap[some], np.zeros(len(unknown.person))]),
    )


def _proven(
    strengths: Strengths, mentor_ids: Ids, skill: Ids, required: NDArray[np.float64], policy: MatchPolicy
) -> NDArray[np.float32]:
    """Return columns × mentors: P(level ≥ required − half_level) ≥ min_proof, and somebody else has seen it.

    For a normal level that is the same as mu − Φ⁻¹(min_proof) · sigma + half_level ≥ required, one number a
    strength.
    """
    from scipy.special import ndtri  # slow to import, and needed only where people are matched

    seen = strengths.corroborated
    skills = np.unique(skill)
    row, needed = positions(skills, strengths.skill)
    mentor, _ = positions(mentor_ids, strengths.person)
    up_to = strengths.mu - ndtri(policy.min_proof) * strengths.sigma + policy.half_level
    reach = np.full((len(skills), len(mentor_ids)), -np.inf)
    kept = seen & needed
    reach[row[kept], mentor[kept]] = up_to[kept]
    return (reach[np.searchsorted(skills, skill)] >= required[:, None]).astype(np.float32)
