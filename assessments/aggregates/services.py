"""Keeping the numbers of units current: marks of whom to count again, and the drain that does.

A mark is written with its cause, or in the handling of the cause's event, and deleted in the transaction of
the numbers that hold it: a killed drain leaves the mark and the numbers before. One drain works at a time, as
what it writes of a unit on top depends on all below; one that comes meanwhile leaves the marks to the sweep.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction

from assessments.aggregates import selectors
from assessments.aggregates.choices import Reach
from assessments.aggregates.compute import GroupSums, add_totals, urgency
from assessments.aggregates.models import (
    CountedPerson,
    KeptTotals,
    LeaveTotals,
    MonthEnd,
    PersonNeed,
    RecountMark,
    UnitTotals,
)
from assessments.aggregates.rows import insert_needs
from assessments.aggregates.selectors import Kept, Place
from assessments.gaps.reports import measured_reports, readiness_at
from lifow.base.jobs import start_soon
from lifow.base.months import month_begins

MOST_MARKS = 20_000
UNITS_AT_ONCE = 500
PEOPLE_AT_ONCE = 2_000
MONTHS_KEPT = 6
DRAIN = "assessments.aggregates.tasks.count_again"


def mark_people(*, person_ids: Iterable[int], marked_at: datetime) -> None:
    """Ask for people to be counted again, where they are now and where they were counted before."""
    marks = [RecountMark(person_id=person_id, marked_at=marked_at) for person_id in sorted(set(person_ids))]
    RecountMark.objects.bulk_create(marks, batch_size=1000)
    if marks:
        start_soon(DRAIN)


def mark_units(*, marked_at: datetime) -> None:
    """Ask for all units to be added up again: which is part of which has changed."""
    RecountMark.objects.create(person=None, marked_at=marked_at)
    start_soon(DRAIN)


def uncount_people(*, person_ids: Collection[int]) -> int:
    """Count people nowhere any more, before their rows go, and add up the units they were in; how many were.

    It waits for a drain at work.
    """
    with transaction.atomic():
        _lock_company(waiting=True)
        units = _place(dict.fromkeys(person_ids))
        _count_in_units(sorted(units))
        if units:
            _add_up(units)
    return len(units)


def drain(*, as_of: datetime) -> int:
    """Count those again who are marked, at most 20,000, and add up the units above them; how many marks.

    The first drain of a database counts everybody. 0 too where another drain is at work.
    """
    with transaction.atomic():
        company = _lock_company()
        if company is None:
            return 0
        if company.computed_at is None:
            return _count_everybody(as_of)
        marks = list(RecountMark.objects.order_by("pk").values_list("pk", "person_id")[:MOST_MARKS])
        if marks:
            people = {person_id for _, person_id in marks if person_id is not None}
            changed = _count(people, as_of)
            is_about_units = any(person_id is None for _, person_id in marks)
            _add_up(selectors.unit_parents() if is_about_units else changed)
            _forget([pk for pk, _ in marks])
        if len(marks) < MOST_MARKS:
            UnitTotals.objects.of_company().update(computed_at=as_of)
    return len(marks)


def rebuild(*, as_of: datetime) -> int:
    """Count everybody anew, whatever was kept, and waiting for a drain at work; how many people."""
    with transaction.atomic():
        _lock_company(waiting=True)
        return _count_everybody(as_of)


def list_needs() -> None:
    """List the needs of all counted people whose report is another one than that they are listed from.

    A chunk a transaction: what is killed goes on where it was.
    """
    people = list(CountedPerson.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        with transaction.atomic():
            _list_needs(people[start : start + PEOPLE_AT_ONCE])


def keep_month_ends(*, as_of: datetime) -> int:
    """Keep the company's numbers at the end of each of the last months that are not kept yet; how many.

    They are those of the reports that held then, and do not change.
    """
    moments = month_ends(as_of)
    known = set(MonthEnd.objects.filter(moment__in=moments).values_list("moment", flat=True))
    points = [readiness_at(moment) for moment in moments if moment not in known]
    rows = [
        MonthEnd(
            moment=point.moment,
            people=point.people,
            people_with_critical=point.critical,
            people_meeting=point.meeting,
            people_with_critical_gaps=point.with_gap,
            assessed=point.assessed,
        )
        for point in points
    ]
    MonthEnd.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def month_ends(now: datetime) -> list[datetime]:
    """The last moments of the five months before this one in the company's time zone; oldest first."""
    first = month_begins(now)
    return [first - relativedelta(months=back, microseconds=1) for back in range(MONTHS_KEPT - 2, -1, -1)]


