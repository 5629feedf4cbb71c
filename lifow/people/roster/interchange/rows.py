"""One record of a roster file to one row: each cell to its field, and what of it cannot be read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lifow.base.tabular import Record, unguarded
from lifow.people.roster.interchange.cells import LIMITS, email_of, id_of, manager_id_of, status_of
from lifow.people.roster.interchange.columns import Columns
from lifow.people.roster.interchange.dates import date_of, day_of
from lifow.people.roster.interchange.hours import WorkingHours, working_hours_of
from lifow.people.roster.interchange.languages import languages_of
from lifow.people.roster.interchange.mapping import RosterMapping
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.state import Status
from lifow.people.roster.interchange.texts import CellError, text_of
from lifow.people.roster.interchange.zones import timezone_of

SHOWN_CHARACTERS = 60
# Without these a row is about nobody, or may mean too much: any other cell that cannot be read says nothing.
NEEDED = ("external_id", "status")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What one line says of one person: None is nothing said, "" (of an email too) says “none”.

    Nothing is said by a column that is absent, by an empty cell of one that the file is not in charge of, and
    by a cell that cannot be read. `unsaid` are the fields of this row's own cells of the last two kinds.
    """

    line: int
    external_id: str
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    job_title: str | None = None
    job_code: str | None = None
    unit_path: tuple[str, ...] = ()
    unit_code: str | None = None
    unit_parent: str | None = None
    manager_external_id: str | None = None
    manager_email: str | None = None
    status: Status | None = None
    start_on: date | None = None
    end_on: date | None = None
    timezone: str | None = None
    languages: tuple[str, ...] | None = None
    working_hours: WorkingHours | None = None
    unsaid: frozenset[str] = frozenset()


def without(row: RosterRow, fields: Collection[str]) -> RosterRow:
    """The row as if it said nothing of these fields."""
    nothing: dict[str, Any] = dict.fromkeys(fields)
    return replace(row, **nothing, unsaid=row.unsaid | frozenset(fields))


