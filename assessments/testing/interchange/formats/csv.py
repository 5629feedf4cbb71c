"""lifow's own table of items: a line a question, for a spreadsheet; with pictures, a zip archive around it.

| column                        | of which kinds                                                            |
|-------------------------------|---------------------------------------------------------------------------|
| `kind`, `question`            | all; the question is Markdown                                             |
| `key`, `skill`, `level`, `language` | all, where they are known                                           |
| `picture`, `picture text`     | all: the file's name in the archive, and what it shows                    |
| `option 1`, `option 2` …      | options, steps in their order, left sides, accepted texts, names of areas |
| `right 1` …                   | `single`, `multiple`, `hotspot`: yes or no                                |
| `score 1` …                   | `scenario`: whole points                                                  |
| `match 1` …                   | `match`: the right side; without a left one, another to choose            |
| `area 1` …                    | `hotspot`: x, y, width and height in percent, such as 10 20 15 8          |
| `rationale 1` …               | what is said of that option                                               |
| `answer`, `tolerance`, `unit` | `numeric`                                                                 |
| `case sensitive`              | `text`: yes or no                                                         |
| `rationale`                   | `order`, `match`, `numeric`, `text`                                       |

What `write` writes, `read` reads back without loss. Columns whose name starts with # are notes for people.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assessments.testing.interchange.formats.archives import Archive, is_archive
from assessments.testing.interchange.formats.csv_writing import AREA, COLUMNS, PART, PART_COLUMNS, write
from assessments.testing.interchange.formats.html_markdown import Image
from assessments.testing.interchange.formats.items import (
    HOTSPOT,
    KINDS,
    LONGEST_LINE,
    MATCH,
    MOST_PARTS,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    Parsed,
    ParsedItem,
    Picture,
    decimal_of,
    decimal_text,
    lettered,
    one_line,
    settled,
)
from assessments.testing.interchange.formats.markup import from_markdown
from assessments.testing.interchange.formats.reading import (
    MEGABYTE,
    MOST_TEXT_BYTES,
    Notes,
    picture_of,
    read_language,
    read_level,
    shortened,
)
from assessments.testing.interchange.formats.remarks import FormatError, LeftOutError, Where
from lifow.base.characters import NO_TEXT
from lifow.base.tabular import Record, TableError, open_table, unguarded

__all__ = ["read", "write"]

NEEDED = ("kind", "question")
YES = {"yes", "y", "true", "x", "1"}
NO = {"", "no", "n", "false", "0"}


class _Row:
    """A line of the table: its cells by column, each taken once; what nobody takes is told."""

    def __init__(self, where: Where, cells: Mapping[str, str], notes: Notes) -> None:
        self.where, self.notes = where, notes
        self._cells = {column: text for column, text in cells.items() if text}

    def take(self, column: str) -> str:
        return self._cells.pop(column, "")

    def yes_no(self, column: str) -> bool:
        text = self.take(column).casefold()
        if text not in YES | NO:
            raise LeftOutError("cell", text, "yes or no", column)
        return text in YES

    def number(self, column: str) -> str:
        text = self.take(column)
        number = decimal_of(text or "0")
        if number is None:
            raise LeftOutError("cell", text, "a number such as 12.5", column)
        return decimal_text(number)

    def parts(self, *names: str) -> Iterator[int]:
        """The numbers of the parts that have one of the columns filled in."""
        found = {int(one[2]) for column in self._cells if (one := PART.fullmatch(column)) and one[1] in names}
        yield from sorted(found)

    def tell_rest(self) -> None:
        """Tell the cells that say nothing of a question of this kind."""
        for column, text in self._cells.items():
            self.notes.add(
                "cell_unused", Where(self.where.file, self.where.line, self.where.name, column), text
            )


def read(data: bytes) -> Parsed:
    """The items of a table, or of an archive with one table and its pictures. Raises FormatError."""
    notes, file, pictures = Notes(), "", dict[str, bytes | None]()
    if is_archive(data) and not _is_workbook(data):
        file, data, pictures = _unpacked(data)
    if len(data) > MOST_TEXT_BYTES:
        raise FormatError("too_large", Where(file), expected=str(MOST_TEXT_BYTES // MEGABYTE))
    try:
        table = open_table(
            data, lambda headings: len({_heading(one) for one in headings} & {*NEEDED, "option 1"})
        )
    except TableError as error:
        raise FormatError(error.code, Where(file, error.line)) from error
    columns = _columns([_heading(one) for one in table.headings], Where(file, table.headings_row), notes)
    for record in table.records():
        if notes.is_full():
            continue
        with notes.question(Where(file, record.row)):
            notes.take(_item(_row(record, columns, file, notes), pictures))
    return notes.parsed()


def _is_workbook(data: bytes) -> bool:
    return b"[Content_Types].xml" in data[:4096] or b"opendocument" in data[:4096]


def _unpacked(data: bytes) -> tuple[str, bytes, dict[str, bytes | None]]:
    """The table in an archive and its name, and the pictures by their paths beside it."""
    archive = Archive(data)
    tables = [
        one for one in archive.names if one.casefold().endswith(".csv") and not one.startswith("__MACOSX/")
    ]
    if len(tables) != 1:
        raise FormatError("no_table")
    folder = posixpath.dirname(tables[0])
    pictures = {
        posixpath.relpath(one, folder or "."): archive.read(one) for one in archive.names if one not in tables
    }
    return posixpath.basename(tables[0]), archive.read(tables[0]) or b"", pictures


def _heading(text: str) -> str:
    return " ".join(unguarded(text).replace("_", " ").casefold().split())


def _columns(headings: list[str], where: Where, notes: Notes) -> list[str]:
    """The name of each column, "" for those that are not read. Raises FormatError."""
    for needed in NEEDED:
        if needed not in headings:
            place = Where(where.file, where.line, column=needed)
            raise FormatError("missing_column", place, expected=", ".join(NEEDED))
    found: list[str] = []
    for heading in headings:
        part = PART.fullmatch(heading)
        is_known = heading in COLUMNS or (part is not None and int(part[2]) <= MOST_PARTS)
        if is_known and heading in found:
            raise FormatError("repeated_column", Where(where.file, where.line, column=shortened(heading, 60)))
        if heading and not heading.startswith("#") and not is_known:
            place = Where(where.file, where.line, column=shortened(heading, 60))
            known = ", ".join((*COLUMNS, *(f"{name} 1" for name in PART_COLUMNS)))
            notes.add("unknown_column", place, expected=known)
        found.append(heading if is_known else "")
    return found


def _row(record: Record, columns: list[str], file: str, notes: Notes) -> _Row:
    if record.is_faulty:
        raise LeftOutError("bad_quote")
    if any(cell.strip() for cell in record.cells[len(columns) :]):
        raise LeftOutError("too_many_cells", str(len(record.cells)), str(len(columns)))
    cells: dict[str, str] = {}
    for column, cell in zip(columns, record.cells, strict=False):
        if found := NO_TEXT.search(cell):
            notes.add("control_character", Where(file, record.row, column=column), f"U+{ord(found[0]):04X}")
        if column:
            cells[column] = settled(unguarded(NO_TEXT.sub("", cell)))
    name = shortened(cells.get("key") or cells.get("question", ""), 80)
    return _Row(Where(file, record.row, name), cells, notes)


def _item(row: _Row, pictures: Mapping[str, bytes | None]) -> ParsedItem:
    kind = row.take("kind").casefold()
    if kind not in _BODIES:
        raise LeftOutError("unknown_kind" if kind else "missing_cell", kind, ", ".join(KINDS), "kind")
    markup = from_markdown(row.take("question"))
    if not markup.text:
        raise LeftOutError("missing_cell", column="question")
    body = _BODIES[kind](row)
    item = ParsedItem(
        kind=kind,
        stem=markup.text,
        body=body,
        skill=one_line(row.take("skill"))[:LONGEST_LINE],
        level=read_level(row.take("level"), row.notes, row.where),
        language=read_language(row.take("language"), row.notes, row.where),
        key=one_line(row.take("key"))[:LONGEST_LINE],
        picture=_picture(row, markup.images, pictures),
        where=row.where,
    )
    if kind == HOTSPOT and item.picture is None:
        raise LeftOutError("no_picture", column="picture")
    row.tell_rest()
    return item


def _picture(row: _Row, images: tuple[Image, ...], pictures: Mapping[str, bytes | None]) -> Picture | None:
    name, alt = row.take("picture"), row.take("picture text")
    found = [Image(name, alt), *images] if name else list(images)
    by_name = {posixpath.basename(path): content for path, content in pictures.items()}
    return picture_of(found, {**by_name, **pictures}, row.notes, row.where)


def _choice(row: _Row) -> dict[str, Any]:
    rows = [
        {
            "text": row.take(f"option {number}"),
            "is_right": row.yes_no(f"right {number}"),
            "rationale": row.take(f"rationale {number}"),
        }
        for number in row.parts("option", "right", "rationale")
    ]
    return {"options": lettered(rows)}


def _scenario(row: _Row) -> dict[str, Any]:
    rows = [
        {
            "text": row.take(f"option {number}"),
            "score": _score(row, f"score {number}"),
            "rationale": row.take(f"rationale {number}"),
        }
        for number in row.parts("option", "score", "rationale")
    ]
    return {"options": lettered(rows)}


def _score(row: _Row, column: str) -> int:
    text = row.take(column)
    if not re.fullmatch(r"(\d|10)?", text, re.ASCII):
        raise LeftOutError("cell", text, "whole points from 0 to 10", column)
    return int(text or 0)


def _order(row: _Row) -> dict[str, Any]:
    rows = [{"text": row.take(f"option {number}")} for number in row.parts("option")]
    return {"steps": lettered(rows), "rationale": row.take("rationale")}


def _match(row: _Row) -> dict[str, Any]:
    pairs, others = [], []
    for number in row.parts("option", "match"):
        left, right = row.take(f"option {number}"), row.take(f"match {number}")
        if left:
            pairs.append({"left": left, "right": right})
        else:
            others.append(right)
    return {"pairs": lettered(pairs), "others": others, "rationale": row.take("rationale")}


def _number(row: _Row) -> dict[str, Any]:
    return {
        "answer": row.number("answer"),
        "tolerance": row.number("tolerance"),
        "unit": row.take("unit"),
        "rationale": row.take("rationale"),
    }


def _text(row: _Row) -> dict[str, Any]:
    return {
        "accepted": [row.take(f"option {number}") for number in row.parts("option")],
        "is_case_sensitive": row.yes_no("case sensitive"),
        "rationale": row.take("rationale"),
    }


def _hotspot(row: _Row) -> dict[str, Any]:
    rows = [
        {
            "name": row.take(f"option {number}"),
            **_area(row, f"area {number}"),
            "is_right": row.yes_no(f"right {number}"),
            "rationale": row.take(f"rationale {number}"),
        }
        for number in row.parts("option", "area", "right", "rationale")
    ]
    return {"areas": lettered(rows)}


def _area(row: _Row, column: str) -> dict[str, float]:
    """The place of an area: four numbers in percent, between spaces or semicolons."""
    text = row.take(column)
    numbers = [decimal_of(one) for one in re.split(r"[\s;]+", text) if one]
    sides = [float(one) for one in numbers if one is not None and 0 <= one <= 100]
    if len(numbers) != len(AREA) or len(sides) != len(AREA):
        raise LeftOutError("cell", text, "x, y, width and height in percent, such as 10 20 15 8", column)
    return {side: int(one) if one == int(one) else one for side, one in zip(AREA, sides, strict=True)}


_BODIES: Mapping[str, Callable[[_Row], dict[str, Any]]] = {
    SINGLE: _choice,
    MULTIPLE: _choice,
    ORDER: _order,
    MATCH: _match,
    NUMERIC: _number,
    TEXT: _text,
    HOTSPOT: _hotspot,
    SCENARIO: _scenario,
}
