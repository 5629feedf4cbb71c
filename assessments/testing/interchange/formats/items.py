"""One test item as a value, whatever file it was read from or is going to be written to.

A body is what the item bank keeps, by kind:

| kind               | body                                                                        |
|--------------------|-----------------------------------------------------------------------------|
| `single`, `multiple` | `options`: `key`, `text`, `is_right`, `rationale`                           |
| `order`            | `steps` in the right order: `key`, `text`; `rationale`                      |
| `match`            | `pairs`: `key`, `left`, `right`; `others`; `rationale`                      |
| `numeric`          | `answer`, `tolerance` (decimals as text), `unit`, `rationale`               |
| `text`             | `accepted`, `is_case_sensitive`, `rationale`                                |
| `hotspot`          | `areas`: `key`, `name`, `x`, `y`, `width`, `height`, `is_right`, `rationale`  |
| `scenario`         | `options`: `key`, `text`, `score`, `rationale`                              |

Parts have the keys a, b, c … in the order of the file. A stem is Markdown, other texts are plain; they are
in NFC, without spaces around them. What is read may lack what the bank asks for before it is published.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.testing.interchange.formats.remarks import LeftOutError, Remark, Where

SINGLE, MULTIPLE, ORDER, MATCH = "single", "multiple", "order", "match"
NUMERIC, TEXT, HOTSPOT, SCENARIO = "numeric", "text", "hotspot", "scenario"
KINDS = (SINGLE, MULTIPLE, ORDER, MATCH, NUMERIC, TEXT, HOTSPOT, SCENARIO)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_PARTS = len(LETTERS)
"""Options, steps, pairs or areas of one question."""
LONGEST_TEXT = 10_000
"""Characters of any one text; the bank asks for less of most."""
LONGEST_LINE = 200
"""Characters of a key or the name of a skill."""
MOST_ITEMS = 2_000
"""Questions of one file."""

_NUMBER = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,10})?|[.,]\d{1,10})([eE][+-]?\d{1,2})?", re.ASCII)
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal("1e-10")


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture that an item is about, under the name that the file gives it."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """What a file says of one item: `skill` as it is written there, `level` of the skill's scale.

    `key` is what the file knows the item by; `where` it stands is no part of what it says.
    """

    kind: str
    stem: str
    body: Mapping[str, Any] = field(hash=False)
    skill: str = ""
    level: int | None = None
    language: str = ""
    key: str = ""
    picture: Picture | None = None
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: items, and what was not taken over, in the order of the file."""

    items: tuple[ParsedItem, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file of items: its content, the ending of its name, and what the format could not carry."""

    content: bytes
    ending: str
    remarks: tuple[Remark, ...] = ()


def lettered(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts with the keys a, b, c … Raises LeftOutError where there are more than letters."""
    if len(parts) > MOST_PARTS:
        raise LeftOutError("many_parts", str(len(parts)), str(MOST_PARTS))
    return [{"key": letter, **part} for letter, part in zip(LETTERS, parts, strict=False)]


def settled(text: str) -> str:
    """The text in NFC, its lines broken by "\\n" alone, without spaces around it."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """The text in NFC with every run of white space as one space and none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def decimal_of(text: str) -> Decimal | None:
    """The number in a text, with a point or a comma, maybe with an exponent; None where there is none."""
    found = text.strip()
    if not _NUMBER.fullmatch(found):
        return None
    try:
        number = Decimal(found.replace(",", "."))
    except InvalidOperation:
        return None
    is_kept = abs(number) < _LARGEST and number == number.quantize(_SMALLEST)
    return number if is_kept else None


def decimal_text(number: Decimal) -> str:
    """A number as digits with a point, never with an exponent; its decimals stay."""
    return format(number + 0, "f")


def level_of(text: str) -> int | None:
    """The level in a text: a whole number from 1 to 99; None where there is none."""
    found = text.strip()
    return int(found) if re.fullmatch(r"[1-9][0-9]?", found) else None


def checked(item: ParsedItem) -> ParsedItem:
    """The item, if a bank can hold it. Raises LeftOutError with what is too long or too much."""
    if not item.stem:
        raise LeftOutError("no_stem")
    for text in (item.stem, *_texts_in(item.body)):
        if len(text) > LONGEST_TEXT:
            raise LeftOutError("too_long", text[:60], f"{LONGEST_TEXT:,}")
    for rows in item.body.values():
        if isinstance(rows, list) and len(rows) > MOST_PARTS:
            raise LeftOutError("many_parts", str(len(rows)), str(MOST_PARTS))
    return item


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)
