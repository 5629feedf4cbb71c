"""Moodle XML: a `<quiz>` of `<question type="…">`, as Moodle exports its question bank.

| type                   | kind                                                                        |
|------------------------|-----------------------------------------------------------------------------|
| `multichoice`          | `single` or `multiple`, by `<single>`; `scenario` with the tag `scores:3`     |
| `truefalse`            | `single`                                                                    |
| `shortanswer`          | `text`                                                                      |
| `numerical`            | `numeric`                                                                   |
| `matching`             | `match`                                                                     |
| `ordering`             | `order`                                                                     |
| `multianswer`, `cloze` | as its gap is, where it has one                                             |

Texts have a format of their own: HTML, Markdown, plain, or Moodle's own mix. Pictures are in it, in base64.
Tags such as `skill:refunds`, `level:2` and `language:en` say what an item is about; a category stands for a
skill.
Format: https://docs.moodle.org/en/Moodle_XML_format
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from assessments.testing.interchange.formats.html_markdown import Image
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
    lettered,
    one_line,
    settled,
)
from assessments.testing.interchange.formats.markup import (
    Markup,
    from_html,
    from_markdown,
    from_plain,
    plain_from_markdown,
)
from assessments.testing.interchange.formats.moodle_cloze import answered as cloze_answered
from assessments.testing.interchange.formats.moodle_writing import write
from assessments.testing.interchange.formats.reading import (
    MOST_PICTURE_BYTES,
    Notes,
    Tags,
    auto_format,
    picture_of,
    shortened,
    skill_of_category,
)
from assessments.testing.interchange.formats.remarks import FormatError, LeftOutError, Where
from assessments.testing.interchange.formats.scores import Weighed, choice_of, number_of, texts_of
from assessments.testing.interchange.formats.trees import Element, parse

__all__ = ["read", "write"]

KINDS = "multichoice, truefalse, shortanswer, numerical, matching, ordering, cloze"
CALCULATED = ("calculated", "calculatedsimple", "calculatedmulti")
READ_BY_PEOPLE = ("essay", "recordrtc", "poodllrecording", "essayautograde")
AT_FILES = "@@PLUGINFILE@@"
USUAL_SETTINGS = {
    "answernumbering": ("", "abc", "none", "ABCD", "123", "iii", "IIII"),
    "shuffleanswers": ("", "1", "true"),
    "hidden": ("", "0"),
    "showstandardinstruction": ("", "0", "1"),
}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


class _Question:
    """A question of the file as it is read: its texts by their formats, its answers with their worth."""

    def __init__(self, element: Element, where: Where, notes: Notes) -> None:
        self.element, self.where, self.notes = element, where, notes
        stem = element.first("questiontext")
        self.style = stem.get("format", "html") if stem is not None else "html"
        self.files: dict[str, bytes | None] = {}
        self.stem = self._without_data(stem.words("text")) if stem is not None else ""

    def _without_data(self, words: str) -> str:
        """The text with a short name for each picture that stands in it as data, which is kept by that."""

        def named(found: re.Match[str]) -> str:
            name = f"data:{len(self.files) + 1}"
            self.files[name] = _decoded(found[1])
            return name

        return re.sub(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=]+)", named, words)

    def plain(self, element: Element | None, style: str = "") -> str:
        """The text of an answer, which is plain."""
        if element is None:
            return ""
        words = element.words("text")
        for file in element.all("file"):
            self.notes.add("picture_part", self.where, file.get("name"))
        style = element.get("format") or style or self.style
        if style == "plain_text":
            return settled(words)
        if style == "markdown":
            return self.notes.told(plain_from_markdown(words), self.where)
        if style == "moodle_auto_format":
            words = words.replace("\n", "<br>") if "<" in words else words
        return self.notes.plain(words, self.where) if "<" in words or "&" in words else settled(words)

    def answers(self, style: str = "") -> list[Weighed]:
        return [
            Weighed(
                self.plain(answer, style) or _bare(answer),
                _fraction(answer),
                self.plain(answer.first("feedback")),
            )
            for answer in self.element.all("answer")
        ]

    @property
    def said(self) -> str:
        """What is said whatever the answer."""
        return self.plain(self.element.first("generalfeedback"))


def read(data: bytes) -> Parsed:
    """The items of a Moodle XML file. Raises FormatError."""
    root = parse(data)
    if root.name != "quiz":
        raise FormatError("not_moodle", Where(line=root.line), root.name)
    notes, category = Notes(), ""
    for element in root.all("question"):
        if element.get("type") == "category":
            found = element.first("category")
            category = found.text if found is not None else ""
            continue
        name = element.first("name")
        where = Where(line=element.line, name=shortened(name.text if name is not None else "", 80))
        if notes.is_full():
            continue
        with notes.question(where):
            notes.take(_item(_Question(element, where, notes), category))
    return notes.parsed()


def styled(words: str, style: str) -> Markup:
    """A text in one of Moodle's formats as Markdown."""
    if style == "markdown":
        return from_markdown(words)
    if style == "plain_text":
        return Markup(from_plain(words))
    return auto_format(words) if style in ("moodle_auto_format", "wiki_like") else from_html(words)


