"""What another system writes of people and org units, row by row, by the plan and the limits of files."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from lifow.base.database.columns import among
from lifow.base.database.locks import tried_again_after_deadlock
from lifow.base.garbage import collection_paused
from lifow.people.persons.models import ExternalId, OrgUnit
from lifow.people.persons.services import keep_records_still, touch_org_units
from lifow.people.roster.interchange import (
    Brake,
    MassChange,
    Notice,
    RosterPlan,
    RosterRow,
    RowProblem,
    UnitChange,
    UnitState,
    settle_rows,
)
from lifow.people.roster.interchange.units import UnitPlan, plan_units
from lifow.people.roster.models import RosterWrite
from lifow.people.roster.reports import roster_state, unit_states
from lifow.people.roster.services.imports import apply_roster_plan

A_DAY = timedelta(days=1)
Check = Callable[[], None]


class WriteHeldError(ValueError):
    """More would change than a day's writes may; nothing was written, and `brakes` say of which kinds."""

    def __init__(self, brakes: Sequence[Brake]) -> None:
        self.brakes = tuple(brakes)
        super().__init__(" ".join(one.counted for one in brakes))


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """What came of a row: `row_id` of the person or unit, None where nothing of it was written."""

    external_id: str
    row_id: int | None
    is_new: bool
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[Notice, ...] = ()


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


@tried_again_after_deadlock
def write_people(
    *,
    rows: Sequence[RosterRow],
    source: str,
    places: Mapping[str, str],
    written_by: str,
    written_at: datetime,
    lifted: Mapping[MassChange, int] | None = None,
    reason: str = "",
    must_exist: bool = False,
    check: Check | None = None,
) -> tuple[WrittenRow, ...]:
    """Write what a system says of people and where they work; what came of each row, in their order.

    It is planned and written as a part of the system's roster is, under the lock of imports: of two at once
    the second plans what the first left, and twice is once. A bad row is left out. `check` is asked under the
    lock, before anything is planned. Raises WriteHeldError, and writes nothing, where these rows and those of
    the day before them change more than a file may, unless the kind is `lifted` to as many for a `reason`.
    """
    with collection_paused(), transaction.atomic():
        keep_records_still()
        if check:
            check()
        settled = settle_rows(
            roster_state(source=source),
            rows,
            places=places,
            as_of=written_at.date(),
            before=changes_of_a_day(source=source, as_of=written_at),
            lifted=lifted or {},
            must_exist=must_exist,
        )
        if settled.brakes:
            raise WriteHeldError(settled.brakes)
        apply_roster_plan(plan=settled.plan, source=source, applied_at=written_at)
        _remember(source, written_by, written_at, settled.counts, lifted or {}, reason)
        ids = _rows_called(source, [one.external_id for one in settled.rows], "person_id")
    return tuple(
        WrittenRow(
            external_id=one.row.external_id,
            row_id=None if one.problems else ids.get(one.external_id),
            is_new=one.is_new,
            problems=one.problems,
            warnings=one.warnings,
        )
        for one in settled.rows
    )


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
        units = unit_states(source=source)
        known = {unit.code or unit.key: unit for unit in units}
        said = {row.line: _row_of_unit(row, known) for row in rows}
        settled, problems = _settled_units(units, known, said, places)
        plan = RosterPlan(
            as_of=written_at.date(),
            units_created=settled.created,
            units_changed=tuple(_change(was, wanted) for was, wanted in settled.changed),
            is_partial=True,
        )
        apply_roster_plan(plan=plan, source=source, applied_at=written_at)
        ids = _rows_called(source, [row.code for row in rows], "org_unit_id")
        _close(rows, said, ids, written_at)
    created = {unit.code for unit in settled.created}
    return tuple(
        WrittenRow(
            external_id=row.code,
            row_id=ids.get(row.code) if row.line in said else None,
            is_new=row.code in created,
            problems=tuple(problems.get(row.line, ())),
        )
        for row in rows
    )


def _settled_units(
    units: Sequence[UnitState],
    known: Mapping[str, UnitState],
    said: dict[int, RosterRow],
    places: Mapping[str, str],
) -> tuple[UnitPlan, dict[int, list[RowProblem]]]:
    """The plan of the rows that can be written, and by line what is wrong with the others.

    A bad row is taken out of `said`, then what needs it, until nothing is wrong.
    """
    problems: dict[int, list[RowProblem]] = {}
    while True:
        found = _unknown_parents(said, known, places)
        settled = plan_units(units, said.values())
        found = found or [*settled.problems, *_without_name(said, known, places)]
        if not found:
            return settled, problems
        for one in found:
            at = replace(one, column=places.get(one.column, one.column))
            problems.setdefault(one.line, []).append(at)
            said.pop(one.line, None)


def _rows_called(source: str, values: Sequence[str], owner: str) -> dict[str, int]:
    """By these external ids of a source, the ids of the people or org units (`owner`) that have them."""
    named = ExternalId.objects.filter(source=source, value__in=values, **{f"{owner}__isnull": False})
    return dict(named.values_list("value", owner))


def changes_of_a_day(*, source: str, as_of: datetime) -> dict[MassChange, int]:
    """How many changes of each kind a system's writes have made within a day.

    What came before a write for which the kind was let through was looked at then, and counts no more.
    """
    counts: Counter[MassChange] = Counter()
    rows = RosterWrite.objects.filter(source=source, written_at__gt=as_of - A_DAY).order_by("pk")
    for changed, lifted in rows.values_list("counts", "lifted"):
        for kind in lifted:
            counts[MassChange(kind)] = 0
        for kind, count in changed.items():
            if kind not in lifted:
                counts[MassChange(kind)] += count
    return dict(counts)


def _remember(
    source: str,
    written_by: str,
    written_at: datetime,
    counts: Mapping[MassChange, int],
    lifted: Mapping[MassChange, int],
    reason: str,
) -> None:
    """Keep what has a limit, in numbers; a write that changes nothing of the kind leaves no row."""
    used = {kind.value: count for kind, count in lifted.items() if kind in counts}
    if counts or used:
        RosterWrite.objects.create(
            source=source,
            written_by=written_by,
            written_at=written_at,
            counts={kind.value: count for kind, count in counts.items()},
            lifted=used,
            reason=reason if used else "",
        )


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
