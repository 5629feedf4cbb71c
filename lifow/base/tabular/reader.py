"""Bytes to records: encoding, delimiter, headings, quotes, and where in the file each record begins."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lifow.base.tabular.kinds import kind_of_bytes, kind_of_text

DELIMITERS = (",", ";", "\t", "|")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

RanOn = Callable[[list[str], list[list[str]]], bool]
"""Whether a record's cells have swallowed later lines (their cells), by a quote that was never closed."""


class TableError(ValueError):
    """A file cannot be read as a table: `code` is one of `READING_REASONS`, `line` where, or 0."""

    def __init__(self, code: str, line: int = 0) -> None:
        self.code = code
        self.line = line
        super().__init__(code)


class Record(NamedTuple):
    """Cells of one record; a faulty one, whose quotes do not pair up, has those that could be made out.

    `line` is that of the file where it begins. `row` is what a spreadsheet shows beside it: empty lines
    count, and a cell with several lines of text is in one row. Both count from 1.
    """

    line: int
    row: int
    cells: list[str]
    is_faulty: bool
    is_many_lines: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


class Table(NamedTuple):
    """A file opened: its headings and their row, its delimiter, its lines from the first data line on."""

    headings: list[str]
    delimiter: str
    lines: list[str]
    headings_row: int
    first_line: int

    def is_cut_off(self, record: "Record") -> bool:
        """Whether the file ends in this record without an end of line, as one not written whole does."""
        last = self.first_line + len(self.lines) - 1
        return record.line == last and not self.lines[-1].endswith(("\r", "\n"))

    def records(self, ran_on: RanOn | None = None) -> Iterator[Record]:
        """Each record that is not blank, in order.

        A stray quote makes the record of its line faulty, and the next line is read as if it were not there;
        `ran_on` finds one that has paired with a quote of another row.
        """
        source = _Lines(self.lines)
        for record in _parsed(source, self.delimiter, self.first_line, self.headings_row + 1, ran_on):
            if not record.is_blank:
                yield record


def open_table(
    content: bytes | str,
    recognised: Callable[[list[str]], int] = len,
    delimiters: Sequence[str] = DELIMITERS,
) -> Table:
    """Find the headings, the first line that is not blank, and the delimiter.

    The delimiter is the one with the most headings `recognised`, then with the most cells. A line before them
    such as `sep=;`, which spreadsheets write, decides by itself. UTF-8 with or without BOM, UTF-16 with one;
    any line ends. Raises TableError `empty_file`, `not_utf8`, `utf16_without_bom`, or with what the file is
    instead (`kinds`).
    """
    lines = list(io.StringIO(_decoded(content), newline=""))
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise TableError("empty_file")
    hint = lines[start].strip().casefold()
    if hint.startswith("sep=") and len(hint) == len("sep=") + 1 and len(lines) > start + 1:
        delimiters, start = (hint[-1],), start + 1
    heads = {delimiter: _head(lines[start:], delimiter) for delimiter in delimiters}
    delimiter = max(heads, key=lambda each: (recognised(heads[each][0]), len(heads[each][0])))
    headings, length = heads[delimiter]
    begin = start + length
    return Table(headings, delimiter, lines[begin:], start + 1, begin + 1)


def _decoded(content: bytes | str) -> str:
    if isinstance(content, str):
        return _text(content.removeprefix("\ufeff"))
    if kind := kind_of_bytes(content):
        raise TableError(kind)
    encoding = "utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig"
    if encoding != "utf-16" and content[:2000].count(0) * 4 > len(content[:2000]):
        raise TableError("utf16_without_bom")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError("not_utf8", content.count(b"\n", 0, error.start) + 1) from error
    return _text(text)


def _text(text: str) -> str:
    if kind := kind_of_text(text):
        raise TableError(kind)
    return text


def _head(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The first record and how many lines it takes."""
    source = _Lines(lines)
    record = next(_parsed(source, delimiter), Record(1, 1, [], is_faulty=False))
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
    source: _Lines, delimiter: str, first_line: int = 1, first_row: int = 1, ran_on: RanOn | None = None
) -> Iterator[Record]:
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    row = first_row
    while True:
        start = source.position
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        later = source.lines[start + 1 : source.position]
        if cells is None or (ran_on and later and ran_on(cells, [_lenient(one, delimiter) for one in later])):
            source.position = start + 1
            yield Record(first_line + start, row, _lenient(source.lines[start], delimiter), is_faulty=True)
        else:
            yield Record(first_line + start, row, cells, is_faulty=False, is_many_lines=bool(later))
        row += 1


def _lenient(line: str, delimiter: str) -> list[str]:
    if len(line) >= csv.field_size_limit():
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])
