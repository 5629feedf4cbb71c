"""Answers as a table for estimation: a row for each person and quarter, a column for each item."""

from dataclasses import dataclass

import numpy as np

from assessments.testing.compute.items import Bools, Floats, Ints
from assessments.testing.compute.responses import MISSING, Responses


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Scores of people by item, and where in it each answer stands.

    A person's level is taken to stay the same for a quarter of a year, so that a row is what somebody
    answered within one; of two answers to the same item within it the first counts.

    responses  the scores, with what was known of each row's level when its first sitting began
    columns    id of the version of each column, ascending
    row        of each answer, in the order in which they were given
    column     of each answer
    is_first   of each answer, whether it is the one in the table
    """

    responses: Responses
    columns: Ints
    row: Ints
    column: Ints
    is_first: Bools


def table_of(version: Ints, person: Ints, month: Ints, score: Ints, mean: Floats, sd: Floats) -> AnswerTable:
    """The table of answers that come in the order of their times.

    `month` counts calendar months; `mean` and `sd`, in levels, are what was known of the person before the
    sitting, NaN where nothing was.
    """
    columns, column = np.unique(version, return_inverse=True)
    keys = np.stack([person, month // 3], axis=1)
    rows, row = np.unique(keys, axis=0, return_inverse=True)
    row = row.reshape(-1)
    scores = np.full((len(rows), len(columns)), MISSING, dtype=np.int8)
    is_first = _firsts(row * len(columns) + column)
    scores[row[is_first], column[is_first]] = score[is_first]
    known = np.flatnonzero(~np.isnan(mean))
    first_known = known[_firsts(row[known])]
    row_mean, row_sd = np.full((2, len(rows)), np.nan)
    row_mean[row[first_known]], row_sd[row[first_known]] = mean[first_known], sd[first_known]
    responses = Responses(scores, mean=row_mean, sd=row_sd)
    return AnswerTable(responses, columns, row, column, is_first)


def _firsts(keys: Ints) -> Bools:
    """Where each key comes for the first time."""
    found = np.zeros(len(keys), dtype=bool)
    found[np.unique(keys, return_index=True)[1]] = True
    return found
