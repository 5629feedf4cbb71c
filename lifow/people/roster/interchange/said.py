"""Rows that another system sends by themselves: planned as a part of a roster, and answered one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lifow.people.roster.interchange.brake import DEFAULT_LIMITS, NO_LIMITS, Brake, MassChange
from lifow.people.roster.interchange.changes import Notice, RosterPlan
from lifow.people.roster.interchange.columns import Columns
from lifow.people.roster.interchange.counting import counted
from lifow.people.roster.interchange.draft import under_present_ids, without_erased
from lifow.people.roster.interchange.matching import is_of_another
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.plan import plan_roster
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.repeats import has_left
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.sameness import REASONS
from lifow.people.roster.interchange.state import RosterState

# Of these many small writes make a large one: what a day's writes have changed counts together.
OF_A_DAY = (
    MassChange.LEAVERS,
    MassChange.MANAGERS,
    MassChange.UNITS,
    MassChange.JOB_CODES,
    MassChange.EMAILS,
    MassChange.NAMES,
)
# A bad row and an unknown manager are answered where they are.
HELD = (*OF_A_DAY, MassChange.EMPTIED_UNITS)


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What came of a row: nothing of one with `problems` is written. `warnings` are told with one that is."""

    row: RosterRow
    external_id: str
    is_new: bool
    problems: tuple[RowProblem, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class SaidRows:
    """The plan of rows, each with what came of it; `counts` are the changes that have a limit.

    `brakes` are the limits that are passed, by these rows and those of the day before them.
    """

    plan: RosterPlan
    rows: tuple[SaidRow, ...]
    counts: Mapping[MassChange, int]
    brakes: tuple[Brake, ...] = field(default=())


def enough_to_count(rows: int, before: Mapping[MassChange, int]) -> int:
    """How many people and org units have to be counted, so that more of them would let nothing more through.

    For so many rows after what a day's writes have changed (`before`), none of it lifted.
    """
    return max(DEFAULT_LIMITS[kind].enough(rows + before.get(kind, 0)) for kind in HELD)


def settle_rows(
    state: RosterState,
    rows: Sequence[RosterRow],
    *,
    places: Mapping[str, str],
    as_of: date,
    before: Mapping[MassChange, int],
    lifted: Mapping[MassChange, int],
    must_exist: bool = False,
) -> SaidRows:
    """Plan rows that say something of people; nobody leaves by being absent from them.

    The state may be the part of it that the rows concern, with totals of at least `enough_to_count`.
    `places` gives for a field of a row where the sender wrote it. `before` has how many changes the day's
    writes have made already, and `lifted` how many of a kind are let through this once. A row that names a
    manager or a unit that nobody knows is bad, and with `must_exist` one about somebody who is not known.
    """
    columns = Columns(
        headings=tuple(places.values()),
        positions={name: (place,) for place, name in enumerate(places)},
        ignored=(),
        is_partial=True,
    )
    bad = [*_unknown(state, rows, columns, must_exist=must_exist), *_not_taken(state, rows, as_of)]
    lines = {one.line for one in bad}
    roster = ParsedRoster(
        rows=tuple(row for row in rows if row.line not in lines), problems=tuple(bad), columns=columns
    )
    _kept, erased = without_erased(under_present_ids(roster, state), state)
    told = tuple(
        RowProblem(row.line, columns.heading("external_id"), "", "erased_person")
        for row in roster.rows
        if row.line in erased
    )
    roster = replace(
        roster,
        rows=tuple(row for row in roster.rows if row.line not in erased),
        problems=(*roster.problems, *told),
    )
    plan = plan_roster(state, roster, as_of=as_of, limits=NO_LIMITS)
    counts = counted(state, roster, plan)
    return SaidRows(
        plan=plan,
        rows=tuple(_answers(state, rows, plan, columns)),
        counts={kind: counts[kind][0] for kind in OF_A_DAY if counts[kind][0]},
        brakes=tuple(_brakes(counts, before, lifted)),
    )


def _unknown(
    state: RosterState, rows: Sequence[RosterRow], columns: Columns, *, must_exist: bool
) -> Iterable[RowProblem]:
    """Ids in rows that name nothing: managers, units, and people where they have to be there."""
    people = state.by_external_id.keys() | state.former_ids.keys()
    here = people if must_exist else people | {row.external_id for row in rows}
    units = {unit.code or unit.key for unit in state.units}
    for row in rows:
        named = {
            "manager_external_id": (row.manager_external_id, here),
            "org_unit_code": (row.unit_code, units),
        }
        if must_exist:
            named["external_id"] = (row.external_id, people)
        for column, (value, known) in named.items():
            if value and value not in known:
                yield RowProblem(row.line, columns.heading(column), value, "unknown_reference")


def _not_taken(state: RosterState, rows: Sequence[RosterRow], as_of: date) -> Iterable[RowProblem]:
    """Rows of which nothing is taken: another system has the person, or they left before lifow knew them."""
    for row in rows:
        person = state.by_external_id.get(state.former_ids.get(row.external_id, row.external_id))
        if person is None and has_left(row, as_of):
            yield RowProblem(row.line, "external_id", row.external_id, "former_employee")
        elif person is not None and is_of_another(state, row):
            params = {"person": person.label}
            yield RowProblem(row.line, "external_id", row.external_id, "named_elsewhere", params)


def _answers(
    state: RosterState, rows: Sequence[RosterRow], plan: RosterPlan, columns: Columns
) -> Iterable[SaidRow]:
    problems: dict[int, list[RowProblem]] = {}
    for one in plan.problems:
        problems.setdefault(one.line, []).append(one)
    for asked in plan.same_people:
        params = {
            "name": asked.name,
            "person": asked.label,
            "reasons": ", ".join(REASONS[reason] for reason in asked.reasons),
        }
        place = columns.heading("external_id")
        problems.setdefault(asked.line, []).append(
            RowProblem(asked.line, place, asked.external_id, "same_person", params)
        )
    created = {new.external_id for new in plan.created}
    told: dict[str, list[Notice]] = {}
    for notice in plan.notices:
        told.setdefault(notice.params.get("person", ""), []).append(notice)
    by_id = {label.rpartition(" (")[2].removesuffix(")"): those for label, those in told.items()}
    for row in rows:
        external_id = state.former_ids.get(row.external_id, row.external_id)
        yield SaidRow(
            row=row,
            external_id=external_id,
            is_new=external_id in created,
            problems=tuple(problems.get(row.line, ())),
            warnings=tuple(by_id.get(external_id, ())),
        )


def _brakes(
    counts: Mapping[MassChange, tuple[int, int]],
    before: Mapping[MassChange, int],
    lifted: Mapping[MassChange, int],
) -> Iterable[Brake]:
    gone = before.get(MassChange.LEAVERS, 0)
    for kind in HELD:
        count, of = counts[kind]
        of += gone if kind in OF_A_DAY else 0  # who was there as the day began
        allowed = lifted.get(kind, DEFAULT_LIMITS[kind].allowed(of))
        total = count if kind in lifted else count + before.get(kind, 0)
        if count and total > allowed:
            yield Brake(kind, total, of, allowed)
