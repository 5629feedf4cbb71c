"""A roster file to rows: what each line says of one person, and what is wrong with the bad lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from lifow.base.tabular.reader import UTF16_MARKS
from lifow.people.roster.interchange.columns import Columns, match_columns, open_roster
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.problems import RosterError, RowProblem
from lifow.people.roster.interchange.rows import RosterRow, RowReader, without
from lifow.people.roster.interchange.texts import UNIT_SEPARATORS

MOST_BYTES = 100 * 2**20
MOST_ROWS = 300_000
_LOOKED_AT = 2**20
# Words, and a number or a date behind a colon or a space: no id is written so.
_FOOTER = re.compile(
    r"(?:(?:grand |sub)?total|rows?|records?|(?:row |record )?count|number of|summe|anzahl|gesamt|generated"
    r"|exported|report (?:run|date)|end of (?:file|report))\b[\s:=].*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """The good rows, of one person maybe several, and the problems of the bad ones.

    `unread` are cells of good rows that could not be read, or were read as one should know: what was there
    stays. `blank` are the headings of columns without a word in any row. `bad_ids` are the external ids of
    bad rows: those people are in the file and must not pass for leavers. `unidentified` counts bad rows that
    may be about others as well: without a readable id, with quotes that do not pair up, or over several
    lines. `unit_separators` are what stands between the parts of paths. `is_partial` is true of a reject file
    that comes back: who is missing from it has not left.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[RowProblem, ...]
    columns: Columns
    bad_ids: frozenset[str] = frozenset()
    unidentified: int = 0
    unread: tuple[RowProblem, ...] = ()
    blank: tuple[str, ...] = ()
    unit_separators: tuple[str, ...] = UNIT_SEPARATORS

    @property
    def is_partial(self) -> bool:
        return self.columns.is_partial


def check_size(size: int) -> None:
    """Raise RosterError `too_large` for a file of more bytes than are read; before it is read."""
    if size > MOST_BYTES:
        raise RosterError("too_large", size=-(-size // 2**20), limit=MOST_BYTES // 2**20)


def check_headings(content: bytes, mapping: RosterMapping = NO_MAPPING) -> Sequence[str]:
    """The headings of a file; RosterError where it is no roster by its kind, its encoding or these."""
    head = content[:_LOOKED_AT]
    if len(head) < len(content) and not head.startswith(UTF16_MARKS):
        head = head[: head.rfind(b"\n") + 1] or head
    table = open_roster(head, mapping.columns, mapping.usual_columns)
    match_columns(table.headings, mapping.columns, mapping.left_out, mapping.usual_columns)
    return table.headings


def parse_roster(content: bytes | str, mapping: RosterMapping = NO_MAPPING) -> ParsedRoster:
    """Read a roster in CSV: UTF-8 or UTF-16 with BOM, delimited by comma, semicolon, tab or bar.

    A bad row is a problem with its line, and the rows around it are read. A second row of headings is passed
    over. Cells that look like formulas are text. Raises RosterError where the file as a whole cannot be
    read: see `FILE_REASONS`.
    """
    table = open_roster(content, mapping.columns, mapping.usual_columns)
    columns = match_columns(table.headings, mapping.columns, mapping.left_out, mapping.usual_columns)
    reader = RowReader(columns, mapping)
    rows: list[RosterRow] = []
    faults: list[_Fault] = []
    for number, record in enumerate(table.records(columns.ran_on)):
        if number > MOST_ROWS:
            raise RosterError("too_many_rows", limit=f"{MOST_ROWS:,}")
        if number == 0 and (columns.are_headings(record.cells) or reader.are_labels(record)):
            continue
        if is_footer(record.cells):
            reader.unread.append(RowProblem(record.line, "", record.cells[0].strip(), "footer"))
            continue
        row, problems = reader.read(record, is_cut_off=table.is_cut_off(record))
        if row is None:
            external_id = reader.external_id(record)
            is_told = bool(external_id) and not (record.is_faulty or record.is_many_lines)
            faults.append(_Fault(external_id, is_told, problems))
        else:
            rows.append(row)
    blank = reader.blank_fields() if rows else frozenset()
    rows = [without(row, blank & mapping.in_charge) for row in rows] if blank & mapping.in_charge else rows
    return ParsedRoster(
        rows=tuple(rows),
        problems=tuple(chain.from_iterable(fault.problems for fault in faults)),
        columns=columns,
        bad_ids=frozenset(fault.external_id for fault in faults if fault.external_id),
        unidentified=sum(not fault.is_told for fault in faults),
        unread=tuple(reader.unread),
        blank=tuple(columns.heading(field) for field in columns.positions if field in blank),
        unit_separators=reader.separators,
    )


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a record is what reports write below the people: “Total rows: 8”, alone on its line."""
    return not any(cells[1:]) and len(cells) > 0 and _FOOTER.fullmatch(cells[0].strip()) is not None


class _Fault(NamedTuple):
    """A bad row: the id in it, whether it `is_told` that it is about nobody else, and what is wrong."""

    external_id: str
    is_told: bool
    problems: list[RowProblem]