def _lock_company(*, waiting: bool = False) -> UnitTotals | None:
    """The company's row, locked until the transaction ends; None where a drain at work has it."""
    UnitTotals.objects.get_or_create(org_unit=None, reach=Reach.WHOLE)
    rows = UnitTotals.objects.of_company().select_for_update(of=("self",), skip_locked=not waiting)
    company: UnitTotals | None = rows.defer("packed").first()
    return company


def _count_everybody(as_of: datetime) -> int:
    marks = list(RecountMark.objects.values_list("pk", flat=True))
    counted = set(CountedPerson.objects.values_list("pk", flat=True))
    working = selectors.places_of(as_of)
    _place({**dict.fromkeys(counted), **working})
    units = selectors.unit_parents()
    _count_in_units(list(units))
    _add_up(units)
    _forget(marks)
    UnitTotals.objects.of_company().update(computed_at=as_of)
    return len(working)


def _count(person_ids: Collection[int], as_of: datetime) -> set[int]:
    """Count people where they work now, and no longer where they do not; the units that changed."""
    changed = _place({**dict.fromkeys(person_ids), **selectors.places_of(as_of, person_ids)})
    _list_needs(sorted(person_ids))
    _count_in_units(sorted(changed))
    return changed


def _place(place_of: Mapping[int, Place | None]) -> set[int]:
    """Keep where people are counted, None for nowhere; the units that have or had one of them."""
    rows = CountedPerson.objects.filter(pk__in=list(place_of)).values_list("pk", "org_unit_id", "is_on_leave")
    before = {person_id: Place(unit_id, is_on_leave) for person_id, unit_id, is_on_leave in rows}
    gone = [person_id for person_id in before if place_of[person_id] is None]
    for start in range(0, len(gone), 1000):
        CountedPerson.objects.filter(pk__in=gone[start : start + 1000]).delete()
    moved = (
        CountedPerson(person_id=person_id, org_unit_id=place.unit, is_on_leave=place.is_on_leave)
        for person_id, place in place_of.items()
        if place is not None and before.get(person_id) != place
    )
    CountedPerson.objects.bulk_create(
        moved,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["org_unit", "is_on_leave"],
    )
    return {place.unit for place in (*before.values(), *place_of.values()) if place is not None}


def _list_needs(person_ids: Sequence[int]) -> None:
    """List the needs of those of the counted people anew whose report is another one than it was."""
    for start in range(0, len(person_ids), PEOPLE_AT_ONCE):
        digests = selectors.changed_digests(person_ids[start : start + PEOPLE_AT_ONCE])
        if not digests:
            continue
        PersonNeed.objects.filter(counted__in=list(digests)).delete()
        reports = measured_reports(digests)
        person = reports.person_id[reports.owner]
        insert_needs(person, reports.skill, urgency(reports.status, reports.gap))
        listed = [
            CountedPerson(person_id=pk, org_unit_id=unit, digest=new) for pk, (unit, new) in digests.items()
        ]
        CountedPerson.objects.bulk_create(
            listed,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["digest"],
        )


