"""A roster file to rows: what each line says of one person, and what is wrong with the bad lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from lifow.base.tabular import Record, unguarded
from lifow.people.roster.interchange.cells import (
    LIMITS,
    CellError,
    WorkingHours,
    date_of,
    email_of,
    languages_of,
    status_of,
    text_of,
    timezone_of,
    working_hours_of,
)
from lifow.people.roster.interchange.columns import Columns, match_columns, open_roster
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.state import Status

SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What one line says of one person. None means that the file says nothing; "" that it says “none”.

    An empty manager is the top of the company. Optional cells of the person (time zone, languages, hours)
    and dates are None where they are empty, because an empty cell there does not take anything away.
    """

    line: int
    external_id: str
    given_name: str
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


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """The good rows and the problems of the bad ones.

    `bad_ids` are the external ids of bad rows: those people are in the file and must not pass for leavers.
    `unidentified` counts bad rows that may be about others as well: without a readable id, with quotes that
    do not pair up, or over several lines. `is_partial` is true of a reject file that comes back: who is
    missing from it has not left.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[RowProblem, ...]
    columns: Columns
    bad_ids: frozenset[str] = frozenset()
    unidentified: int = 0

    @property
    def is_partial(self) -> bool:
        return self.columns.is_partial


def parse_roster(content: bytes | str, mapping: RosterMapping = NO_MAPPING) -> ParsedRoster:
    """Read a roster in CSV: UTF-8 or UTF-16 with BOM, delimited by comma, semicolon, tab or bar.

    A bad row is a problem with its line, and the rows around it are read. Cells that look like formulas are
    text. Raises RosterError where the file as a whole cannot be read: see `FILE_REASONS`.
    """
    table = open_roster(content, mapping.columns)
    columns = match_columns(table.headings, mapping.columns)
    reader = _RowReader(columns, mapping)
    rows: list[RosterRow] = []
    faults: list[_Fault] = []
    for record in table.records(columns.ran_on):
        row, problems = reader.read(record)
        if row is None:
            external_id = reader.external_id(record)
            is_told = bool(external_id) and not (record.is_faulty or record.is_many_lines)
            faults.append(_Fault(external_id, is_told, problems))
        else:
            rows.append(row)
    return _without_duplicates(rows, faults, columns)


class _Fault(NamedTuple):
    """A bad row: the id in it, whether it `is_told` that it is about nobody else, and what is wrong."""

    external_id: str
    is_told: bool
    problems: list[RowProblem]


def _without_duplicates(rows: list[RosterRow], faults: list[_Fault], columns: Columns) -> ParsedRoster:
    """An id that several good rows claim is nobody's: all of them are bad, and each names the others."""
    lines = defaultdict(list)
    for row in rows:
        lines[row.external_id].append(row.line)
    doubled = {external_id for external_id, places in lines.items() if len(places) > 1}
    heading = columns.heading("external_id")
    problems = list(chain.from_iterable(fault.problems for fault in faults))
    problems += (
        duplicate(row.line, heading, row.external_id, lines[row.external_id], "duplicate_external_id")
        for row in rows
        if row.external_id in doubled
    )
    return ParsedRoster(
        rows=tuple(row for row in rows if row.external_id not in doubled) if doubled else tuple(rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        columns=columns,
        bad_ids=frozenset({fault.external_id for fault in faults if fault.external_id} | doubled),
        unidentified=sum(not fault.is_told for fault in faults),
    )


def duplicate(line: int, column: str, value: str, lines: Iterable[int], code: str) -> RowProblem:
    """The problem of a value that other lines hold as well, naming those lines."""
    others = ", ".join(str(each) for each in sorted(lines) if each != line)
    return RowProblem(line, column, value, code, {"lines": others})


class _RowReader:
    """Reads records by one file's columns. Equal cells are understood once: dates and units repeat a lot."""

    def __init__(self, columns: Columns, mapping: RosterMapping) -> None:
        self.columns = columns
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

    def external_id(self, record: Record) -> str:
        position = self.positions["external_id"]
        return " ".join(self._plain(record.cells[position]).split()) if position < len(record.cells) else ""

    def read(self, record: Record) -> tuple[RosterRow | None, list[RowProblem]]:
        cells, expected = record.cells, len(self.columns.headings)
        if record.is_faulty:
            return None, [RowProblem(record.line, "", _shown("".join(cells)), "bad_quote")]
        if len(cells) != expected and (len(cells) < expected or any(map(str.strip, cells[expected:]))):
            code = "too_many_cells" if len(cells) > expected else "too_few_cells"
            return None, [RowProblem(record.line, "", str(len(cells)), code, {"expected": str(expected)})]
        values, problems = self._values(record.line, cells)
        if not problems:
            problems = self._contradictions(record.line, values)
        return (None, problems) if problems else (RosterRow(line=record.line, **values), [])

    def _plain(self, cell: str) -> str:
        return unguarded(cell) if self.columns.is_partial else cell

    def _values(self, line: int, cells: list[str]) -> tuple[dict[str, Any], list[RowProblem]]:
        values: dict[str, Any] = {}
        problems = []
        for field, position, reader in self.readers:
            cell = self._plain(cells[position])
            try:
                values[_ATTRIBUTES.get(field, field)] = reader(cell)
            except CellError as error:
                problems.append(self._problem(line, field, cell, error))
        if self.unit_positions:
            cell = self.separator.join(self._plain(cells[place]) for place in self.unit_positions)
            try:
                values["unit_path"] = self.read_unit(cell)
            except CellError as error:
                problems.append(self._problem(line, "org_unit", cell, error))
        if "full_name" in values:
            _fill_names(values)
        return values, problems

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
        start_on, end_on = values.get("start_on"), values.get("end_on")
        if start_on and end_on and end_on < start_on:
            heading = self.columns.heading("end_on")
            return [
                RowProblem(
                    line, heading, end_on.isoformat(), "end_before_start", {"start_on": start_on.isoformat()}
                )
            ]
        missing = [field for field in ("external_id", "given_name") if not values[field]]
        return [RowProblem(line, self.columns.heading(field), "", "missing_value") for field in missing]


_ATTRIBUTES = {"org_unit_code": "unit_code", "org_unit_parent": "unit_parent"}


def _fill_names(values: dict[str, Any]) -> None:
    """Take a full name where given names are absent: “Osei, Ama” says which is which, “Ama Osei” does not."""
    full_name = values.pop("full_name")
    if values.get("given_name"):
        return
    family, comma, given = full_name.partition(",")
    values["given_name"] = given.strip() if comma and given.strip() else full_name
    values["family_name"] = family.strip() if comma and given.strip() else values.get("family_name")


def _cell_reader(field: str, mapping: RosterMapping) -> Callable[[str], object]:
    readers: dict[str, Callable[[str], object]] = {
        "email": email_of,
        "status": lambda cell: status_of(cell, mapping),
        "start_on": lambda cell: date_of(cell, mapping),
        "end_on": lambda cell: date_of(cell, mapping),
        "timezone": timezone_of,
        "languages": lambda cell: languages_of(cell, mapping),
        "working_hours": working_hours_of,
        "manager_email": lambda cell: email_of(cell) or "",
    }
    limit = LIMITS.get(field)
    return readers.get(field, lambda cell: text_of(cell, limit))


def _remembering(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    known: dict[str, Any] = {}

    def read(cell: str) -> Any:
        try:
            return known[cell]
        except KeyError:
            value = known[cell] = reader(cell)
            return value

    return read


def _shown(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"
