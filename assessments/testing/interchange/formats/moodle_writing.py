"""Items as Moodle XML; see `moodle`. Stems are Markdown there, answers plain text, pictures in base64."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from assessments.testing.interchange.formats.gift_writing import name_of
from assessments.testing.interchange.formats.html_markdown import Image
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
from assessments.testing.interchange.formats.markup import image_markdown
from assessments.testing.interchange.formats.reading import tags_of
from assessments.testing.interchange.formats.remarks import LeftOutError, Remark, Where
from assessments.testing.interchange.formats.shares import percent, share

TYPES = {
    SINGLE: "multichoice",
    MULTIPLE: "multichoice",
    SCENARIO: "multichoice",
    ORDER: "ordering",
    MATCH: "matching",
    NUMERIC: "numerical",
    TEXT: "shortanswer",
}


def write(items: Iterable[ParsedItem]) -> Written:
    """The items as a Moodle XML file in UTF-8; areas of a picture are a remark."""
    remarks: list[Remark] = []
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for item in items:
        try:
            lines += _question(item)
        except LeftOutError as error:
            remarks.append(Remark(error.code, Where(name=name_of(item)), error.value))
    return Written("\n".join([*lines, "</quiz>", ""]).encode(), "xml", tuple(remarks))


def _question(item: ParsedItem) -> Iterator[str]:
    if item.kind == HOTSPOT:
        raise LeftOutError("not_carried", item.kind)
    stem, files = item.stem, ""
    if item.picture is not None:
        address = f"@@PLUGINFILE@@/{quote(item.picture.name)}"
        stem = f"{stem}\n\n{image_markdown(Image(address, item.picture.alt))}"
        content = base64.b64encode(item.picture.content).decode()
        files = f'<file name={quoteattr(item.picture.name)} path="/" encoding="base64">{content}</file>'
    yield f'  <question type="{TYPES[item.kind]}">'
    yield f"    <name>{_text(name_of(item))}</name>"
    yield f'    <questiontext format="markdown">{_text(stem)}{files}</questiontext>'
    said = _text(item.body.get("rationale", ""))
    yield f'    <generalfeedback format="plain_text">{said}</generalfeedback>'
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <penalty>0</penalty>"
    yield f"    <idnumber>{escape(item.key)}</idnumber>"
    yield from (f"    {line}" for line in _ANSWERS[item.kind](item.body))
    tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in _tags(item))
    if tags:
        yield f"    <tags>{tags}</tags>"
    yield "  </question>"


def _tags(item: ParsedItem) -> list[str]:
    scores = [f"scores:{_highest(item.body)}"] if item.kind == SCENARIO else []
    return [*tags_of(item), *scores]


def _highest(body: Mapping[str, Any]) -> int:
    return max((int(option["score"]) for option in body["options"]), default=0)


def _single(body: Mapping[str, Any]) -> Iterator[str]:
    yield "<single>true</single>"
    for option in body["options"]:
        yield _answer(option["text"], Decimal(100 if option["is_right"] else 0), option["rationale"])


def _multiple(body: Mapping[str, Any]) -> Iterator[str]:
    yield "<single>false</single>"
    right = sum(option["is_right"] for option in body["options"])
    for option in body["options"]:
        weight = share(Decimal(1), right) if option["is_right"] else Decimal(-100)
        yield _answer(option["text"], weight, option["rationale"])


def _scenario(body: Mapping[str, Any]) -> Iterator[str]:
    yield "<single>true</single>"
    highest = _highest(body)
    for option in body["options"]:
        yield _answer(option["text"], share(Decimal(option["score"]), highest), option["rationale"])


def _order(body: Mapping[str, Any]) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype>"
    yield "<selecttype>ALL</selecttype>"
    yield "<gradingtype>ALL_OR_NOTHING</gradingtype>"
    for place, step in enumerate(body["steps"], start=1):
        yield f'<answer fraction="{place}" format="plain_text">{_text(step["text"])}</answer>'


def _match(body: Mapping[str, Any]) -> Iterator[str]:
    yield "<shuffleanswers>true</shuffleanswers>"
    sides = [
        *((pair["left"], pair["right"]) for pair in body["pairs"]),
        *(("", other) for other in body["others"]),
    ]
    for left, right in sides:
        answer = f"<answer>{_text(right)}</answer>"
        yield f'<subquestion format="plain_text">{_text(left)}{answer}</subquestion>'


def _number(body: Mapping[str, Any]) -> Iterator[str]:
    tolerance = f"<tolerance>{body['tolerance']}</tolerance>"
    yield f'<answer fraction="100">{_text(body["answer"])}{tolerance}</answer>'
    if body["unit"]:
        unit = f"<multiplier>1</multiplier><unit_name>{escape(body['unit'])}</unit_name>"
        yield f"<units><unit>{unit}</unit></units>"


def _accepted(body: Mapping[str, Any]) -> Iterator[str]:
    yield f"<usecase>{int(body['is_case_sensitive'])}</usecase>"
    for text in body["accepted"]:
        yield _answer(text.replace("*", r"\*"), Decimal(100), "")


def _answer(text: str, weight: Decimal, said: str) -> str:
    feedback = f'<feedback format="plain_text">{_text(said)}</feedback>' if said else ""
    return f'<answer fraction="{percent(weight)}" format="plain_text">{_text(text)}{feedback}</answer>'


_ANSWERS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    SINGLE: _single,
    MULTIPLE: _multiple,
    SCENARIO: _scenario,
    ORDER: _order,
    MATCH: _match,
    NUMERIC: _number,
    TEXT: _accepted,
}


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"
