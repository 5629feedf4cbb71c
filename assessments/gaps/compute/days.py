"""Days as numbers."""

import datetime as dt

EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01, the unit of every day in columns and reports."""
    return (day - EPOCH).days
