"""What another system writes of org units, row by row, by the plan of files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from lifow.base.database.columns import among
from lifow.base.database.locks import tried_again_after_deadlock
from lifow.people.persons.models import OrgUnit
from lifow.people.persons.services import keep_records_still, touch_org_units
from lifow.people.roster.interchange import RosterPlan, RosterRow, RowProblem, UnitChange, UnitState
from lifow.people.roster.interchange.units import UnitPlan, plan_units
from lifow.people.roster.reports import units_of_rows
from lifow.people.roster.services.imports import apply_roster_plan
from lifow.people.roster.services.writes import Check, WrittenRow, rows_called


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What a row says of an org unit: None is nothing said; a parent of "" is none.

    `closes` tells whether it says when the unit is closed, `closed_on` when; None then opens it again.
    """

    line: int
    code: str
    name: str | None = None
    parent_code: str | None = None
    closes: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class SettledUnits:
    """The plan of the rows that can be written, `said` by line, and what is wrong with the others."""

    plan: UnitPlan
    said: Mapping[int, RosterRow]
    problems: Mapping[int, Sequence[RowProblem]]


@tried_again_after_deadlock
def write_org_units(
    *,
    rows: Sequence[UnitRow],
    source: str,
    places: Mapping[str, str],
    written_at: datetime,
    check: Check | None = None,
) -> tuple[WrittenRow, ...]:
    """Write what a system says of org units: found by its code, made, renamed and moved as by a roster.

    What came of each row, in their order; a bad row is left out, and so is what needs it. `check` is asked
    under the lock of imports, before anything is planned.
    """
    with transaction.atomic():
        keep_records_still()
        if check:
            check()
        codes = {code for row in rows for code in (row.code, row.parent_code) if code}
        names = {row.name for row in rows if row.name}
        settled = settle_units(units_of_rows(source=source, codes=codes, names=names), rows, places)
        plan = RosterPlan(
            as_of=written_at.date(),
            units_created=settled.plan.created,
            units_changed=tuple(_change(was, wanted) for was, wanted in settled.plan.changed),
            is_partial=True,
        )
        apply_roster_plan(plan=plan, source=source, applied_at=written_at)
        ids = rows_called(source, [row.code for row in rows], "org_unit_id")
        _close(rows, settled.said, ids, written_at)
    created = {unit.code for unit in settled.plan.created}
    return tuple(
        WrittenRow(
            external_id=row.code,
            row_id=ids.get(row.code) if row.line in settled.said else None,
            is_new=row.code in created,
            problems=tuple(settled.problems.get(row.line, ())),
        )
        for row in rows
    )


def settle_units(
    units: Sequence[UnitState], rows: Iterable[UnitRow], places: Mapping[str, str]
) -> SettledUnits:
    """Plan rows about units. A bad row is left out, then what needs it, until nothing is wrong."""
    known = {unit.code or unit.key: unit for unit in units}
    said = {row.line: _row_of_unit(row, known) for row in rows}
    problems: dict[int, list[RowProblem]] = {}
    while True:
        found = _unknown_parents(said, known, places)
        settled = plan_units(units, said.values())
        found = found or [*settled.problems, *_without_name(said, known, places)]
        if not found:
            return SettledUnits(settled, said, problems)
        for one in found:
            at = replace(one, column=places.get(one.column, one.column))
            problems.setdefault(one.line, []).append(at)
            said.pop(one.line, None)


def _row_of_unit(row: UnitRow, known: Mapping[str, UnitState]) -> RosterRow:
    """A row of a roster that says of nobody but of where the unit is."""
    stored = known.get(row.code)
    name = row.name if row.name is not None else (stored.name if stored else None)
    return RosterRow(
        line=row.line,
        external_id=row.code,
        unit_code=row.code,
        unit_path=(name,) if name is not None else (),
        unit_parent=row.parent_code,
    )


def _unknown_parents(
    said: Mapping[int, RosterRow], known: Mapping[str, UnitState], places: Mapping[str, str]
) -> list[RowProblem]:
    here = known.keys() | {row.unit_code for row in said.values()}
    return [
        RowProblem(row.line, places["parent"], row.unit_parent, "unknown_reference")
        for row in said.values()
        if row.unit_parent and row.unit_parent not in here
    ]


def _without_name(
    said: Mapping[int, RosterRow], known: Mapping[str, UnitState], places: Mapping[str, str]
) -> list[RowProblem]:
    """Rows about new units that do not say what these are called."""
    return [
        RowProblem(row.line, places["name"], "", "missing_value")
        for row in said.values()
        if not row.unit_path and row.unit_code not in known
    ]


def _change(was: UnitState, wanted: UnitState) -> UnitChange:
    return UnitChange(was, wanted, was.name, wanted.name)


def _close(
    rows: Sequence[UnitRow], said: Mapping[int, RosterRow], ids: Mapping[str, int], written_at: datetime
) -> None:
    """Keep when units are closed, as far as rows say so."""
    wanted = {ids[row.code]: row.closed_on for row in rows if row.closes and row.line in said}
    changed = [
        unit
        for unit in OrgUnit.objects.filter(pk__in=among(list(wanted)))
        if unit.closed_on != wanted[unit.pk]
    ]
    for unit in changed:
        OrgUnit.objects.filter(pk=unit.pk).update(closed_on=wanted[unit.pk])
    if changed:
        touch_org_units(unit_ids=[unit.pk for unit in changed], changed_at=written_at)
