"""What the kinds of questions have in common: what is wrong with a body, what was answered, what is told."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from lifow.base.characters import NO_TEXT
from lifow.base.tabular import Problem

Body = Mapping[str, Any]
Row = Mapping[str, Any]
Answer = dict[str, Any]

KEY = re.compile(r"[A-Za-z0-9_-]{1,20}")
LONGEST_ANSWER = 500
"""Characters of an option, a step, or what somebody types."""
LONGEST_RATIONALE = 1_000
FEWEST, MOST = 2, 12
"""How many options, steps, pairs or areas there are."""

UNSEARCHED = ("key", "rationale")
"""Parts of a row that are no answer."""

NO_PICTURE = "no_picture"
REASONS: Mapping[str, str] = {
    NO_PICTURE: "Add the picture to point at.",
    "no_list": "A list is needed here.",
    "no_row": "This is no answer with its fields.",
    "missing": "A text is needed here.",
    "too_long": "This is longer than %(expected)s characters. Shorten it.",
    "control_character": "There is a control character in this text. Type it again as plain text.",
    "key_form": "“%(value)s” is no key. Use at most 20 letters, digits, - and _.",
    "key_twice": "The key “%(value)s” is used twice. Give each answer a key of its own.",
    "same_text": "“%(value)s” is there twice. Remove one, or make them different.",
    "too_few": "There are %(value)s answers here, and at least %(expected)s are needed.",
    "too_many": "There are %(value)s answers here, and at most %(expected)s can be shown.",
    "none_right": "No answer is marked as right. Mark the right one.",
    "none_wrong": "Every answer is marked as right. Add one that is wrong.",
    "several_right": "%(value)s answers are marked as right. Unmark all but one, or change the kind to"
    " “Several right answers”.",
    "yes_no": "Say true or false here.",
    "number": "“%(value)s” is not a number. Write it such as 12.50.",
    "negative": "The tolerance cannot be below 0.",
    "score": "“%(value)s” is no score. Use a whole number from 0 to %(expected)s.",
    "score_unused": "No answer gives %(value)s of %(expected)s points. Each number of points needs one.",
    "place": "“%(value)s” is no place on the picture. Use a number from 0 to 100, as percent of its size.",
    "outside": "The area reaches over the edge of the picture. Make it smaller, or move it.",
    "overlap": "The area overlaps “%(value)s”. Move one of them, so that each point is of one area.",
    "others_right": "“%(value)s” is the right side of a pair. Remove it here, or make it different.",
}


@dataclass(frozen=True, slots=True)
class BodyProblem(Problem):
    """Something wrong in the body of a question: in which list, which row counted from 0, which part of it.

    `row` is None for the list as a whole. `where` is the same as a path, such as `options/1/text`.
    """

    reasons: ClassVar[Mapping[str, str]] = REASONS

    code: str
    field: str
    row: int | None = None
    part: str = ""
    value: str = ""
    expected: str = ""

    @property
    def where(self) -> str:
        """The place as a path."""
        row = "" if self.row is None else str(self.row)
        return "/".join(filter(None, (self.field, row, self.part)))

    @property
    def parameters(self) -> dict[str, str]:
        return {"value": self.value, "expected": self.expected}


ANSWER_REASONS: Mapping[str, str] = {
    "no_object": "Send the answer as an object.",
    "no_text": "Send “%(value)s” as a text.",
    "no_list": "Send “%(value)s” as a list.",
    "too_long": "Answer in at most %(value)s characters.",
    "control_character": "There is a control character in this answer. Type it again.",
    "unknown": "“%(value)s” is none of those that were shown. Choose one of them.",
    "repeated": "Choose each answer once.",
    "incomplete_order": "Put all steps in order.",
    "incomplete_pairs": "Choose a right side for each left one.",
    "number": "“%(value)s” is not a number. Write it in digits, such as 12.5.",
}
"""Templates, to be translated before they are filled in."""


class AnswerError(ValueError):
    """What was sent is no answer to this question; `code` names the template that says why."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.parameters = code, {"value": value}
        super().__init__(ANSWER_REASONS[code] % self.parameters)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be answered, for authors and for the analysis of answers."""

    key: str
    text: str
    score: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was answered, whether it was right, and why."""

    text: str
    is_right: bool
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What may be told after an answer: what was chosen, what is right, and why."""

    score: int
    highest: int
    chosen: tuple[Remark, ...]
    right: tuple[str, ...]
    rationale: str = ""

    @property
    def is_right(self) -> bool:
        return self.score == self.highest


def shuffled(keys: Sequence[str], seed: int) -> list[str]:
    """The keys in an order that the seed alone decides, the same on every machine and for ever."""

    def place(key: str) -> bytes:
        return hashlib.sha256(f"{seed}:{key}".encode()).digest()

    return sorted(keys, key=place)


def by_place(keys: Sequence[str], seed: int) -> dict[str, str]:
    """Each key by the place from “1” on in which it is shown: an author's keys may tell what is right."""
    return {str(place): key for place, key in enumerate(shuffled(keys, seed), start=1)}


def rows_of(body: Body, field: str) -> list[Row]:
    """The rows of a list in a body, without what is none."""
    rows = body.get(field)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def answer_texts(body: Body) -> Iterator[str]:
    """Every text of a body that is an answer, whatever its kind: no keys, and nothing that is told later."""
    for field, value in body.items():
        if isinstance(value, str) and field != "rationale":
            yield value
        for row in value if isinstance(value, list | tuple) else ():
            parts = {"": row} if isinstance(row, str) else row if isinstance(row, Mapping) else {}
            yield from (
                text for part, text in parts.items() if isinstance(text, str) and part not in UNSEARCHED
            )


