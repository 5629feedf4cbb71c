"""One record of a roster file to one row: each cell to its field, and what of it cannot be read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from lifow.base.tabular import Record, unguarded
from lifow.people.roster.interchange.cells import LIMITS, email_of, id_of, manager_id_of, status_of
from lifow.people.roster.interchange.columns import Columns
from lifow.people.roster.interchange.dates import date_of, day_of
from lifow.people.roster.interchange.hours import WorkingHours, working_hours_of
from lifow.people.roster.interchange.languages import languages_of
from lifow.people.roster.interchange.mapping import RosterMapping
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.state import Status
from lifow.people.roster.interchange.texts import UNIT_SEPARATORS, CellError, text_of
from lifow.people.roster.interchange.zones import timezone_of

SHOWN_CHARACTERS = 60
# Without these a row is about nobody, or may mean too much: any other cell that cannot be read says nothing.
NEEDED = ("external_id", "status")
# Cells that hardly ever come twice are not remembered.
UNIQUE = ("external_id", "email")


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
        self.separators = (mapping.unit_separator,) if mapping.unit_separator else UNIT_SEPARATORS
        self.positions = {
            field: places[0] for field, places in columns.positions.items() if field != "org_unit"
        }
        self.unit_positions = columns.positions.get("org_unit", ())
        self.unfilled = set(columns.positions)
        self.needed = {columns.heading(field) for field in NEEDED}
        self.readers = [
            self._reader(field, position)
            for field, position in sorted(self.positions.items(), key=lambda item: item[1])
        ]
        self.unit_reader = self._reader("org_unit", -1)
        self.read_day = _remembering(lambda moment: day_of(*moment))
        self.unsaid = _remembering(frozenset)

    def external_id(self, record: Record) -> str:
        position = self.positions["external_id"]
        return " ".join(self._plain(record.cells[position]).split()) if position < len(record.cells) else ""

    def are_labels(self, record: Record) -> bool:
        """Whether the first record below the headings is what the system calls the columns, and nobody."""
        if self.mapping.heading_rows < 2 or "status" not in self.positions:
            return False
        place = self.positions["status"]
        cell = record.cells[place] if place < len(record.cells) else ""
        return bool(cell.strip()) and any(
            reader.field == "status" and reader.read(cell).__class__ is CellError for reader in self.readers
        )

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
        problems = [each for each in unread if each.column in self.needed]
        problems = problems or self._contradictions(record.line, values)
        if problems:
            return None, problems
        self.unread += unread
        return RosterRow(line=record.line, **values), []

    def _of_shape(self, record: Record, code: str) -> RowProblem:
        expected = str(len(self.columns.headings))
        return RowProblem(record.line, "", str(len(record.cells)), code, {"expected": expected})

    def _plain(self, cell: str) -> str:
        return unguarded(cell) if self.columns.is_partial else cell

    def _reader(self, field: str, position: int) -> "_ColumnReader":
        read = self._unit_path if field == "org_unit" else _cell_reader(field, self.mapping)

        def understand(cell: str) -> Any:
            """What a cell says: None is nothing, "" is “none”; the error where it cannot be read."""
            if cell and not cell.isspace():
                self.unfilled.discard(field)
                if cell.strip().casefold() in self.mapping.none.get(field, ()):
                    return ""
            try:
                value = read(cell)
            except CellError as error:
                return error
            if value in (None, "", ()):
                return "" if field in self.mapping.in_charge else None
            return value

        name = _ATTRIBUTES.get(field, field)
        return _ColumnReader(
            field, name, position, understand if field in UNIQUE else _remembering(understand)
        )

    def _values(self, line: int, cells: list[str]) -> tuple[dict[str, Any], list[RowProblem]]:
        """What the cells say, by the fields of a row, and those that cannot be read."""
        values: dict[str, Any] = {}
        unread: list[RowProblem] = []
        if self.columns.is_partial:
            cells = [unguarded(cell) for cell in cells]
        number = len(cells)
        for field, name, position, read in self.readers:
            if position < number:
                value = read(cells[position])
                if value.__class__ is CellError:
                    unread.append(self._problem(line, field, cells[position], value))
                    value = None
                values[name] = value
        if self.unit_positions:
            path = self.separators[0].join(cells[place] for place in self.unit_positions if place < number)
            value = self.unit_reader.read(path)
            if value.__class__ is CellError:
                unread.append(self._problem(line, "org_unit", path, value))
                value = None
            values["unit_path"] = value
        self._settle_days(values, unread, line)
        _choose_names(values)
        values["unsaid"] = self.unsaid(tuple(name for name, value in values.items() if value is None))
        if not values.get("unit_path"):
            values["unit_path"] = ()
        return values, unread

    def _settle_days(self, values: dict[str, Any], unread: list[RowProblem], line: int) -> None:
        """Turn moments into days where the person is."""
        for field in ("start_on", "end_on"):
            moment = values.get(field)
            if moment.__class__ is not datetime:
                continue
            zone = values.get("timezone") or self.mapping.timezone
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
        """Parts of a path. Columns that are joined may be empty; a part inside one cell may not.

        Some systems begin each path with the separator, and write the top as one: “/Sales”, “/”.
        """
        spaced = f" {cell} "
        separator = next((one for one in self.separators if one in spaced), self.separators[0])
        text = spaced if separator.strip() != separator else cell.strip()
        if text.startswith(separator) and text != separator:
            text = text.removeprefix(separator)
        elif text and text == separator:
            return (text,)
        parts = [text_of(part, LIMITS["org_unit"]) for part in text.split(separator)]
        if len(self.unit_positions) == 1 and any(parts) and not all(parts):
            raise CellError("bad_unit_path", separator=separator)
        return tuple(part for part in parts if part)

    def _contradictions(self, line: int, values: dict[str, Any]) -> list[RowProblem]:
        if not values.get("external_id"):
            return [RowProblem(line, self.columns.heading("external_id"), "", "missing_value")]
        start_on, end_on = values.get("start_on"), values.get("end_on")
        if start_on and end_on and end_on < start_on:
            heading = self.columns.heading("end_on")
            params = {"start_on": start_on.isoformat()}
            return [RowProblem(line, heading, end_on.isoformat(), "end_before_start", params)]
        return []


class _ColumnReader(NamedTuple):
    """A column: its field, the row's attribute, where it is, and what a cell of it says."""

    field: str
    name: str
    position: int
    read: Callable[[str], Any]


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
        "job_code": lambda cell: id_of(cell, limit),
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