def _item(question: _Question, category: str) -> ParsedItem:
    element, notes, where = question.element, question.notes, question.where
    tags = Tags(_tags(element), notes, where)
    kind, body, words = _answered(question, tags.scores)
    markup = styled(words, question.style)
    skill = skill_of_category(category)
    if skill and not tags.skill:
        notes.alike("category", where, skill)
    _tell_settings(question)
    images, files = _pictures(element, markup, question.files)
    return ParsedItem(
        kind=kind,
        stem=notes.told(markup, where),
        body=body,
        skill=tags.skill or skill,
        level=tags.level,
        language=tags.language,
        key=one_line(element.words("idnumber"))[:LONGEST_LINE],
        picture=picture_of(images, files, notes, where),
        where=where,
    )


def _answered(question: _Question, scores: int) -> tuple[str, dict[str, Any], str]:
    """The kind and the body that a question's type makes, and its text. Raises LeftOutError."""
    kind, stem = question.element.get("type"), question.stem
    if kind == "multichoice":
        return (*_choice(question, scores), stem)
    if kind in ("multianswer", "cloze"):
        return cloze_answered(stem, question.said, question.notes, question.where)
    if kind == "truefalse":
        return SINGLE, _true_false(question), stem
    if kind == "shortanswer":
        return TEXT, _texts(question), stem
    if kind == "numerical":
        return NUMERIC, _number(question), stem
    if kind in ("matching", "match"):
        return MATCH, _pairs(question), stem
    if kind == "ordering":
        return ORDER, _steps(question), stem
    raise _unread(kind)


def _unread(kind: str) -> LeftOutError:
    if kind in CALCULATED:
        return LeftOutError("calculated", kind)
    if kind in READ_BY_PEOPLE:
        return LeftOutError("essay", kind)
    if kind == "description":
        return LeftOutError("no_question", kind)
    return LeftOutError("unknown_kind", kind or "–", KINDS)


def _choice(question: _Question, scores: int) -> tuple[str, dict[str, Any]]:
    is_single = question.element.words("single").casefold() not in ("false", "0")
    kind = MULTIPLE if not is_single else SCENARIO if scores else SINGLE
    options = question.answers()
    return kind, choice_of(kind, options, question.said, scores, question.notes, question.where)


def _true_false(question: _Question) -> dict[str, Any]:
    answers = question.answers("plain_text")
    words = [one.text.casefold() for one in answers]
    told = ("True", "False") if words != ["false", "true"] else ("False", "True")
    question.notes.add("true_false", question.where, ", ".join(told))
    options = [Weighed(word, one.weight, one.rationale) for word, one in zip(told, answers, strict=False)]
    return choice_of(SINGLE, options, question.said, 0, question.notes, question.where)


def _texts(question: _Question) -> dict[str, Any]:
    return texts_of(
        question.answers("plain_text"),
        question.said,
        is_case_sensitive=question.element.words("usecase") == "1",
        notes=question.notes,
        where=question.where,
    )


