"""What a voice says of a skill into which others were merged, where it had spoken of several of them.

A manager who said 4 of one skill and 2 of another has said 3 of the skill that both became, and not 2, as if
the later word corrected the earlier one. So each word has the mean of what its voice had said by then of each
of the skills, the newest of each. What is said of the new skill itself, once it is there, is said of all of
it and stands alone. What has expired is not carried on.

Where all of these are tests that say their standard errors, that of their mean is √(Σ s²) ÷ n.
"""

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import NO_RATER, Bools, EvidenceColumns, Floats, Ints


def merged_levels(
    evidence: EvidenceColumns, origin: Ints, is_of_whole: Bools, as_of: int
) -> tuple[Floats, Floats]:
    """The level of each word about people's skills, to two decimals, and its standard error; rows may come in
    any order.

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
    level, error = evidence.level[order], evidence.standard_error[order]
    carries = ~is_of_whole[order] & (evidence.valid_until[order] >= as_of)
    total, count = np.zeros(len(level)), np.zeros(len(level))
    squares, unsaid = np.zeros(len(level)), np.zeros(len(level), dtype=bool)
    row = np.arange(len(level))
    begins = np.flatnonzero(np.diff(group, prepend=-1))[group]
    for one in range(int(rank.max(initial=0)) + 1):
        last = np.maximum.accumulate(np.where(carries & (rank == one), row, -1))
        known = last >= begins
        total += np.where(known, level[last], 0)
        squares += np.where(known, error[last] ** 2, 0)
        unsaid |= known & (error[last] == 0)
        count += known
    is_mean = carries & (count > 0)
    mean = np.where(is_mean, total / np.maximum(count, 1), level).round(2)
    of_mean = np.where(unsaid, 0, np.sqrt(squares) / np.maximum(count, 1)).round(2)
    of_mean = _not_surer_than_the_newest(np.where(is_mean, of_mean, error), carries, group)
    found, errors = np.empty_like(mean), np.empty_like(mean)
    found[order], errors[order] = np.where(carries, mean, level), of_mean
    return found, errors


def _not_surer_than_the_newest(error: Floats, carries: Bools, group: Ints) -> Floats:
    """Errors of words by voice, the newest last: what was said of some of the skills is no surer of all.

    Where the newest says no error, none of those before it does.
    """
    if not error.any():
        return error
    newest = error[np.flatnonzero(np.diff(group, append=-1))][group]
    return np.where(carries, np.where(newest > 0, np.maximum(error, newest), 0), error)


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
