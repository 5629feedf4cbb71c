"""Items as lifow's own table; see `csv`."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assessments.testing.interchange.formats.archives import packed
from assessments.testing.interchange.formats.items import (
    HOTSPOT,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    ParsedItem,
    Written,
)
from lifow.base.tabular import guarded

COLUMNS = (
    *("key", "skill", "level", "language", "kind", "question", "picture", "picture text"),
    *("answer", "tolerance", "unit", "case sensitive", "rationale"),
)
PART_COLUMNS = ("option", "right", "score", "match", "area", "rationale")
PART = re.compile(rf"({'|'.join(PART_COLUMNS)}) ([1-9]\d?)", re.ASCII)
AREA = ("x", "y", "width", "height")
ALWAYS = ("key", "skill", "level", "language", "kind", "question")


def write(items: Iterable[ParsedItem]) -> Written:
    """The items as a table in UTF-8 with BOM, as spreadsheets expect it; with pictures, in an archive."""
    pictures: dict[str, bytes] = {}
    rows = [_row(item, pictures) for item in items]
    used = {column for row in rows for column, cell in row.items() if cell} | set(ALWAYS)
    most = max((int(found[2]) for column in used if (found := PART.fullmatch(column))), default=0)
    numbered = (f"{name} {number}" for number in range(1, most + 1) for name in PART_COLUMNS)
    columns = [column for column in (*COLUMNS, *numbered) if column in used]
    table = _encoded(columns, rows)
    if not pictures:
        return Written(table, "csv")
    return Written(packed({"items.csv": table, **pictures}), "zip")


def _encoded(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([guarded(row.get(column, "")) for column in columns] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _row(item: ParsedItem, pictures: dict[str, bytes]) -> dict[str, str]:
    cells = {
        "key": item.key,
        "skill": item.skill,
        "level": str(item.level or ""),
        "language": item.language,
        "kind": item.kind,
        "question": item.stem,
        "rationale": item.body.get("rationale", ""),
        **dict(_CELLS[item.kind](item.body)),
    }
    if item.picture is not None:
        cells["picture"] = _kept(item.picture.name, item.picture.content, pictures)
        cells["picture text"] = item.picture.alt
    return cells


def _kept(name: str, content: bytes, pictures: dict[str, bytes]) -> str:
    """The name under which a picture is in the archive: its own, in a folder that tells it from others."""
    plain = re.sub(r"[/\\:\x00-\x1f]", "_", name).strip(". ") or "picture"
    number = 1
    while pictures.setdefault(path := f"pictures/{number}/{plain}", content) != content:
        number += 1
    return path


def _choice(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, option in enumerate(body["options"], start=1):
        yield f"option {number}", option["text"]
        yield f"right {number}", _yes_no(option["is_right"])
        yield f"rationale {number}", option["rationale"]


def _scenario(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, option in enumerate(body["options"], start=1):
        yield f"option {number}", option["text"]
        yield f"score {number}", str(option["score"])
        yield f"rationale {number}", option["rationale"]


def _order(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((f"option {number}", step["text"]) for number, step in enumerate(body["steps"], start=1))


def _match(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sides = [(pair["left"], pair["right"]) for pair in body["pairs"]] + [("", one) for one in body["others"]]
    for number, (left, right) in enumerate(sides, start=1):
        yield f"option {number}", left
        yield f"match {number}", right


def _number(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((name, body[name]) for name in ("answer", "tolerance", "unit"))


def _text(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "case sensitive", _yes_no(body["is_case_sensitive"])
    yield from ((f"option {number}", text) for number, text in enumerate(body["accepted"], start=1))


def _hotspot(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, area in enumerate(body["areas"], start=1):
        yield f"option {number}", area["name"]
        yield f"area {number}", " ".join(str(area[side]) for side in AREA)
        yield f"right {number}", _yes_no(area["is_right"])
        yield f"rationale {number}", area["rationale"]


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


_CELLS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]]] = {
    SINGLE: _choice,
    MULTIPLE: _choice,
    SCENARIO: _scenario,
    ORDER: _order,
    MATCH: _match,
    NUMERIC: _number,
    TEXT: _text,
    HOTSPOT: _hotspot,
}
