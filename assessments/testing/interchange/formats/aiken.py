"""Aiken, the plainest text format: a question on a line, its options, and the letter of the right one.

    Who may refund?
    A. Everybody
    B) The lead
    ANSWER: A

Format: https://docs.moodle.org/en/Aiken_format. It has single choices only, and plain text only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assessments.testing.interchange.formats.gift_writing import name_of
from assessments.testing.interchange.formats.items import (
    MOST_PARTS,
    SINGLE,
    Parsed,
    ParsedItem,
    Written,
    lettered,
    one_line,
    settled,
)
from assessments.testing.interchange.formats.markup import from_plain, to_plain
from assessments.testing.interchange.formats.reading import Notes, decoded, shortened
from assessments.testing.interchange.formats.remarks import LeftOutError, Remark, Where

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OPTION = re.compile(r"([A-Z])[.)](?:[ \t]+(.*)|$)")
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)")


@dataclass(slots=True)
class _Question:
    """The lines of a question as they come."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    answer: str | None = None
    is_doubled: str = ""

    @property
    def name(self) -> str:
        return shortened(" ".join(self.stem), 80)


def read(data: bytes) -> Parsed:
    """The items of an Aiken file. Raises FormatError."""
    notes = Notes()
    for question in _questions(decoded(data, notes)):
        where = Where(line=question.line, name=question.name)
        if notes.is_full():
            continue
        with notes.question(where):
            notes.take(_item(question, where))
    return notes.parsed()


def write(items: Iterable[ParsedItem]) -> Written:
    """The single choices as an Aiken file in UTF-8; of other kinds there are remarks."""
    blocks, remarks, unsaid = [], list[Remark](), dict[str, None]()
    for item in items:
        where = Where(name=name_of(item))
        try:
            blocks.append(_block(item))
        except LeftOutError as error:
            remarks.append(Remark(error.code, where, error.value))
            continue
        remarks += [Remark(code, where) for code in _lost(item)]
        unsaid |= dict.fromkeys(_unsaid(item))
    if unsaid:
        remarks.append(Remark("no_room", value=", ".join(unsaid)))
    return Written("\n\n".join([*blocks, ""]).encode(), "txt", tuple(remarks))


def _questions(text: str) -> Iterator[_Question]:
    question = _Question(1)
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if not words:
            continue
        option, answer = _OPTION.fullmatch(words), _ANSWER.match(words)
        if not question.stem:
            question.line = number
        if answer is not None and question.stem:
            question.answer = answer[1].strip()
            yield question
            question = _Question(number + 1)
        elif option is not None and (question.options or (option[1] == "A" and question.stem)):
            question.is_doubled = question.is_doubled or (option[1] if option[1] in question.options else "")
            question.options[option[1]] = (option[2] or "").strip()
        elif question.options:
            # What follows options without an answer between begins the next question.
            yield question
            question = _Question(number, [words])
        else:
            question.stem.append(words)
    if question.stem:
        yield question


def _item(question: _Question, where: Where) -> ParsedItem:
    if not question.options:
        raise LeftOutError("no_question", question.name)
    if question.answer is None:
        raise LeftOutError("no_answer_line")
    right = question.answer.rstrip(".)").strip()
    if right not in question.options or question.is_doubled:
        raise LeftOutError("unknown_answer", question.is_doubled or right, ", ".join(question.options))
    rows = [
        {"text": settled(text), "is_right": letter == right, "rationale": ""}
        for letter, text in question.options.items()
    ]
    stem = from_plain("\n".join(question.stem))
    return ParsedItem(SINGLE, stem, {"options": lettered(rows)}, where=where)


def _block(item: ParsedItem) -> str:
    if item.kind != SINGLE:
        raise LeftOutError("not_carried", item.kind)
    options = item.body["options"]
    right = [letter for letter, option in zip(LETTERS, options, strict=False) if option["is_right"]]
    stem = one_line(to_plain(item.stem))
    if len(right) != 1 or len(options) > MOST_PARTS:
        raise LeftOutError("not_carried", item.kind)
    if _OPTION.match(stem) or _ANSWER.match(stem):
        raise LeftOutError("cannot_escape", stem[:10])
    lines = [
        f"{letter}. {one_line(option['text'])}" for letter, option in zip(LETTERS, options, strict=False)
    ]
    return "\n".join([stem, *lines, f"ANSWER: {right[0]}"])


def _lost(item: ParsedItem) -> Iterator[str]:
    """What a question loses in plain text."""
    texts = [option["text"] for option in item.body["options"]]
    if from_plain(one_line(to_plain(item.stem))) != item.stem or any(
        one_line(text) != text for text in texts
    ):
        yield "formatting"
    if item.picture is not None:
        yield "no_picture_room"


def _unsaid(item: ParsedItem) -> Iterator[str]:
    """What Aiken has no room for, whatever the question."""
    said = {"key": item.key, "skill": item.skill, "level": item.level, "language": item.language}
    yield from (name for name, value in said.items() if value)
    if any(option["rationale"] for option in item.body["options"]):
        yield "rationale"
