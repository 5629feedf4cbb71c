"""GIFT, the text format of Moodle: questions between empty lines, answers between braces.

    // [id:refunds-1] [tag:skill:refunds] [tag:level:2]
    ::Refunds::[markdown]Who may refund?{ =Everybody#No limit below 50 ~The lead }

| answers                              | kind                                                     |
|--------------------------------------|----------------------------------------------------------|
| `{=right ~wrong}`, `{~%50%a ~%50%b}` | `single`, `multiple`                                     |
| `{T}`, `{FALSE}`                     | `single`                                                 |
| `{=accepted =another}`               | `text`                                                   |
| `{#12.5:0.1}`, `{#12..13}`           | `numeric`                                                |
| `{=left -> right =left -> right}`    | `match`; without a left side, another right one          |
| `{>3 ALL VERTICAL … steps in lines}` | `order`, as Moodle's ordering questions write it         |

A backslash takes the meaning from : # = { } ~ \\ and makes a new line of n. Format: https://docs.moodle.org/en/GIFT_format
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assessments.testing.interchange.formats.gift_writing import write
from assessments.testing.interchange.formats.items import (
    LONGEST_LINE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    Parsed,
    ParsedItem,
    decimal_of,
    decimal_text,
    lettered,
    one_line,
    settled,
)
from assessments.testing.interchange.formats.markup import (
    LONGEST_SOURCE,
    Markup,
    from_html,
    from_markdown,
    from_plain,
    plain_from_markdown,
)
from assessments.testing.interchange.formats.reading import (
    Notes,
    Tags,
    auto_format,
    decoded,
    picture_of,
    shortened,
    skill_of_category,
)
from assessments.testing.interchange.formats.remarks import LeftOutError, Where
from assessments.testing.interchange.formats.scores import Weighed, choice_of, number_of, texts_of

__all__ = ["read", "write"]

# What stands for an escaped character while a question is taken apart: no text has these.
ESCAPES = {
    ":": "\x01",
    "#": "\x02",
    "=": "\x03",
    "{": "\x04",
    "}": "\x05",
    "~": "\x06",
    "n": "\x07",
    "\\": "\x08",
}
PLACES = {place: "\n" if sign == "n" else sign for sign, place in ESCAPES.items()}
GAP = "_____"
LONGEST_COMMENT = 10_000
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
_NOTED = re.compile(r"\[(id|tag):((?:\\.|[^\]\\]){0,500})\]")
_ORDERING = re.compile(
    r"\d+|ALL|EXACT|RANDOM|REL|CONTIG|CONTIGUOUS|HORIZONTAL|HORI|H|VERTICAL|VERT|V|ALL_OR_NOTHING|ABS|ABSOLUTE"
    r"|ABSOLUTE_POSITION|RELATIVE|RELATIVE_\w+|LONGEST_\w+|SHOW|HIDE|TRUE|FALSE|YES|NO|none|abc|ABCD|iii|IIII"
)
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one question, without comments; what they say of its id and tags, and the category."""

    line: int
    text: str
    category: str
    key: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """A question taken apart: its answers still as they are written, `style` the format of its texts."""

    where: Where
    stem: str
    answers: str
    general: str
    style: str
    notes: Notes = field(repr=False)

    def plain(self, text: str) -> str:
        """A text of an answer, which is plain."""
        style, words = _styled(text, self.style)
        if style == "plain":
            return settled(words)
        if style == "markdown":
            return self.notes.told(plain_from_markdown(words), self.where)
        if style == "moodle":
            words = html.unescape(words) if "<" not in words else words.replace("\n", "<br>")
            return settled(words) if "<" not in words else self.notes.plain(words, self.where)
        return self.notes.plain(words, self.where)


def read(data: bytes) -> Parsed:
    """The items of a GIFT file. Raises FormatError."""
    notes = Notes()
    for block in _blocks(decoded(data, notes)):
        where = Where(line=block.line, name=_name_of(block.text))
        if notes.is_full():
            continue
        with notes.question(where):
            notes.take(_item(block, where, notes))
    return notes.parsed()