def _number(question: _Question) -> dict[str, Any]:
    tolerances = [answer.words("tolerance") or "0" for answer in question.element.all("answer")]
    answers = question.answers("plain_text")
    weighed = [(one.text, tolerance, one) for one, tolerance in zip(answers, tolerances, strict=True)]
    units = [unit for unit in question.element.within() if unit.name == "unit"]
    names = [unit.words("unit_name") for unit in units]
    first = next(
        (n for n, unit in enumerate(units) if decimal_of(unit.words("multiplier") or "1") == 1), None
    )
    if rest := [name for n, name in enumerate(names) if n != first and name]:
        question.notes.add("units", question.where, ", ".join(rest))
    unit = settled(names[first]) if first is not None else ""
    return number_of(weighed, question.said, question.notes, question.where, unit)


def _pairs(question: _Question) -> dict[str, Any]:
    pairs, others = [], []
    for element in question.element.all("subquestion"):
        left = question.plain(element)
        answer = element.first("answer")
        right = settled(answer.words("text")) if answer is not None else ""
        if left:
            pairs.append({"left": left, "right": right})
        elif right:
            others.append(right)
    return {"pairs": lettered(pairs), "others": others, "rationale": question.said}


def _steps(question: _Question) -> dict[str, Any]:
    element = question.element
    if element.words("gradingtype") not in ("", "ALL_OR_NOTHING", "-1"):
        question.notes.alike("partial_credit", question.where)
    if element.words("selecttype") not in ("", "ALL", "0"):
        question.notes.add("settings", question.where, f"selecttype {element.words('selecttype')}")
    steps = [{"text": question.plain(answer)} for answer in element.all("answer")]
    return {"steps": lettered(steps), "rationale": question.said}


def _fraction(answer: Element) -> Decimal:
    """What an answer is worth in percent; an old file says it in an element of its own, as a part of one."""
    if inner := answer.words("fraction"):
        return (decimal_of(inner) or Decimal(0)) * 100
    return decimal_of(answer.get("fraction", "0")) or Decimal(0)


def _bare(answer: Element) -> str:
    """The text of an answer that stands in no element of its own, as old files have it."""
    return settled("".join(one for one in answer.inside if isinstance(one, str)))


def _tags(element: Element) -> Iterator[str]:
    tags = element.first("tags")
    for tag in tags.all("tag") if tags is not None else ():
        yield tag.text


def _tell_settings(question: _Question) -> None:
    """Tell what the bank has no room for; what most files have is told once for all questions."""
    element, notes, where = question.element, question.notes, question.where
    points = decimal_of(element.words("defaultgrade") or "1")
    if points != 1:
        notes.alike("points", where, element.words("defaultgrade"))
    if decimal_of(element.words("penalty") or "0"):
        notes.alike("penalty", where, element.words("penalty"))
    for name, usual in USUAL_SETTINGS.items():
        if element.words(name) not in usual:
            notes.alike("settings", where, f"{name} {element.words(name)}")
    if hints := [text for hint in element.all("hint") if (text := question.plain(hint))]:
        notes.add("hints", where, " / ".join(hints))
    for name in COMBINED:
        if said := question.plain(element.first(name)):
            notes.alike("feedback", where, said)


def _pictures(
    element: Element, markup: Markup, data: Mapping[str, bytes | None]
) -> tuple[Sequence[Image], dict[str, bytes | None]]:
    """The pictures of a question in their order, and the files by the addresses in its text."""
    files = dict(data)
    text = element.first("questiontext")
    for file in text.all("file") if text is not None else ():
        path = f"{file.get('path', '/')}{file.get('name')}"
        for name in (path, quote(path), unquote(path)):
            files[f"{AT_FILES}{name}"] = _decoded(file.text)
    images = list(markup.images)
    if (name := element.words("image")) and element.words("image_base64"):
        files[name] = _decoded(element.words("image_base64"))
        images.append(Image(name))
    return images, files


def _decoded(text: str) -> bytes | None:
    """What a text in base64 holds; None for what is none, or too large to be kept."""
    if len(text) > MOST_PICTURE_BYTES * 2:
        return b"\0" * (MOST_PICTURE_BYTES + 1)
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None
