"""Readiness at a past moment, from the reports that held then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils import timezone

from assessments.gaps.models import GapReport


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A company at one moment: shares 0 to 1, None where nobody had a report."""

    moment: datetime
    people: int
    readiness: float | None
    assessed: float | None

    @property
    def day(self) -> date:
        """The day in the company's time zone: its months end there, wherever the reader is."""
        return timezone.localdate(self.moment, timezone.get_default_timezone())

    @property
    def ready_percent(self) -> int | None:
        return None if self.readiness is None else round(self.readiness * 100)

    @property
    def assessed_percent(self) -> int | None:
        return None if self.assessed is None else round(self.assessed * 100)


def readiness_at(moment: datetime) -> TrendPoint:
    """Mean readiness, and the share of required skills with any evidence, at a moment; one query."""
    found = _held_at(moment).aggregate(
        people=Count("pk"),
        readiness=Avg("readiness"),
        required=Sum("required_count"),
        never=Sum("never_assessed_count"),
    )
    required = found["required"]
    return TrendPoint(
        moment=moment,
        people=found["people"],
        readiness=found["readiness"],
        assessed=1 - found["never"] / required if required else None,
    )


def _held_at(moment: datetime) -> QuerySet[GapReport]:
    return GapReport.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment), as_of__lte=moment, required_count__gt=0
    )
