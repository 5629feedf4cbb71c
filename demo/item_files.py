"""A file of test questions as a value: TOML, one file a skill. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

LEVELS = range(1, 6)
NEEDED = {"key", "level", "kind", "seconds", "stem"}
# What a kind needs beside these, and what it may have.
KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "single": (frozenset({"options"}), frozenset()),
    "multiple": (frozenset({"options"}), frozenset()),
    "scenario": (frozenset({"options"}), frozenset()),
    "order": (frozenset({"steps", "rationale"}), frozenset()),
    "match": (frozenset({"pairs", "rationale"}), frozenset({"others"})),
    "numeric": (frozenset({"answer", "rationale"}), frozenset({"tolerance", "unit"})),
    "text": (frozenset({"accepted", "rationale"}), frozenset()),
    "hotspot": (frozenset({"drawing", "picture_alt", "areas"}), frozenset()),
}


class ItemFileError(ValueError):
    """A file that cannot be read; the message says which file, which item and why."""


@dataclass(frozen=True, slots=True)
class WrittenOption:
    """An option to choose. `score` is given in a scenario only, `is_right` in single and multiple choice."""

    text: str
    rationale: str
    is_right: bool = False
    score: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenPair:
    """What belongs together in a match."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class WrittenArea:
    """A part of a drawing to point at, by the name that `demo.drawings` gives it."""

    name: str
    part: str
    rationale: str
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """A test question as its author wrote it.

    level       the author's level, 1 to 5: whoever is just at it has an even chance
    seconds     how long it takes to read and to answer
    stem        Markdown
    rationale   why the answer is right, where it does not stand beside the options
    steps       in the right order
    others      right sides of a match that belong to nothing
    drawing     the picture to point at, by its name in `demo.drawings`; picture_alt says what it shows
    purpose     why it is in the demo company, where it is not simply a good question
    """

    key: str
    level: int
    kind: str
    seconds: int
    stem: str
    rationale: str = ""
    options: tuple[WrittenOption, ...] = ()
    steps: tuple[str, ...] = ()
    pairs: tuple[WrittenPair, ...] = ()
    others: tuple[str, ...] = ()
    answer: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    accepted: tuple[str, ...] = ()
    drawing: str = ""
    picture_alt: str = ""
    areas: tuple[WrittenArea, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ItemFile:
    """The test questions of one skill."""

    skill: str
    items: tuple[WrittenItem, ...]


def parse_items(text: str, *, name: str) -> ItemFile:
    """Read the test questions of one skill.

    Raises ItemFileError, naming the file and the item, where it is no TOML, lacks a field, has one that its
    kind does not know, or a value that cannot be read.
    """
    try:
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ItemFileError(f"{name}: this is not TOML: {error}.") from error
    if not isinstance(said.get("skill"), str):
        raise ItemFileError(f'{name}: it has to say its skill first, such as skill = "sql".')
    written = said.get("item", [])
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise ItemFileError(f"{name}: write each question below a line of its own that says [[item]].")
    return ItemFile(
        said["skill"], tuple(_item(one, _place(name, one, at)) for at, one in enumerate(written, 1))
    )


def _place(name: str, said: Mapping[str, Any], at: int) -> str:
    return f"{name}, {said['key']}" if "key" in said else f"{name}, item {at}"


def _item(said: Mapping[str, Any], place: str) -> WrittenItem:
    _check_fields(said, place)
    if not isinstance(said["level"], int) or said["level"] not in LEVELS:
        _refuse(place, f"its level is {said['level']!r}. Write a whole number from 1 to 5")
    if not isinstance(said["seconds"], int) or said["seconds"] <= 0:
        _refuse(place, f"it takes {said['seconds']!r} seconds. Write a whole number above 0")
    return WrittenItem(
        key=said["key"],
        level=said["level"],
        kind=said["kind"],
        seconds=said["seconds"],
        stem=said["stem"].strip("\n"),
        rationale=said.get("rationale", ""),
        options=tuple(_option(one, place) for one in said.get("options", [])),
        steps=tuple(said.get("steps", [])),
        pairs=tuple(_pair(one, place) for one in said.get("pairs", [])),
        others=tuple(said.get("others", [])),
        answer=_number(said["answer"], place) if "answer" in said else None,
        tolerance=_number(said.get("tolerance", "0"), place),
        unit=said.get("unit", ""),
        accepted=tuple(said.get("accepted", [])),
        drawing=said.get("drawing", ""),
        picture_alt=said.get("picture_alt", ""),
        areas=tuple(_area(one, place) for one in said.get("areas", [])),
        purpose=said.get("purpose", ""),
    )


def _check_fields(said: Mapping[str, Any], place: str) -> None:
    _check_has(said, sorted(NEEDED), place)
    if said["kind"] not in KINDS:
        _refuse(place, f"there is no kind {said['kind']!r}. Use one of: {', '.join(KINDS)}")
    needed, allowed = KINDS[said["kind"]]
    _check_has(said, sorted(needed), place)
    unknown = sorted(set(said) - NEEDED - needed - allowed - {"purpose"})
    if unknown:
        _refuse(place, f"a question of kind {said['kind']} has no {unknown[0]!r}. Take it out")


def _option(said: Mapping[str, Any], place: str) -> WrittenOption:
    _check_has(said, ("text", "rationale"), place)
    return WrittenOption(said["text"], said["rationale"], said.get("is_right", False), said.get("score"))


def _pair(said: Mapping[str, Any], place: str) -> WrittenPair:
    _check_has(said, ("left", "right"), place)
    return WrittenPair(said["left"], said["right"])


def _area(said: Mapping[str, Any], place: str) -> WrittenArea:
    _check_has(said, ("name", "part", "rationale"), place)
    return WrittenArea(said["name"], said["part"], said["rationale"], said.get("is_right", False))


def _check_has(said: Mapping[str, Any], fields: Sequence[str], place: str) -> None:
    for field in fields:
        if field not in said:
            _refuse(place, f"it has no {field!r}. Add it")


def _number(said: str, place: str) -> Decimal:
    try:
        return Decimal(said)
    except (InvalidOperation, TypeError, ValueError):
        _refuse(place, f'{said!r} is not a number. Write it in quotes, such as "12.50"')


def _refuse(place: str, reason: str) -> NoReturn:
    raise ItemFileError(f"{place}: {reason}.")
