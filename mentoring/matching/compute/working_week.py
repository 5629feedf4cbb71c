"""The working week as 168 UTC hours: fine enough to meet in, coarse enough to compare millions of pairs."""

import numpy as np
from numpy.typing import NDArray

HOURS_A_WEEK = 168
_MINUTES_A_DAY = 1440
_DAYS = 7
_HOURS_AROUND = 48  # a local week reaches at most a day and an offset beyond the UTC week, at either end


def working_weeks(
    days: NDArray[np.bool_],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    utc_offset: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return the UTC hours of each person's working week, bool (n, 168), hour 0 being Monday 00:00–01:00 UTC.

    `days` is bool (n, 7) from Monday; `start` and `end` are local minutes after midnight (0–1440), an end at
    or before its start meaning the next day; `utc_offset` is in minutes east of UTC at the time that matters
    (an offset changes with the season: the caller says as of when). An hour counts only where all of it is
    worked, so nobody is promised half an hour as an hour.
    """
    length = np.where(end > start, end - start, end - start + _MINUTES_A_DAY)
    midnight = np.arange(_DAYS) * _MINUTES_A_DAY
    first = midnight + (start - utc_offset)[:, None]
    last = first + length[:, None]
    first_hour = -(-first // 60) + _HOURS_AROUND
    past_hour = np.maximum(last // 60 + _HOURS_AROUND, first_hour)
    person, day = np.nonzero(days)
    change = np.zeros((len(days), HOURS_A_WEEK + 2 * _HOURS_AROUND + 1), dtype=np.int8)
    np.add.at(change, (person, first_hour[person, day]), 1)
    np.add.at(change, (person, past_hour[person, day]), -1)
    worked = np.cumsum(change, axis=1) > 0
    week = worked[:, _HOURS_AROUND : _HOURS_AROUND + HOURS_A_WEEK].copy()
    week[:, -_HOURS_AROUND:] |= worked[:, :_HOURS_AROUND]
    week[:, : _HOURS_AROUND + 1] |= worked[:, _HOURS_AROUND + HOURS_A_WEEK :]
    return week
