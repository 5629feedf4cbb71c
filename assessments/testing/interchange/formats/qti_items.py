"""One item of QTI 2: its text without what is answered, and its answers as the body of a question."""

import html
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from assessments.testing.interchange.formats.items import (
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    decimal_of,
    lettered,
    settled,
)
from assessments.testing.interchange.formats.markup import Markup, from_html
from assessments.testing.interchange.formats.qti_markup import GAP, html_of
from assessments.testing.interchange.formats.qti_scoring import (
    EQUAL,
    Scoring,
    scoring_of,
    tell_outcomes,
    tolerance_of,
)
from assessments.testing.interchange.formats.reading import Notes
from assessments.testing.interchange.formats.remarks import LeftOutError, Where
from assessments.testing.interchange.formats.scores import Weighed, choice_of, number_of, texts_of
from assessments.testing.interchange.formats.trees import Element

BLANK = "_____"
READ = "choiceInteraction, inlineChoiceInteraction, orderInteraction, matchInteraction, textEntryInteraction"
READ_BY_PEOPLE = ("extendedTextInteraction", "uploadInteraction", "drawingInteraction")
INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
FEEDBACK = ("feedbackInline", "feedbackBlock", "modalFeedback")
UNSEEN = ("rubricBlock", "infoControl")
TEMPLATES = ("templateBlock", "templateInline", "printedVariable")
LONGEST_UNIT = 20
_ALONE = re.compile(rf"<(p|div)>\s*{GAP}([^<{GAP}]{{0,200}})</\1>\s*((?:</\w+>\s*)*)$")


class _Item:
    """An item as it is taken apart: the interaction, how it is scored, what is said of which answer."""

    def __init__(self, element: Element, notes: Notes, where: Where) -> None:
        self.element, self.notes, self.where = element, notes, where
        self.body = element.first("itemBody") or Element("itemBody")
        self.interaction = _interaction(self.body, notes, where)
        self.scoring = scoring_of(element, self.interaction.get("responseIdentifier"), notes, where)
        self.feedback: dict[str, str] = {}
        self._collect([element, *element.within()])

    def plain(self, element: Element) -> str:
        """The text of an answer, which is plain."""
        return self.notes.plain(html_of(element, self._without_feedback), self.where)

    def stem(self) -> str:
        """The text of the item as HTML, with a sign where its answer stands."""
        return html_of(self.body, self._shown)

    def options(self, name: str) -> dict[str, str]:
        """The texts of answers by their identifiers, in the order of the file."""
        found = [one for one in self.interaction.within() if one.name == name]
        return {one.get("identifier"): self.plain(one) for one in found}

    def rationale(self) -> str:
        """What is said of the answer as a whole; where several things are, they are told as lost."""
        if len(self.feedback) == 1 or "rationale" in self.feedback:
            name = "rationale" if "rationale" in self.feedback else next(iter(self.feedback))
            return self.feedback.pop(name)
        return ""

    def _collect(self, elements: list[Element]) -> None:
        for one in elements:
            if one.name in FEEDBACK:
                name = one.get("identifier")
                said = self.plain(one)
                self.feedback[name] = "\n\n".join(filter(None, (self.feedback.get(name, ""), said)))

    def _without_feedback(self, element: Element) -> str | None:
        return "" if element.name in FEEDBACK else None

    def _shown(self, element: Element) -> str | None:
        if element is self.interaction:
            prompt = element.first("prompt")
            if element.name in INLINE:
                return GAP
            return f"<div>{html_of(prompt, self._shown)}</div>" if prompt is not None else "<p></p>"
        if element.name in UNSEEN:
            self.notes.add("rubric", self.where, element.text)
            return ""
        if element.name in TEMPLATES:
            self.notes.add("templates", self.where, element.get("identifier"))
            return ""
        return self._without_feedback(element)


def answered(element: Element, notes: Notes, where: Where) -> tuple[str, Markup, dict[str, Any]]:
    """The kind of an item, its text and its body. Raises LeftOutError."""
    item = _Item(element, notes, where)
    kind, body = _READERS[item.interaction.name](item)
    source, unit = _without_gap(item.stem(), is_number=kind == NUMERIC)
    if unit:
        body["unit"] = unit
    for said in item.feedback.values():
        if said:
            notes.add("feedback", where, said)
    tell_outcomes(element, notes, where)
    return kind, from_html(source), body


def _interaction(body: Element, notes: Notes, where: Where) -> Element:
    """The one thing that is answered. Raises LeftOutError where there is none, several, or another kind."""
    found = [one for one in body.within() if one.name.endswith("Interaction")]
    ends = [one for one in found if one.name == "endAttemptInteraction"]
    found = [one for one in found if one not in ends]
    if ends:
        notes.add("hints", where, ", ".join(one.get("title") for one in ends))
    if not found:
        raise LeftOutError("no_question", "itemBody")
    if len(found) > 1:
        raise LeftOutError("several_interactions", str(len(found)))
    name = found[0].name
    if name in READ_BY_PEOPLE:
        raise LeftOutError("essay", name)
    if name not in _READERS:
        raise LeftOutError("unknown_kind", name, READ)
    return found[0]


