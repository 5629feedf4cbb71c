"""Who is on leave, from which day to which: the one place that says so of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.base.days import DAY, days_anywhere, local_day
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.models import Employment, Person


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody does not work, the first and the last included; None as the last while nobody
    knows it."""

    first_day: date
    last_day: date | None = None

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def leave_of(person: Person, as_of: datetime) -> Absence | None:
    """The leave that somebody is on, by the day where they are; None for who is not on leave. One query."""
    return leaves_of([person.pk], as_of).get(person.pk)


def leaves_of(person_ids: Collection[int], as_of: datetime) -> dict[int, Absence]:
    """Who of these people is on leave, by the day where each of them is, and from when to when; one query.

    A change of job, unit or manager in the middle of a leave divides its rows, and not the leave.
    """
    if not person_ids:
        return {}
    earliest, _latest = days_anywhere(as_of)
    zones: dict[int, str] = {}
    days: dict[int, list[Absence]] = defaultdict(list)
    for row in _leave_rows(sorted(person_ids), earliest):
        zones[row.person_id] = row.person.timezone
        days[row.person_id].append(Absence(row.starts_on, row.ends_on))
    found = {person_id: _on(those, local_day(as_of, zones[person_id])) for person_id, those in days.items()}
    return {person_id: leave for person_id, leave in found.items() if leave is not None}


@prepared
def _leave_rows(person_ids: list[int], earliest: date) -> QuerySet[Employment]:
    """All leave, past and planned too, of those whose leave is not over everywhere."""
    leave = Employment.objects.filter(status=EmploymentStatus.LEAVE, person__in=among(person_ids))
    lasting = leave.exclude(ends_on__lt=earliest).values("person")
    return _with_zones(leave.filter(person__in=lasting)).order_by("person_id", "starts_on", "pk")


def statuses_of(person_ids: Collection[int], as_of: datetime) -> dict[int, EmploymentStatus]:
    """How these people are employed on the day that it is where each of them is; one query.

    Who is not employed then is left out, and who has a status that there is not.
    """
    earliest, latest = days_anywhere(as_of)
    found: dict[int, EmploymentStatus] = {}
    for row in _rows_about(sorted(person_ids), earliest, latest) if person_ids else ():
        day = local_day(as_of, row.person.timezone)
        is_then = row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
        if is_then and row.status in EmploymentStatus.values:
            found[row.person_id] = EmploymentStatus(row.status)
    return found


@prepared
def _rows_about(person_ids: list[int], earliest: date, latest: date) -> QuerySet[Employment]:
    """The rows in force on one of two days, or between them; of one person the newest is the last."""
    rows = Employment.objects.filter(person__in=among(person_ids), starts_on__lte=latest)
    return _with_zones(rows.exclude(ends_on__lt=earliest)).order_by("starts_on", "pk")


def _with_zones(rows: QuerySet[Employment]) -> QuerySet[Employment]:
    named = ("person_id", "status", "starts_on", "ends_on", "person__timezone")
    return rows.select_related("person").only(*named)


def absences_of(person_ids: Collection[int], since: date) -> Mapping[int, tuple[Absence, ...]]:
    """The days on which these people do not work that end at `since` or later: on leave, and before their
    first day; one query. Whoever has none is left out."""
    rows = Employment.objects.away().filter(person__in=person_ids).exclude(ends_on__lt=since)
    found: dict[int, list[Absence]] = defaultdict(list)
    for person_id, first, last in rows.values_list("person_id", "starts_on", "ends_on"):
        found[person_id].append(Absence(first, last))
    return {person_id: tuple(those) for person_id, those in found.items()}


def _on(rows: Iterable[Absence], day: date) -> Absence | None:
    """The leave, of rows in their order, that covers a day."""
    spells: list[Absence] = []
    for row in rows:
        before = spells[-1] if spells else None
        if before is not None and (before.last_day is None or row.first_day <= before.last_day + DAY):
            is_open = before.last_day is None or row.last_day is None
            last = None if is_open else max(before.last_day or row.first_day, row.last_day or row.first_day)
            spells[-1] = Absence(before.first_day, last)
        else:
            spells.append(row)
    return next((one for one in spells if one.covers(day)), None)
