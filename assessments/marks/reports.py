"""What is told of marks: who waits for a gap report, for how long, and whose could not be computed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.marks.models import StaleMark
from lifow.base.scheduled_jobs.reports import swept_at
from lifow.base.templatetags.display import bounded

SWEEP = "sweep stale gap reports"
# Sweeps come each half a minute; whoever has waited longer than a minute or two waits for something else.
QUIET_AFTER = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=30)
MOST_COUNTED = 1000
KEPT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class MarksTold:
    """Marks as they are at a moment.

    waiting      people who wait for their gap report, at most 1,000 are counted
    waiting_from when the one that waits longest was marked; None where nobody waits
    aside        people whose gap report could not be computed, at most 1,000 are counted
    aside_from   when the oldest of these was marked
    swept_at     when a worker last looked for marks; None where none ever has
    is_quiet     whether no worker has looked for a while
    is_late      whether somebody waits for longer than a sweep or many of them take
    """

    waiting: int
    waiting_from: datetime | None
    aside: int
    aside_from: datetime | None
    swept_at: datetime | None
    is_quiet: bool
    is_late: bool

    @property
    def is_worth_telling(self) -> bool:
        """Whether somebody has to look into it."""
        return bool(self.aside or self.is_quiet or self.is_late)


def marks_told(as_of: datetime) -> MarksTold:
    """Who waits for a gap report, and whose could not be computed; five queries, whatever their number."""
    waiting, aside = StaleMark.objects.waiting(), StaleMark.objects.set_aside()
    waiting_from, aside_from = _oldest(waiting), _oldest(aside)
    looked_at = swept_at(SWEEP)
    silent_from = looked_at or waiting_from
    return MarksTold(
        waiting=_bounded(waiting) if waiting_from else 0,
        waiting_from=waiting_from,
        aside=_bounded(aside) if aside_from else 0,
        aside_from=aside_from,
        swept_at=looked_at,
        is_quiet=silent_from is not None and silent_from < as_of - QUIET_AFTER,
        is_late=waiting_from is not None and waiting_from < as_of - LATE_AFTER,
    )


def worth_telling(as_of: datetime) -> list[str]:
    """What somebody has to look into, in words, as of half a minute ago at most: for pages."""
    key = f"worth-telling:{get_language()}:{timezone.get_current_timezone_name()}"
    found: list[str] | None = cache.get(key)
    if found is None:
        found = in_words(marks_told(as_of))
        cache.set(key, found, KEPT_SECONDS)
    return found


def in_words(told: MarksTold) -> list[str]:
    """What somebody has to look into, a sentence or two each."""
    said = []
    if told.aside:
        words = ngettext(
            "%(count)s gap report could not be computed, asked for since %(since)s. It is tried again daily.",
            "%(count)s gap reports could not be computed, the oldest asked for since %(since)s. They are "
            "tried again daily.",
            told.aside,
        )
        said.append(words % {"count": _count(told.aside), "since": _moment(told.aside_from)})
    if told.is_quiet:
        since = _moment(told.swept_at or told.waiting_from)
        words = _(
            "No worker has looked for gap reports to compute since %(since)s. Workers or beat are down."
        )
        said.append(words % {"since": since})
    if told.is_late:
        words = ngettext(
            "%(count)s person waits for a gap report, since %(since)s.",
            "%(count)s people wait for their gap reports, the first since %(since)s.",
            told.waiting,
        )
        said.append(words % {"count": _count(told.waiting), "since": _moment(told.waiting_from)})
    return said


def _count(count: int) -> str:
    return bounded(count, MOST_COUNTED - 1)


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j M, H:i") if moment else ""


def _oldest(marks: QuerySet[StaleMark]) -> datetime | None:
    found: datetime | None = marks.aggregate(at=Min("marked_at"))["at"]
    return found


def _bounded(marks: QuerySet[StaleMark]) -> int:
    return marks.order_by()[:MOST_COUNTED].count()
