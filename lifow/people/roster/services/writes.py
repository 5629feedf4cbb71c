"""What another system writes of people, row by row, by the plan and the limits of files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifow.base.database.locks import tried_again_after_deadlock
from lifow.base.garbage import collection_paused
from lifow.people.persons.models import ExternalId
from lifow.people.persons.services import keep_records_still
from lifow.people.roster.interchange import (
    Brake,
    MassChange,
    Notice,
    RosterRow,
    RowProblem,
    SaidRow,
    SaidRows,
    enough_to_count,
    settle_rows,
)
from lifow.people.roster.reports import state_of_rows
from lifow.people.roster.services.day import changes_of_a_day, keep_changes
from lifow.people.roster.services.imports import apply_roster_plan
from lifow.people.roster.services.names import settle_names

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
    let_through = lifted or {}
    with collection_paused(), transaction.atomic():
        keep_records_still()
        if check:
            check()
        settled = _settled(rows, source, places, written_at, let_through, must_exist=must_exist)
        apply_roster_plan(plan=settled.plan, source=source, applied_at=written_at)
        keep_changes(
            source=source,
            written_by=written_by,
            written_at=written_at,
            counts=settled.counts,
            lifted=let_through,
            reason=reason,
        )
        ids = rows_called(source, [one.external_id for one in settled.rows], "person_id")
    return tuple(_answer(one, ids) for one in settled.rows)


def _settled(
    rows: Sequence[RosterRow],
    source: str,
    places: Mapping[str, str],
    written_at: datetime,
    lifted: Mapping[MassChange, int],
    *,
    must_exist: bool,
) -> SaidRows:
    """The plan of rows, against what they concern of the present. Raises WriteHeldError."""
    settle_names()
    before = changes_of_a_day(source=source, as_of=written_at)
    # Of what is held though it was lifted in part, it is told of how many it is.
    most = None if lifted else enough_to_count(len(rows), before)
    settled = settle_rows(
        state_of_rows(source=source, rows=rows, most=most, as_of=written_at),
        rows,
        places=places,
        as_of=written_at.date(),
        before=before,
        lifted=lifted,
        must_exist=must_exist,
    )
    if settled.brakes:
        raise WriteHeldError(settled.brakes)
    return settled


def _answer(one: SaidRow, ids: Mapping[str, int]) -> WrittenRow:
    return WrittenRow(
        external_id=one.row.external_id,
        row_id=None if one.problems else ids.get(one.external_id),
        is_new=one.is_new,
        problems=one.problems,
        warnings=one.warnings,
    )


def rows_called(source: str, values: Sequence[str], owner: str) -> dict[str, int]:
    """By these external ids of a source, the ids of the people or org units (`owner`) that have them."""
    named = ExternalId.objects.filter(source=source, value__in=values, **{f"{owner}__isnull": False})
    return dict(named.values_list("value", owner))