def _blocks(text: str) -> Iterator[_Block]:
    category, lines, begin = "", list[str](), 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            begin = begin if lines else number
            lines.append(line.strip())
            continue
        comments = " ".join(one for one in lines if one.startswith("//"))[:LONGEST_COMMENT]
        words = "\n".join(one for one in lines if not one.startswith("//"))
        lines = []
        if words.startswith("$CATEGORY:"):
            first, _line, words = words.partition("\n")
            category = first.removeprefix("$CATEGORY:").strip()
        if words:
            said = [(name, re.sub(r"\\(.)", r"\1", value)) for name, value in _NOTED.findall(comments)]
            key = next((value for name, value in said if name == "id"), "")
            tags = tuple(value for name, value in said if name == "tag")
            yield _Block(begin, words, category, key, tags)


def _item(block: _Block, where: Where, notes: Notes) -> ParsedItem:
    question = _taken_apart(block, where, notes)
    tags = Tags(block.tags, notes, where)
    markup = _stem(question.stem, question.style)
    category = skill_of_category(block.category)
    if category and not tags.skill:
        notes.alike("category", where, category)
    kind, body = _answered(question, tags.scores)
    return ParsedItem(
        kind=kind,
        stem=notes.told(markup, where),
        body=body,
        skill=tags.skill or category,
        level=tags.level,
        language=tags.language,
        key=one_line(block.key)[:LONGEST_LINE],
        picture=picture_of(markup.images, {}, notes, where),
        where=where,
    )


def _name_of(text: str) -> str:
    """What a question is called: its title, or the beginning of what it asks."""
    start = text[:1_000]
    title = re.match(r"::(.+?)::", start, re.DOTALL)
    words = title[1] if title else _FORMAT.sub("", start.partition("{")[0], count=1)
    return shortened(re.sub(r"\\([:#={}~])|<[^>]*>", r"\1", words), 80)


def _taken_apart(block: _Block, where: Where, notes: Notes) -> _Question:
    """The parts of a question. Raises LeftOutError where it has no answers."""
    if len(block.text) > LONGEST_SOURCE:
        raise LeftOutError("too_long", where.name, f"{LONGEST_SOURCE:,}")
    text = re.sub(r"\\([:#={}~n\\])", lambda found: ESCAPES[found[1]], block.text)
    if text.startswith("::") and "::" in text[2:]:
        text = text[2:].partition("::")[2]
    text = text.strip()
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise LeftOutError("no_question", where.name)
    if start < 0 or end < start:
        raise LeftOutError("braces")
    before, answers, after = text[:start], text[start + 1 : end].strip(), text[end + 1 :]
    if "{" in after or "}" in after or "{" in answers:
        raise LeftOutError(
            "several_gaps" if "{" in after and "}" in after else "braces", str(text.count("{"))
        )
    style, stem = _styled(before + GAP + after if after.strip() else before, "moodle")
    answers, _mark, general = answers.partition("####")
    return _Question(where, stem, answers.strip(), general.strip(), style, notes)


def _answered(question: _Question, scores: int) -> tuple[str, dict[str, Any]]:
    """The kind and the body that the answers make."""
    answers = question.answers
    said = question.plain(question.general)
    if not answers:
        raise LeftOutError("essay", "essay")
    if answers.startswith(">"):
        return ORDER, {"steps": lettered(_steps(question)), "rationale": said}
    if answers.startswith("#"):
        return NUMERIC, _number(question, said)
    if "~" in answers:
        return _choice(question, said, scores)
    if "=" in answers and "->" in answers:
        return MATCH, {**_pairs(question), "rationale": said}
    verdict = answers.partition("#")[0].strip()
    if verdict in (*TRUE, *FALSE):
        return SINGLE, _true_false(question, said, is_true=verdict in TRUE)
    return TEXT, _texts(question, said)


def _steps(question: _Question) -> list[dict[str, Any]]:
    first, *lines = question.answers[1:].split("\n")
    settings = first.split()
    if not all(map(_ORDERING.fullmatch, settings)):
        lines, settings = [first, *lines], []
    if settings and "ALL_OR_NOTHING" not in settings:
        question.notes.alike("partial_credit", question.where)
    if {"EXACT", "RANDOM", "REL", "CONTIG", "CONTIGUOUS"} & set(settings):
        question.notes.add("settings", question.where, " ".join(settings))
    return [{"text": text} for text in map(question.plain, lines) if text]


