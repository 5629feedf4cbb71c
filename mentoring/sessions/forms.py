"""Which times somebody proposes for a session, as an address or a form says it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from lifow.base.bounds import validate_moment
from mentoring.sessions.choices import MINUTES, MOST_SLOTS


def read_moment(text: str) -> datetime | None:
    """A moment as a form sends it, with its offset from UTC; None for anything else."""
    try:
        moment = parse_datetime(text)
        if moment is None or moment.tzinfo is None:
            return None
        validate_moment(moment)
    except (ValueError, ValidationError):
        return None
    return moment


def _read_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class TimesForm:
    """What was chosen: a length, the times that are ticked, and the day from which on times are shown.

    `minutes` is the shortest length where none is said that there is. `is_readable` is whether everything
    that was ticked is a time; of more than can be proposed at once, one more is read, for the service to
    refuse.
    """

    minutes: int
    first_day: date | None
    starts: tuple[datetime, ...]
    is_readable: bool

    @classmethod
    def read(cls, sent: QueryDict) -> "TimesForm":
        """What an address or a form says."""
        lengths = {str(one): one for one in MINUTES}
        read = [read_moment(one) for one in sent.getlist("starts")[: MOST_SLOTS + 1]]
        starts = tuple(one for one in read if one is not None)
        return cls(
            minutes=lengths.get(sent.get("minutes", ""), MINUTES[0]),
            first_day=_read_day(sent.get("first", "")),
            starts=starts,
            is_readable=len(starts) == len(read),
        )
