"""How much of each mentee's gap each mentor covers, in whole units, so that no sum depends on its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.people import Ids, Needs, Strengths
from mentoring.matching.compute.policy import MatchPolicy

if TYPE_CHECKING:
    from scipy.sparse import csr_array

UNITS = 100_000  # one gap in whole units: sums stay exact in float32, which is exact up to 2^24


@dataclass(frozen=True, slots=True)
class Coverage:
    """Needs and proofs on common columns, one a distinct (skill, required level).

    `share` is mentees × columns, in units, each row adding up to `UNITS` or, without gaps, to 0. `proven` is
    columns × mentors, 1 where the mentor is proven at that level of that skill, else 0: the one large matrix
    that is held, 4 bytes × columns × mentors. `skill` is the skill id of each column.
    """

    share: csr_array
    proven: NDArray[np.float32]
    skill: Ids

    def units(
        self, mentees: NDArray[np.int64], mentors: slice | NDArray[np.int64] = slice(None)
    ) -> NDArray[np.int32]:
        """Return the covered units of each of these mentees (rows) with each of these mentors (columns)."""
        covered: NDArray[np.float32] = self.share[mentees] @ self.proven[:, mentors]
        return covered.astype(np.int32)

    def covered(
        self, mentee: NDArray[np.int64], mentor: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Ids, NDArray[np.int64]]:
        """Return for pairs of positions where each pair's covered skills start, the skills, and their units.

        Shapes (pairs + 1,), (rows,), (rows,); within a pair the largest share first, equal ones by skill id.
        """
        first = self.share.indptr[mentee].astype(np.int64)
        count = self.share.indptr[mentee + 1] - first
        pair = np.repeat(np.arange(len(mentee)), count)
        entry = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count) + first[pair]
        column = self.share.indices[entry]
        kept = self.proven[column, mentor[pair]] > 0
        pair, skill = pair[kept], self.skill[column[kept]]
        units = self.share.data[entry[kept]].astype(np.int64)
        order = np.lexsort((skill, -units, pair))
        start = np.searchsorted(pair, np.arange(len(mentee) + 1))
        return start, skill[order], units[order]


def coverage_of(
    needs: Needs, mentee_ids: Ids, strengths: Strengths, mentor_ids: Ids, policy: MatchPolicy
) -> Coverage:
    """Return the coverage of people in the order of these ids.

    score(mentee, mentor) = Σ_k weighted_gap_k · [mentor proven at required_k] / Σ_k weighted_gap_k
    """
    from scipy.sparse import csr_array  # slow to import, and needed only where people are matched

    mentee, skill, required, units = _unit_shares(needs, mentee_ids)
    kinds, column = np.unique(
        np.stack([skill.astype(np.float64), required], axis=1), axis=0, return_inverse=True
    )
    shape = (len(mentee_ids), len(kinds))
    share = csr_array((units.astype(np.float32), (mentee, column.reshape(-1))), shape=shape)
    column_skill = kinds[:, 0].astype(np.int64)
    proven = _proven(strengths, mentor_ids, column_skill, kinds[:, 1], policy)
    return Coverage(share=share, proven=proven, skill=column_skill)


def positions(ids: Ids, of: Ids) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each of `of` stands in `ids` (any order, each once), and whether it is there at all."""
    if len(ids) == 0:
        return np.zeros(len(of), dtype=np.int64), np.zeros(len(of), dtype=np.bool_)
    order = np.argsort(ids)
    place = order[np.minimum(np.searchsorted(ids, of, sorter=order), len(ids) - 1)]
    return place, ids[place] == of


def _unit_shares(
    needs: Needs, mentee_ids: Ids
) -> tuple[NDArray[np.int64], Ids, NDArray[np.float64], NDArray[np.int64]]:
    """Divide each mentee's `UNITS` among the gaps by largest remainder: full coverage is exactly 1."""
    some = needs.weighted_gap > 0
    mentee, _ = positions(mentee_ids, needs.person[some])
    order = np.lexsort((needs.skill[some], mentee))
    mentee, skill, required = mentee[order], needs.skill[some][order], needs.required[some][order]
    gap = needs.weighted_gap[some][order]
    total = np.bincount(mentee, weights=gap, minlength=len(mentee_ids))
    exact = gap / total[mentee] * UNITS
    units = np.floor(exact).astype(np.int64)
    lacking = UNITS - np.bincount(mentee, weights=units, minlength=len(mentee_ids)).astype(np.int64)
    by_remainder = np.lexsort((skill, units - exact, mentee))
    first = np.searchsorted(mentee, mentee)
    place = np.arange(len(mentee)) - first
    units[by_remainder] += place < lacking[mentee]
    return mentee, skill, required, units


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