def _count_in_units(unit_ids: Sequence[int]) -> None:
    """Write the numbers of the people directly in these units, from their reports."""
    for start in range(0, len(unit_ids), UNITS_AT_ONCE):
        chunk = unit_ids[start : start + UNITS_AT_ONCE]
        here, on_leave = selectors.totals_of_units(chunk)
        _write(UnitTotals, here, Reach.DIRECT)
        LeaveTotals.objects.direct().filter(org_unit__in=chunk).exclude(org_unit__in=list(on_leave)).delete()
        _write(LeaveTotals, on_leave, Reach.DIRECT)


def _add_up(unit_ids: Iterable[int]) -> None:
    """Write the numbers of these units and of all above them with all below, and of the company."""
    parents = selectors.unit_parents()
    order = _children_first(unit_ids, parents)
    whole, top = _added_up(UnitTotals, order, parents)
    _write(UnitTotals, whole, Reach.WHOLE)
    UnitTotals.objects.of_company().update(**selectors.as_columns(top()))
    whole, top = _added_up(LeaveTotals, order, parents)
    empty = [unit_id for unit_id, kept in whole.items() if not kept.sums.headcount]
    for start in range(0, len(empty), 1000):
        LeaveTotals.objects.whole().filter(org_unit__in=empty[start : start + 1000]).delete()
    _write(LeaveTotals, {unit_id: whole[unit_id] for unit_id in whole.keys() - set(empty)}, Reach.WHOLE)
    LeaveTotals.objects.update_or_create(
        org_unit=None, reach=Reach.WHOLE, defaults=selectors.as_columns(top())
    )


def _added_up(
    model: type[KeptTotals], order: Sequence[int], parents: Mapping[int, int | None]
) -> tuple[dict[int, Kept], Callable[[], Kept]]:
    """The numbers of units, given after all below, with these; and what reads the company's once they are
    written."""
    rows: Any = model._default_manager
    direct = selectors.kept_totals(rows.direct().filter(org_unit__in=order))
    parts: dict[int, list[Kept]] = {
        unit_id: [direct[unit_id]] if unit_id in direct else [] for unit_id in order
    }
    others = rows.whole().filter(org_unit__parent__in=order).exclude(org_unit__in=order)
    for unit_id, kept in selectors.kept_totals(others).items():
        parts[parents[unit_id] or 0].append(kept)
    whole: dict[int, Kept] = {}
    for unit_id in order:
        whole[unit_id] = _sum(parts[unit_id])
        above = parents[unit_id]
        if above is not None:
            parts[above].append(whole[unit_id])
    top = rows.whole().filter(selectors.open_roots())
    return whole, lambda: _sum(list(selectors.kept_totals(top).values()))


def _children_first(unit_ids: Iterable[int], parents: Mapping[int, int | None]) -> list[int]:
    """The units and all above them, each after those that are part of it."""
    depths: dict[int, int] = {}
    for unit_id in unit_ids:
        line: list[int] = []
        above: int | None = unit_id
        while above is not None and above not in depths and above in parents:
            line.append(above)
            above = parents[above]
        start = depths[above] + 1 if above is not None and above in depths else 0
        depths |= {each: start + place for place, each in enumerate(reversed(line))}
    return sorted(depths, key=lambda unit_id: (-depths[unit_id], unit_id))


def _sum(parts: Sequence[Kept]) -> Kept:
    """The numbers of groups that share nobody, as those of one."""
    return Kept(
        sums=sum((part.sums for part in parts), GroupSums()),
        totals=add_totals([part.totals for part in parts]),
    )


def _write(model: type[KeptTotals], kept: Mapping[int, Kept], reach: Reach) -> None:
    rows = (
        model(org_unit_id=unit_id, reach=reach, **selectors.as_columns(one)) for unit_id, one in kept.items()
    )
    model._default_manager.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["org_unit", "reach"],
        update_fields=[*selectors.SUMS, "packed"],
    )


def _forget(mark_ids: Sequence[int]) -> None:
    for start in range(0, len(mark_ids), 1000):
        RecountMark.objects.filter(pk__in=mark_ids[start : start + 1000]).delete()
