"""Bytes to records: encoding, delimiter, quotes, and the line of the file where each record begins."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lifow.people.roster.interchange.columns import Columns, recognised
from lifow.people.roster.interchange.problems import RosterError

DELIMITERS = (",", ";", "\t", "|")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Record(NamedTuple):
    """Cells of one record; `line` counts from 1. A faulty one has the cells that could be made out.

    `is_many_lines` tells a record that runs over several lines of the file.
    """

    line: int
    cells: list[str]
    is_faulty: bool
    is_many_lines: bool = False


class Table(NamedTuple):
    """A file opened: its headings, its delimiter, and its lines from the first data line on."""

    headings: list[str]
    delimiter: str
    lines: list[str]
    first_line: int

    def records(self, columns: Columns | None = None) -> Iterator[Record]:
        """Each record that is not blank, in order.

        With `columns`, a record that a stray quote has run into later ones is faulty, and costs one line.
        """
        for record in _parsed(_Lines(self.lines), self.delimiter, self.first_line, columns):
            if any(cell and not cell.isspace() for cell in record.cells):
                yield record


def decoded(content: bytes | str) -> str:
    """Text of a file in UTF-8 (with or without BOM) or in UTF-16 with BOM.

    Raises RosterError `utf16_without_bom`, or `not_utf8` with the first line that is not.
    """
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    encoding = "utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig"
    if encoding != "utf-16" and content[:2000].count(0) * 4 > len(content[:2000]):
        raise RosterError("utf16_without_bom")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RosterError("not_utf8", line=line) from error


def opened(content: bytes | str, extra_headings: Collection[str] = ()) -> Table:
    """Find the headings and the delimiter: the one with the most known headings, then with the most cells.

    A first line such as `sep=;`, which spreadsheets write, decides by itself. `extra_headings` are known too.
    Raises RosterError `empty_file` and those of `decoded`.
    """
    lines = list(io.StringIO(decoded(content), newline=""))
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise RosterError("empty_file")
    choices: tuple[str, ...] = DELIMITERS
    hint = lines[start].strip().casefold()
    if hint.startswith("sep=") and len(hint) == len("sep=") + 1 and len(lines) > start + 1:
        choices, start = (hint[-1],), start + 1
    heads = {delimiter: _head(lines[start:], delimiter) for delimiter in choices}
    delimiter = max(heads, key=lambda each: (recognised(heads[each][0], extra_headings), len(heads[each][0])))
    headings, length = heads[delimiter]
    begin = start + length
    return Table(headings, delimiter, lines[begin:], begin + 1)


def _head(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The first record and how many lines it takes."""
    source = _Lines(lines)
    record = next(_parsed(source, delimiter, 1), Record(1, [], is_faulty=False))
    return record.cells, source.position


class _Lines:
    """Lines with a position that can be set back, so that a stray quote costs its own line and no other."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.position = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.position >= len(self.lines):
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]


def _parsed(
    source: _Lines, delimiter: str, first_line: int, columns: Columns | None = None
) -> Iterator[Record]:
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        start = source.position
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        later = source.lines[start + 1 : source.position]
        if cells is None or (columns and later and _ran_on(cells, later, delimiter, columns)):
            source.position = start + 1
            yield Record(first_line + start, _lenient(source.lines[start], delimiter), is_faulty=True)
        else:
            yield Record(first_line + start, cells, is_faulty=False, is_many_lines=bool(later))


def _ran_on(cells: list[str], later: list[str], delimiter: str, columns: Columns) -> bool:
    """Whether a quote that was never closed has paired with one of another row, `later` lines in between."""
    return columns.breaks_off(cells) or any(columns.is_somebody(_lenient(line, delimiter)) for line in later)


def _lenient(line: str, delimiter: str) -> list[str]:
    if len(line) >= csv.field_size_limit():
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])