class RowReader:
    """Reads records by one file's columns. Equal cells are understood once: dates and units repeat a lot.

    `unread` gathers the cells of good rows that could not be read.
    """

    def __init__(self, columns: Columns, mapping: RosterMapping) -> None:
        self.columns = columns
        self.mapping = mapping
        self.unread: list[RowProblem] = []
        self.separator = mapping.unit_separator
        self.positions = {
            field: places[0] for field, places in columns.positions.items() if field != "org_unit"
        }
        self.unit_positions = columns.positions.get("org_unit", ())
        self.readers = [
            (field, position, _remembering(_cell_reader(field, mapping)))
            for field, position in sorted(self.positions.items(), key=lambda item: item[1])
        ]
        self.read_unit = _remembering(self._unit_path)
        self.read_day = _remembering(lambda moment: day_of(*moment))
        self.unfilled = set(columns.positions)

    def external_id(self, record: Record) -> str:
        position = self.positions["external_id"]
        return " ".join(self._plain(record.cells[position]).split()) if position < len(record.cells) else ""

    def blank_fields(self) -> frozenset[str]:
        """The fields whose columns had no word in any record so far."""
        return frozenset(self.unfilled)

    def read(self, record: Record, *, is_cut_off: bool = False) -> tuple[RosterRow | None, list[RowProblem]]:
        """The row of a record, or what is wrong with it. Spreadsheets leave out empty cells at the end."""
        cells, expected = record.cells, len(self.columns.headings)
        if record.is_faulty:
            return None, [RowProblem(record.line, "", _shown("".join(cells)), "bad_quote")]
        if any(map(str.strip, cells[expected:])):
            return None, [self._of_shape(record, "too_many_cells")]
        if is_cut_off and len(cells) < expected:
            return None, [self._of_shape(record, "cut_off")]
        values, unread = self._values(record.line, cells)
        problems = [each for each in unread if each.column in self._needed_headings]
        problems = problems or self._contradictions(record.line, values)
        if problems:
            return None, problems
        self.unread += unread
        return RosterRow(line=record.line, **values), []

    @property
    def _needed_headings(self) -> set[str]:
        return {self.columns.heading(field) for field in NEEDED}

    def _of_shape(self, record: Record, code: str) -> RowProblem:
        expected = str(len(self.columns.headings))
        return RowProblem(record.line, "", str(len(record.cells)), code, {"expected": expected})

    def _plain(self, cell: str) -> str:
        return unguarded(cell) if self.columns.is_partial else cell

    def _values(self, line: int, cells: list[str]) -> tuple[dict[str, Any], list[RowProblem]]:
        """What the cells say, by the fields of a row, and those that cannot be read."""
        values: dict[str, Any] = {}
        unread: list[RowProblem] = []
        for field, position, reader in self.readers:
            if position < len(cells):
                self._take(values, unread, field, self._plain(cells[position]), line, reader)
        if self.unit_positions:
            parts = [self._plain(cells[place]) for place in self.unit_positions if place < len(cells)]
            self._take(values, unread, "org_unit", self.separator.join(parts), line, self.read_unit)
        values = {_ATTRIBUTES.get(field, field): value for field, value in values.items()}
        self._settle_days(values, unread, line)
        _choose_names(values)
        said = {name: value for name, value in values.items() if value is not None}
        return {**said, "unsaid": frozenset(values.keys() - said.keys())}, unread

    def _take(
        self,
        values: dict[str, Any],
        unread: list[RowProblem],
        field: str,
        cell: str,
        line: int,
        reader: Callable[[str], Any],
    ) -> None:
        """Put what a cell says into `values`: None is nothing, "" is “none”."""
        values[field] = None
        if cell and not cell.isspace():
            self.unfilled.discard(field)
            if cell.strip().casefold() in self.mapping.none.get(field, ()):
                values[field] = ""
                return
        try:
            value = reader(cell)
        except CellError as error:
            unread.append(self._problem(line, field, cell, error))
            return
        if value in (None, "", ()):
            value = "" if field in self.mapping.in_charge else None
        values[field] = value

    def _settle_days(self, values: dict[str, Any], unread: list[RowProblem], line: int) -> None:
        """Turn moments into days where the person is."""
        zone = values.get("timezone") or self.mapping.timezone
        for field in ("start_on", "end_on"):
            moment = values.get(field)
            if not isinstance(moment, datetime):
                continue
            shown = moment.isoformat().replace("+00:00", "Z")
            try:
                values[field], is_told = self.read_day((moment, zone))
            except CellError as error:
                values[field] = None
                unread.append(self._problem(line, field, shown, error))
                continue
            if is_told:
                read_as = CellError("day_of_zone", day=values[field].isoformat(), zone=zone)
                unread.append(self._problem(line, field, shown, read_as))

    def _problem(self, line: int, field: str, cell: str, error: CellError) -> RowProblem:
        return RowProblem(line, self.columns.heading(field), _shown(cell), error.code, error.params)

    def _unit_path(self, cell: str) -> tuple[str, ...]:
        """Parts of a path. Columns that are joined may be empty; a part inside one cell may not."""
        text = f" {cell} " if self.separator.strip() != self.separator else cell
        parts = [text_of(part, LIMITS["org_unit"]) for part in text.split(self.separator)]
        if len(self.unit_positions) == 1 and any(parts) and not all(parts):
            raise CellError("bad_unit_path", separator=self.separator)
        return tuple(part for part in parts if part)

    def _contradictions(self, line: int, values: dict[str, Any]) -> list[RowProblem]:
        if "external_id" not in values:
            return [RowProblem(line, self.columns.heading("external_id"), "", "missing_value")]
        start_on, end_on = values.get("start_on"), values.get("end_on")
        if start_on and end_on and end_on < start_on:
            heading = self.columns.heading("end_on")
            params = {"start_on": start_on.isoformat()}
            return [RowProblem(line, heading, end_on.isoformat(), "end_before_start", params)]
        return []


_ATTRIBUTES = {"org_unit": "unit_path", "org_unit_code": "unit_code", "org_unit_parent": "unit_parent"}


def _choose_names(values: dict[str, Any]) -> None:
    """The preferred names before the legal ones, and a full name where there is no given one.

    “Osei, Ama” says which is which, “Ama Osei” does not.
    """
    for name in ("given_name", "family_name"):
        preferred = values.pop(f"preferred_{name}", None)
        if preferred:
            values[name] = preferred
    full_name = values.pop("full_name", None)
    if values.get("given_name") or not full_name:
        return
    family, comma, given = full_name.partition(",")
    if comma and given.strip():
        values["given_name"], values["family_name"] = given.strip(), family.strip()
    else:
        values["given_name"] = full_name


def _cell_reader(field: str, mapping: RosterMapping) -> Callable[[str], object]:
    limit = LIMITS.get(field)
    readers: dict[str, Callable[[str], object]] = {
        "external_id": lambda cell: id_of(cell, limit),
        "email": email_of,
        "status": lambda cell: status_of(cell, mapping),
        "start_on": lambda cell: date_of(cell, mapping),
        "end_on": lambda cell: date_of(cell, mapping),
        "timezone": timezone_of,
        "languages": lambda cell: languages_of(cell, mapping.languages),
        "working_hours": working_hours_of,
        "manager_external_id": manager_id_of,
        "manager_email": email_of,
        "org_unit_code": lambda cell: id_of(cell, limit),
        "org_unit_parent": lambda cell: id_of(cell, limit),
    }
    return readers.get(field, lambda cell: text_of(cell, limit))


def _remembering(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def read(cell: Any) -> Any:
        try:
            return known[cell]
        except KeyError:
            value = known[cell] = reader(cell)
            return value

    return read


def _shown(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"