def _without_gap(source: str, *, is_number: bool) -> tuple[str, str]:
    """The text without the sign of its answer, and the unit behind it.

    A gap at the end, in a line of its own, says nothing; any other becomes a blank.
    """
    found = _ALONE.search(source)
    unit = settled(html.unescape(found[2])) if found is not None else ""
    if found is not None and (not unit or (is_number and len(unit) <= LONGEST_UNIT)):
        return source[: found.start()] + found[3], unit
    return source.replace(GAP, BLANK), ""


def _choice(item: _Item) -> tuple[str, dict[str, Any]]:
    scoring = item.scoring
    name = "inlineChoice" if item.interaction.name == "inlineChoiceInteraction" else "simpleChoice"
    options, weights = item.options(name), scoring.weights
    is_multiple = scoring.cardinality != "single"
    said = {identifier: item.feedback.pop(identifier, "") for identifier in options}
    weighed = [Weighed(text, weights.get(one, Decimal(0)), said[one]) for one, text in options.items()]
    highest = 0 if is_multiple else _points(scoring, list(options))
    kind = MULTIPLE if is_multiple else SCENARIO if highest else SINGLE
    return kind, choice_of(kind, weighed, "", highest, item.notes, item.where)


def _points(scoring: Scoring, identifiers: list[str]) -> int:
    """The highest of whole points that differ, 0 where answers are right or wrong."""
    worth = [scoring.worth.get(one, Decimal(0)) for one in identifiers]
    is_whole = all(0 <= one <= 10 and one == int(one) for one in worth)
    if not scoring.is_mapped or not is_whole or len({one for one in worth if one}) < 2:
        return 0
    return int(max(worth))


def _order(item: _Item) -> tuple[str, dict[str, Any]]:
    options, correct = item.options("simpleChoice"), item.scoring.correct
    if sorted(correct) != sorted(options):
        raise LeftOutError("no_key")
    steps = [{"text": options[identifier]} for identifier in correct]
    return ORDER, {"steps": lettered(steps), "rationale": item.rationale()}


def _match(item: _Item) -> tuple[str, dict[str, Any]]:
    sides = [
        {one.get("identifier"): item.plain(one) for one in group.all("simpleAssociableChoice")}
        for group in item.interaction.all("simpleMatchSet")
    ]
    pairs = [tuple(value.split()) for value in item.scoring.correct]
    if len(sides) != 2 or not pairs or any(len(pair) != 2 for pair in pairs):
        raise LeftOutError("no_key")
    lefts, rights = sides
    partners = {left: right for left, right in pairs if left in lefts and right in rights}
    if len(partners) < len(pairs):
        raise LeftOutError("arrow_twice", next((lefts.get(pair[0], pair[0]) for pair in pairs), ""))
    if missing := [text for left, text in lefts.items() if left not in partners]:
        raise LeftOutError("arrow", missing[0])
    if item.scoring.is_mapped:
        item.notes.alike("partial_credit", item.where)
    others = [text for right, text in rights.items() if right not in partners.values()]
    rows = [{"left": text, "right": rights[partners[left]]} for left, text in lefts.items()]
    return MATCH, {"pairs": lettered(rows), "others": others, "rationale": item.rationale()}


def _entry(item: _Item) -> tuple[str, dict[str, Any]]:
    scoring = item.scoring
    weights = scoring.weights
    if not weights:
        raise LeftOutError("no_key")
    if item.interaction.get("patternMask"):
        item.notes.alike("settings", item.where, f"patternMask {item.interaction.get('patternMask')}")
    if scoring.base_type in ("float", "integer") or scoring.rule == EQUAL:
        return NUMERIC, _number(item, weights)
    sensitive = set(scoring.is_sensitive.values()) if scoring.is_mapped else {True}
    if len(sensitive) > 1:
        item.notes.add("mixed_case", item.where)
    return TEXT, texts_of(
        [Weighed(text.replace("*", r"\*"), weight) for text, weight in weights.items()],
        item.rationale(),
        is_case_sensitive=sensitive == {True},
        notes=item.notes,
        where=item.where,
    )


def _number(item: _Item, weights: Mapping[str, Decimal]) -> dict[str, Any]:
    answers = []
    for text, weight in weights.items():
        if decimal_of(text) is None:
            raise LeftOutError("not_a_number", text)
        tolerance = tolerance_of(item.scoring, text, item.notes, item.where)
        answers.append((text, tolerance, Weighed(text, weight)))
    return number_of(answers, item.rationale(), item.notes, item.where)


_READERS: Mapping[str, Callable[[_Item], tuple[str, dict[str, Any]]]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _entry,
}
