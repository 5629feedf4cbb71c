"""The tables of a framework: rows by column that know their line, whoever wrote them.

A line is counted as a spreadsheet counts its rows: the first names the columns and is line 1, empty
lines count, and a cell that holds several lines of text is still one row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assessments.frameworks.interchange.faults import Fault, FrameworkError, Place
from lifow.base import tabular


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column, without those past the last named column."""

    file: str
    line: int
    cells: dict[str, str]

    def place(self, column: str) -> Place:
        return Place(self.file, self.line, column)


@dataclass(frozen=True, slots=True)
class Table:
    """The named columns of a file, in order, and its rows that are not empty."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def load(path: Path, needed: str = "") -> bytes:
    """The bytes of a file; one that is missing or may not be read is a fault, with why it is `needed`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FrameworkError([Fault("missing_file", Place(str(path)), expected=needed)]) from None
    except OSError as error:
        raise FrameworkError([Fault("unreadable", Place(str(path)), error.strerror or "")]) from None


def parse(
    file: str,
    data: bytes,
    columns: Sequence[str],
    *,
    delimiter: str | None = None,
    heading: Callable[[str], str] = str.strip,
) -> Table:
    """The table in `data`, which has at least `columns`; `file` is its name in faults.

    Each cell of the first line names a column by way of `heading`.

    UTF-8 with or without BOM, UTF-16 with one; any line ends. Without a `delimiter` it is the one that gives
    the most of the columns. Raises FrameworkError.
    """
    table = _opened(file, data, columns, delimiter, heading)
    head = tuple(map(heading, table.headings))
    while head and not head[-1]:
        head = head[:-1]
    if faults := [*_head_faults(Place(file, table.headings_row), head, columns)]:
        raise FrameworkError(faults)
    records = list(table.records())
    if faults := [Fault("bad_quote", Place(file, one.row)) for one in records if one.is_faulty]:
        raise FrameworkError(faults)
    if faults := [*_width_faults(file, records, len(head))]:
        raise FrameworkError(faults)
    return Table(file, head, tuple(_rows(file, head, records)))


def _opened(
    file: str, data: bytes, columns: Sequence[str], delimiter: str | None, heading: Callable[[str], str]
) -> tabular.Table:
    def recognised(headings: list[str]) -> int:
        return len({heading(one) for one in headings} & set(columns))

    try:
        return tabular.open_table(data, recognised, (delimiter,) if delimiter else tabular.DELIMITERS)
    except tabular.TableError as error:
        place = Place(file, error.line)
        raise FrameworkError([Fault(error.code, place, expected=", ".join(columns))]) from None


def _head_faults(first: Place, head: Sequence[str], columns: Iterable[str]) -> Iterator[Fault]:
    for column in columns:
        if column not in head:
            yield Fault("missing_column", replace(first, column=column))
    for column in sorted({column for column in head if head.count(column) > 1}):
        yield Fault("repeated_column", replace(first, column=column))


def _width_faults(file: str, records: Iterable[tabular.Record], width: int) -> Iterator[Fault]:
    for record in records:
        if any(cell.strip() for cell in record.cells[width:]):
            yield Fault("too_many_cells", Place(file, record.row), str(len(record.cells)), str(width))


def _rows(file: str, head: tuple[str, ...], records: Iterable[tabular.Record]) -> Iterator[Row]:
    for record in records:
        padded = [*record.cells, *[""] * (len(head) - len(record.cells))]
        yield Row(file, record.row, dict(zip(head, padded, strict=False)))
