"""What a voice says of a skill into which others were merged, where it had spoken of several of them.

A manager who said 4 of one skill and 2 of another has said 3 of the skill that both became, and not 2, as if
the later word corrected the earlier one. So each word has the mean of what its voice had said by then of each
of the skills, the newest of each. What is said of the new skill itself, once it is there, is said of all of
it and stands alone. What has expired is not carried on.
"""

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_RATER, Bools, EvidenceColumns, Floats, Ints


def merged_levels(evidence: EvidenceColumns, origin: Ints, is_of_whole: Bools, as_of: int) -> Floats:
    """The level of each word about people's skills, to two decimals; rows may come in any order.

    evidence     with the skills for which it counts
    origin       id of the skill that each word was said of
    is_of_whole  whether it was said of the skill itself after others were merged into it
    as_of        day
    """
    source = evidence.source.astype(np.int64)
    voice = np.where((evidence.rater == NO_RATER) | (source == Source.TEST), -source, evidence.rater)
    order = np.lexsort((evidence.evidence, evidence.observed_on, voice, evidence.skill, evidence.person))
    group = _groups(evidence.person[order], evidence.skill[order], voice[order])
    rank = _ranks_of_origins(evidence.skill[order], origin[order])
    level, whole = evidence.level[order], is_of_whole[order]
    carries = ~whole & (evidence.valid_until[order] >= as_of)
    total, count = np.zeros(len(level)), np.zeros(len(level))
    row = np.arange(len(level))
    begins = np.flatnonzero(np.diff(group, prepend=-1))[group]
    for one in range(int(rank.max(initial=0)) + 1):
        last = np.maximum.accumulate(np.where(carries & (rank == one), row, -1))
        known = last >= begins
        total += np.where(known, level[last], 0)
        count += known
    mean = np.where(carries & (count > 0), total / np.maximum(count, 1), level).round(2)
    found = np.empty_like(mean)
    found[order] = np.where(carries, mean, level)
    return found


def _groups(*columns: NDArray[np.integer]) -> Ints:
    """The number of the group of each row, of rows sorted by the columns."""
    differs = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.cumsum(differs)


def _ranks_of_origins(skill: Ints, origin: Ints) -> Ints:
    """A small number for each origin, distinct among those of one skill."""
    pairs, place = np.unique(np.stack([skill, origin]), axis=1, return_inverse=True)
    firsts = np.searchsorted(pairs[0], pairs[0])
    rank: Ints = (np.arange(pairs.shape[1]) - firsts)[place.ravel()]
    return rank