def _number(question: _Question, said: str) -> dict[str, Any]:
    answers, _mark, wrong = question.answers[1:].partition("~")
    weighed = [_typed(question, one) for one in _between(answers, "=")]
    if wrong.strip(" \n#"):
        question.notes.add("wrong_feedback", question.where, question.plain(wrong.lstrip(" \n#")))
    return number_of([(*_bounds(one.text), one) for one in weighed], said, question.notes, question.where)


def _bounds(text: str) -> tuple[str, str]:
    """The number and the tolerance that a text says. Raises LeftOutError."""
    low, dots, high = text.partition("..")
    if dots:
        first, last = decimal_of(low), decimal_of(high)
        if first is None or last is None or first > last:
            raise LeftOutError("range", text)
        middle = (first + last) / 2
        return decimal_text(middle), decimal_text(last - middle)
    answer, _colon, tolerance = text.partition(":")
    return answer.strip(), tolerance.strip() or "0"


def _choice(question: _Question, said: str, scores: int) -> tuple[str, dict[str, Any]]:
    parts = re.findall(r"([=~])([^=~]*)", question.answers)
    is_single = any(mark == "=" for mark, _text in parts)
    options = [_weighed(question, text, Decimal(100 if mark == "=" else 0)) for mark, text in parts]
    if scores and not is_single:
        scores = 0
    kind = SCENARIO if scores else SINGLE if is_single else MULTIPLE
    return kind, choice_of(kind, options, said, scores, question.notes, question.where)


def _pairs(question: _Question) -> dict[str, Any]:
    pairs, others = [], []
    for answer in _between(question.answers, "="):
        left, arrow, right = answer.partition("->")
        if not arrow:
            raise LeftOutError("arrow", _unescaped(answer))
        left = question.plain(left)
        right = settled(_unescaped(right))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            others.append(right)
    return {"pairs": lettered(pairs), "others": others}


def _true_false(question: _Question, said: str, *, is_true: bool) -> dict[str, Any]:
    parts = [question.plain(part) for part in question.answers.split("#")[1:]]
    wrong, right = [*parts, "", ""][:2]
    rationales = (right, wrong) if is_true else (wrong, right)
    words = ("True", "False")
    options = [
        Weighed(word, Decimal(100 if (word == "True") is is_true else 0), rationale)
        for word, rationale in zip(words, rationales, strict=True)
    ]
    question.notes.add("true_false", question.where, ", ".join(words))
    return choice_of(SINGLE, options, said, 0, question.notes, question.where)


def _texts(question: _Question, said: str) -> dict[str, Any]:
    weighed = [_typed(question, answer) for answer in _between(question.answers, "=")]
    return texts_of(weighed, said, is_case_sensitive=False, notes=question.notes, where=question.where)


def _weighed(question: _Question, answer: str, weight: Decimal = Decimal(100)) -> Weighed:
    """An answer with its weight in percent: what stands before it between percent signs, or the usual one."""
    found = _WEIGHT.match(answer.strip())
    words, _mark, said = answer.strip()[found.end() if found else 0 :].partition("#")
    return Weighed(question.plain(words), Decimal(found[1]) if found else weight, question.plain(said))


def _typed(question: _Question, answer: str) -> Weighed:
    """The same of an answer that somebody types, which has no format."""
    weighed = _weighed(question, answer)
    words = _WEIGHT.sub("", answer.strip(), count=1) if _WEIGHT.match(answer.strip()) else answer
    return replace(weighed, text=settled(_styled(words.partition("#")[0], "plain")[1]))


def _between(answers: str, mark: str) -> Sequence[str]:
    """The parts that a mark stands before; a first one may stand without it."""
    return [part for part in (one.strip() for one in answers.split(mark)) if part]


def _styled(text: str, style: str) -> tuple[str, str]:
    """The format of a text, which may stand before it in brackets, and its words without escapes."""
    words = text.strip()
    if found := _FORMAT.match(words):
        style, words = found[1], words[found.end() :]
    return style, _unescaped(words).strip()


def _unescaped(text: str) -> str:
    return re.sub("[\x01-\x08]", lambda found: PLACES[found[0]], text)


def _stem(text: str, style: str) -> Markup:
    if style == "markdown":
        return from_markdown(text)
    if style == "plain":
        return Markup(from_plain(text))
    return from_html(text) if style == "html" else auto_format(text)