def by_key(body: Body, field: str) -> dict[str, Row]:
    return {str(row.get("key")): row for row in rows_of(body, field)}


def text_of(row: Row, part: str) -> str:
    """A text of a row as it is stored: trimmed, empty where there is none."""
    value = row.get(part)
    return value.strip() if isinstance(value, str) else ""


def tidy_rows(body: Body, field: str, tidy: Callable[[Row], dict[str, Any]]) -> Any:
    """The rows of a list with what belongs to them and nothing else; what is none stays as it is."""
    rows = body.get(field, [])
    if not isinstance(rows, list | tuple):
        return rows
    return [{"key": text_of(row, "key"), **tidy(row)} if isinstance(row, Mapping) else row for row in rows]


def row_problems(
    body: Body,
    field: str,
    *,
    texts: Collection[str] = ("text",),
    told: str = "text",
    least: int = FEWEST,
    most: int = MOST,
) -> list[BodyProblem]:
    """What is wrong with a list of rows: too few or many, keys, and texts that are missing or too long.

    `told` is the text by which people tell the rows apart: no two may have the same.
    """
    rows = body.get(field)
    if not isinstance(rows, list | tuple):
        return [BodyProblem("no_list", field)]
    found: list[BodyProblem] = []
    if len(rows) < least:
        found.append(BodyProblem("too_few", field, value=str(len(rows)), expected=str(least)))
    if len(rows) > most:
        found.append(BodyProblem("too_many", field, value=str(len(rows)), expected=str(most)))
    for number, row in enumerate(rows[:most]):
        if not isinstance(row, Mapping):
            found.append(BodyProblem("no_row", field, number))
            continue
        found += [problem for part in texts for problem in text_problems(row, part, field, number)]
        found += text_problems(row, "rationale", field, number, longest=LONGEST_RATIONALE, is_needed=False)
    return found + _key_problems(rows[:most], field) + same_text_problems(rows[:most], field, told)


def text_problems(
    row: Row,
    part: str,
    field: str = "",
    number: int | None = None,
    *,
    longest: int = LONGEST_ANSWER,
    is_needed: bool = True,
) -> list[BodyProblem]:
    """What is wrong with one text; a part of the body itself where there is no `field`."""
    value = row.get(part, "")
    where = (field, number, part) if field else (part, None, "")
    if not isinstance(value, str) or (is_needed and not value.strip()):
        return [BodyProblem("missing", *where)]
    if len(value) > longest:
        return [BodyProblem("too_long", *where, expected=str(longest))]
    if NO_TEXT.search(value):
        return [BodyProblem("control_character", *where)]
    return []


def same_text_problems(rows: Iterable[Any], field: str, part: str) -> list[BodyProblem]:
    """Rows whose text another one before has too, whatever its case and spaces."""
    seen: set[str] = set()
    found = []
    for number, row in enumerate(rows):
        text = " ".join(text_of(row, part).casefold().split()) if isinstance(row, Mapping) else ""
        if text and text in seen:
            found.append(BodyProblem("same_text", field, number, part, value=text_of(row, part)))
        seen.add(text)
    return found


def right_problems(body: Body, field: str, *, is_single: bool) -> list[BodyProblem]:
    """What is wrong with which rows are marked as right."""
    rows = rows_of(body, field)
    unsaid = [n for n, row in enumerate(rows) if not isinstance(row.get("is_right"), bool)]
    if unsaid:
        return [BodyProblem("yes_no", field, number, "is_right") for number in unsaid]
    right = sum(row["is_right"] for row in rows)
    if right == 0:
        return [BodyProblem("none_right", field)]
    if is_single and right > 1:
        return [BodyProblem("several_right", field, value=str(right))]
    return [BodyProblem("none_wrong", field)] if right == len(rows) else []


def _key_problems(rows: Sequence[Any], field: str) -> list[BodyProblem]:
    seen: set[str] = set()
    found = []
    for number, row in enumerate(rows):
        key = row.get("key") if isinstance(row, Mapping) else None
        if not isinstance(key, str) or not KEY.fullmatch(key):
            found.append(BodyProblem("key_form", field, number, "key", value=str(key or "")))
        elif key in seen:
            found.append(BodyProblem("key_twice", field, number, "key", value=key))
        else:
            seen.add(key)
    return found


def given_text(given: Any, part: str, longest: int = LONGEST_ANSWER) -> str:
    """A text of what was sent, trimmed; empty where nothing was answered.

    Raises AnswerError for what is no text, too long, or holds a control character.
    """
    if not isinstance(given, Mapping):
        raise AnswerError("no_object")
    value = given.get(part)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AnswerError("no_text", part)
    if len(value) > longest:
        raise AnswerError("too_long", str(longest))
    if NO_TEXT.search(value):
        raise AnswerError("control_character")
    return value.strip()


def given_key(given: Any, part: str, places: Mapping[str, str]) -> str:
    """The key of what was chosen by its place; empty where nothing was. Raises AnswerError."""
    place = given_text(given, part, 20)
    if place and place not in places:
        raise AnswerError("unknown", place)
    return places.get(place, "")


def given_keys(given: Any, places: Mapping[str, str]) -> list[str]:
    """The keys of what was chosen, in the order in which they were sent, each once. Raises AnswerError."""
    if not isinstance(given, Mapping):
        raise AnswerError("no_object")
    value = given.get("keys", [])
    if not isinstance(value, list):
        raise AnswerError("no_list", "keys")
    keys = [given_key({"key": one}, "key", places) for one in value[: len(places) + 1]]
    if len(set(keys)) < len(value) or "" in keys:
        raise AnswerError("repeated")
    return keys
