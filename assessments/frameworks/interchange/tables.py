"""Delimited files as rows that know their line, whoever wrote them: a spreadsheet, an agency or lifow.

A line is counted as a spreadsheet counts its rows: the first names the columns and is line 1, empty
lines count, and a cell that holds several lines of text is still one row.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.frameworks.interchange.faults import Fault, FrameworkError, Place

DELIMITERS = ",;\t"


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

    UTF-8 with or without BOM, UTF-16 with one; any line ends. Without a `delimiter` it is the one of
    comma, semicolon and tab that the first line uses. Raises FrameworkError.
    """
    text = _decoded(file, data)
    delimiter = delimiter or _delimiter(text)
    lines = _split(file, text, delimiter)
    if not lines:
        raise FrameworkError([Fault("empty_file", Place(file), expected=", ".join(columns))])
    head = tuple(map(heading, lines[0]))
    while head and not head[-1]:
        head = head[:-1]
    if faults := [*_head_faults(file, head, columns)]:
        raise FrameworkError(faults)
    if faults := [*_width_faults(file, lines, len(head))]:
        raise FrameworkError(faults)
    return Table(file, head, tuple(_rows(file, head, lines)))


def _decoded(file: str, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FrameworkError([Fault("encoding", Place(file, line))]) from None


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(DELIMITERS, key=head.count)


def _split(file: str, text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        raise FrameworkError([Fault("quoting", Place(file, len(lines) + 1), str(error))]) from None
    return lines


def _head_faults(file: str, head: Sequence[str], columns: Iterable[str]) -> Iterator[Fault]:
    for column in columns:
        if column not in head:
            yield Fault("missing_column", Place(file, 1, column))
    for column in sorted({column for column in head if head.count(column) > 1}):
        yield Fault("repeated_column", Place(file, 1, column))


def _width_faults(file: str, lines: Sequence[Sequence[str]], width: int) -> Iterator[Fault]:
    for number, cells in enumerate(lines, start=1):
        if any(cell.strip() for cell in cells[width:]):
            yield Fault("too_many_cells", Place(file, number), str(len(cells)), str(width))


def _rows(file: str, head: tuple[str, ...], lines: Sequence[Sequence[str]]) -> Iterator[Row]:
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(head) - len(cells))]
            yield Row(file, number, dict(zip(head, padded, strict=False)))
