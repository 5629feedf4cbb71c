"""From rows to arrays: the current reports of the people of units, and the kept totals of units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from assessments.aggregates.compute import (
    GroupSums,
    Needs,
    PeoplesNeeds,
    Totals,
    add_totals,
    pack_totals,
    sums_of_groups,
    totals_of_groups,
    unpack_totals,
)
from assessments.aggregates.models import CountedPerson, KeptTotals
from assessments.gaps.choices import GapStatus
from assessments.gaps.models import GapReport
from assessments.gaps.reports import MeasuredReports, measured_reports
from lifow.people.persons.models import Employment, OrgUnit

SUMS = (
    "headcount",
    "people",
    "required",
    "gaps",
    "critical_gaps",
    "people_with_critical_gaps",
    "assess_first",
    "never_assessed",
    "known",
    "people_with_critical",
    "people_meeting",
    "people_assessed",
    "chances",
    "chance_variances",
    "densities",
    "squared_densities",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept numbers of a group: in all, and by skill."""

    sums: GroupSums
    totals: Totals


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is counted: in which unit, and whether with those who are on leave."""

    unit: int
    is_on_leave: bool = False


def totals_of_units(unit_ids: Sequence[int]) -> tuple[dict[int, Kept], dict[int, Kept]]:
    """The numbers of the people who are counted in each of these units, from their reports, and of those of
    them who are on leave, where anybody is; two queries."""
    position = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    counted = CountedPerson.objects.filter(org_unit__in=unit_ids)
    found = counted.values_list("person_id", "org_unit_id", "is_on_leave")
    groups = len(unit_ids)
    unit_of = {
        person_id: position[unit_id] + groups * is_on_leave for person_id, unit_id, is_on_leave in found
    }
    reports = measured_reports(unit_of)
    group = np.array([unit_of[person_id] for person_id in reports.person_id.tolist()], dtype=np.int64)
    headcount = np.bincount(np.array(list(unit_of.values()), dtype=np.int64), minlength=2 * groups)
    sums = sums_of_groups(_needs_of_people(reports, group), headcount)
    needs = Needs(
        group=group[reports.owner],
        skill=reports.skill,
        status=reports.status,
        critical_gap=reports.is_critical_gap,
        never_assessed=reports.never_assessed,
        gap=reports.gap,
    )
    totals = totals_of_groups(needs, 2 * groups)
    kept = [Kept(*both) for both in zip(sums, totals, strict=True)]
    on_leave = {unit_id: kept[groups + place] for unit_id, place in position.items()}
    return (
        {unit_id: kept[place] for unit_id, place in position.items()},
        {unit_id: one for unit_id, one in on_leave.items() if one.sums.headcount},
    )


def _needs_of_people(reports: MeasuredReports, group: NDArray[np.int64]) -> PeoplesNeeds:
    return PeoplesNeeds(
        group=group,
        chance=reports.critical_chance,
        owner=reports.owner,
        is_gap=reports.status == GapStatus.GAP,
        is_met=reports.status == GapStatus.MEETS,
        is_critical=reports.is_critical,
        is_critical_gap=reports.is_critical_gap,
        is_critical_met=reports.is_critical_met,
        never_assessed=reports.never_assessed,
        is_known=reports.is_known,
    )


def places_of(as_of: datetime, person_ids: Collection[int] | None = None) -> dict[int, Place]:
    """Where each of the people who work now is counted, or everybody who does; two queries."""
    working = Employment.objects.current().working()
    leave = Employment.objects.on_leave(as_of)
    if person_ids is not None:
        working, leave = working.filter(person__in=person_ids), leave.filter(person__in=person_ids)
    on_leave = set(leave.values_list("person_id", flat=True))
    rows = working.order_by("person_id").values_list("person_id", "org_unit_id")
    return {person_id: Place(unit_id, person_id in on_leave) for person_id, unit_id in rows}


def changed_digests(person_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Unit, and digest of the report, of those of the counted people whose needs are listed from another one.

    They are locked until the transaction ends. The digest of somebody without a report is empty; one query.
    """
    report = GapReport.objects.current().filter(person=OuterRef("person")).values("digest")
    counted = CountedPerson.objects.filter(pk__in=person_ids).annotate(
        newest=Coalesce(Subquery(report), Value(""), output_field=CharField())
    )
    changed = counted.exclude(digest=F("newest")).order_by("pk").select_for_update(of=("self",))
    return {pk: (unit, newest) for pk, unit, newest in changed.values_list("pk", "org_unit_id", "newest")}


def unit_parents() -> dict[int, int | None]:
    """The parent of each unit; one query."""
    return dict(OrgUnit.objects.order_by("pk").values_list("pk", "parent_id"))


def kept_totals(rows: QuerySet[Any]) -> dict[int, Kept]:
    """The kept numbers of the units of the rows, which are of one reach, by unit in ascending order."""
    found = rows.order_by("org_unit_id").values_list("org_unit_id", "packed", *SUMS)
    return {unit_id: Kept(GroupSums(*sums), unpack_totals(bytes(packed))) for unit_id, packed, *sums in found}


def open_roots() -> Q:
    """The units on top of which the company is the sum, as a condition of their totals."""
    return Q(org_unit__parent__isnull=True, org_unit__closed_on__isnull=True, org_unit__isnull=False)


def as_columns(kept: Kept) -> Mapping[str, Any]:
    """Kept numbers as the columns of a row."""
    return {"packed": pack_totals(kept.totals), **sums_as_columns(kept.sums)}


def with_leave(row: KeptTotals, leave: KeptTotals) -> None:
    """Add to a row, which is not written, the numbers of those on leave."""
    for name in SUMS:
        setattr(row, name, getattr(row, name) + getattr(leave, name))
    parts = [unpack_totals(bytes(one.packed)) for one in (row, leave) if one.packed]
    row.packed = pack_totals(add_totals(parts))


def sums_as_columns(sums: GroupSums) -> Mapping[str, Any]:
    return {name: getattr(sums, name) for name in SUMS}
