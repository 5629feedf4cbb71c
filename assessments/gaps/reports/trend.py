"""How ready a company was at a past moment, from the reports that held then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from assessments.gaps.models import GapReport
from assessments.gaps.reports.wording import some_of_in_words
from lifow.people.persons.models import Employment


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A company at one moment.

    people     those whose roles require anything
    critical   those of whom a skill is critical, of whom `meeting` meet all critical skills and `with_gap`
               have a gap in one; of the rest not enough is known. None where it was not counted
    assessed   share 0 to 1 of all requirements with any evidence; None without requirements
    """

    moment: datetime
    people: int
    critical: int | None
    meeting: int | None
    with_gap: int | None
    assessed: float | None

    @property
    def day(self) -> date:
        """The day in the company's time zone: its months end there, wherever the reader is."""
        return timezone.localdate(self.moment, timezone.get_default_timezone())

    @property
    def meeting_percent(self) -> int | None:
        return self._percent(self.meeting)

    @property
    def with_gap_percent(self) -> int | None:
        return self._percent(self.with_gap)

    @property
    def meeting_in_words(self) -> str:
        return some_of_in_words(self.meeting, self.critical)

    @property
    def with_gap_in_words(self) -> str:
        return some_of_in_words(self.with_gap, self.critical)

    @property
    def assessed_percent(self) -> int | None:
        return None if self.assessed is None else round(self.assessed * 100)

    def _percent(self, number: int | None) -> int | None:
        return None if number is None or not self.critical else round(100 * number / self.critical)


def readiness_at(moment: datetime) -> TrendPoint:
    """How many people met all critical skills, and the share of required skills with any evidence; one query.

    Of reports that were made before critical skills were counted, each that met them all is one with any.
    """
    found = _held_at(moment).aggregate(
        people=Count("pk"),
        critical=Count("pk", filter=~Q(critical_count=0)),
        meeting=Count("pk", filter=Q(critical_met=True)),
        with_gap=Count("pk", filter=Q(critical_gap_count__gt=0)),
        required=Sum("required_count"),
        never=Sum("never_assessed_count"),
    )
    required = found.pop("required")
    never = found.pop("never")
    return TrendPoint(moment=moment, assessed=1 - never / required if required else None, **found)


def _held_at(moment: datetime) -> QuerySet[GapReport]:
    """The reports that held then, of people who were not on leave where they are."""
    leave = Employment.objects.on_leave(moment).filter(person=OuterRef("person"))
    return GapReport.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment),
        ~Exists(leave),
        as_of__lte=moment,
        required_count__gt=0,
    )
