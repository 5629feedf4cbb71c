"""Items as GIFT; see `gift`. Texts that are read as something else there are marked as plain text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

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
from assessments.testing.interchange.formats.markup import from_plain, to_plain
from assessments.testing.interchange.formats.reading import shortened, tags_of
from assessments.testing.interchange.formats.remarks import LeftOutError, Remark, Where
from assessments.testing.interchange.formats.shares import percent, share

LONGEST_NAME = 60


def write(items: Iterable[ParsedItem]) -> Written:
    """The items as a GIFT file in UTF-8."""
    remarks: list[Remark] = []
    blocks = []
    for item in items:
        where = Where(name=name_of(item))
        try:
            blocks.append(_block(item))
            remarks += [Remark(code, where, value) for code, value in _lost(item)]
        except LeftOutError as error:
            remarks.append(Remark(error.code, where, error.value, error.expected))
    return Written("\n\n".join([*blocks, ""]).encode(), "txt", tuple(remarks))


def name_of(item: ParsedItem) -> str:
    """What a question is called: the first words of it."""
    return shortened(to_plain(item.stem) or item.key, LONGEST_NAME)


def _block(item: ParsedItem) -> str:
    if item.kind == HOTSPOT:
        raise LeftOutError("not_carried", item.kind)
    tags = [("id", item.key)] if item.key else []
    tags += [("tag", tag) for tag in _tags(item)]
    comment = " ".join(f"[{name}:{_noted(value)}]" for name, value in tags)
    first = f"// {comment}\n" if comment else ""
    answers = "\n".join(f"\t{line}" for line in _ANSWERS[item.kind](item.body))
    said = f"\n\t####{_plain(item.body['rationale'])}" if item.body.get("rationale") else ""
    opened = "{" + {
        NUMERIC: "#",
        ORDER: f">{len(item.body.get('steps', ()))} ALL VERTICAL ALL_OR_NOTHING HIDE none",
    }.get(item.kind, "")
    return f"{first}::{_escaped(name_of(item))}::[markdown]{_escaped(item.stem)}{opened}\n{answers}{said}\n}}"


def _tags(item: ParsedItem) -> list[str]:
    scores = (
        max((row["score"] for row in item.body.get("options", ())), default=0) if item.kind == SCENARIO else 0
    )
    return [*tags_of(item), *([f"scores:{scores}"] if scores else [])]


def _lost(item: ParsedItem) -> Iterator[tuple[str, str]]:
    """What GIFT has no room for."""
    if item.picture is not None:
        yield "no_picture_room", ""
    if item.kind == TEXT and item.body["is_case_sensitive"]:
        yield "no_room", "whether capital letters count"
    if item.kind == NUMERIC and item.body["unit"]:
        yield "no_room", item.body["unit"]


def _choice(body: Mapping[str, Any]) -> Iterator[str]:
    for option in body["options"]:
        yield f"{'=' if option['is_right'] else '~'}{_option(option)}"


def _choices(body: Mapping[str, Any]) -> Iterator[str]:
    right = sum(option["is_right"] for option in body["options"])
    for option in body["options"]:
        weight = share(Decimal(1), right) if option["is_right"] else Decimal(-100)
        yield f"~%{percent(weight)}%{_option(option)}"


def _scenario(body: Mapping[str, Any]) -> Iterator[str]:
    highest = max(option["score"] for option in body["options"])
    for option in body["options"]:
        is_best = option["score"] == highest
        weight = percent(share(Decimal(option["score"]), highest))
        yield f"={_option(option)}" if is_best else f"~%{weight}%{_option(option)}"


def _option(option: Mapping[str, Any]) -> str:
    said = f"#{_plain(option['rationale'])}" if option["rationale"] else ""
    return f"{_plain(option['text'])}{said}"


def _order(body: Mapping[str, Any]) -> Iterator[str]:
    for step in body["steps"]:
        if step["text"].startswith("//"):
            raise LeftOutError("cannot_escape", "//")
        yield _plain(step["text"])


def _match(body: Mapping[str, Any]) -> Iterator[str]:
    for pair in body["pairs"]:
        if "->" in pair["left"]:
            raise LeftOutError("cannot_escape", "->")
        yield f"={_plain(pair['left'])} -> {_escaped(pair['right'])}"
    yield from (f"= -> {_escaped(other)}" for other in body["others"])


def _number(body: Mapping[str, Any]) -> Iterator[str]:
    yield f"=%100%{body['answer']}:{body['tolerance']}"


def _text(body: Mapping[str, Any]) -> Iterator[str]:
    for text in body["accepted"]:
        if "->" in text:
            raise LeftOutError("cannot_escape", "->")
        yield f"=%100%{_typed(text.replace('*', chr(92) + '*'))}"


_ANSWERS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    SINGLE: _choice,
    MULTIPLE: _choices,
    SCENARIO: _scenario,
    ORDER: _order,
    MATCH: _match,
    NUMERIC: _number,
    TEXT: _text,
}


def _plain(text: str) -> str:
    """A plain text among Markdown: marked as such where Markdown would show it otherwise."""
    is_same = from_plain(text) == text and not text.startswith("[")
    return _escaped(text) if is_same else f"[plain]{_escaped(text)}"


def _typed(text: str) -> str:
    return f"[plain]{_escaped(text)}" if re.match(r"[\[%]", text) else _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"[\\:#={}~]", r"\\\g<0>", text).replace("\n", r"\n")


def _noted(text: str) -> str:
    return re.sub(r"[\[\]\\]", r"\\\g<0>", text)
