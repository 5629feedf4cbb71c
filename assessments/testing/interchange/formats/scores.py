"""Answers that other systems weigh in percent, as right or wrong ones; what that changes is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.testing.interchange.formats.items import (
    MULTIPLE,
    SCENARIO,
    decimal_of,
    decimal_text,
    lettered,
)
from assessments.testing.interchange.formats.reading import Notes
from assessments.testing.interchange.formats.remarks import LeftOutError, Where

ALL = Decimal(100)
# Weights that share the whole are rounded: three thirds make 99.99999.
NEARLY = Decimal("99.9")


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer, its worth in percent of the question, and what is said of it."""

    text: str
    weight: Decimal
    rationale: str = ""


def choice_of(
    kind: str, options: Sequence[Weighed], said: str, highest: int, notes: Notes, where: Where
) -> dict[str, Any]:
    """The body of a choice: `said` is what stood for all answers, `highest` the best score of a scenario."""
    if kind == SCENARIO:
        rows = [
            {"text": one.text, "score": _score(one.weight, highest), "rationale": one.rationale}
            for one in options
        ]
        best = [row for row in rows if row["score"] == highest]
    else:
        rows = [
            {"text": one.text, "is_right": _is_right(kind, one), "rationale": one.rationale}
            for one in options
        ]
        best = [row for row in rows if row["is_right"]]
        _tell_weights(kind, options, notes, where)
    _say_with(best, said, notes, where)
    return {"options": lettered(rows)}


def texts_of(
    answers: Sequence[Weighed], said: str, *, is_case_sensitive: bool, notes: Notes, where: Where
) -> dict[str, Any]:
    """The body of a short text: what is accepted are the answers that are worth all of it.

    A * stands for any text in other systems, unless a backslash is before it. Raises LeftOutError where no
    accepted answer is left.
    """
    accepted: list[str] = []
    rationales = [said] if said else []
    for one in answers:
        words = one.text.replace(r"\*", "\0")
        if one.weight < NEARLY:
            if words != "*" or one.rationale:
                _tell_wrong(one, notes, where)
        elif "*" in words:
            notes.add("wildcard", where, one.text)
        else:
            accepted.append(words.replace("\0", "*"))
            rationales += [one.rationale] if one.rationale and one.rationale not in rationales else []
    if not accepted and any(one.weight >= NEARLY for one in answers):
        raise LeftOutError("wildcards_only")
    return {
        "accepted": list(dict.fromkeys(accepted)),
        "is_case_sensitive": is_case_sensitive,
        "rationale": "\n\n".join(rationales),
    }


def number_of(
    answers: Sequence[tuple[str, str, Weighed]], said: str, notes: Notes, where: Where, unit: str = ""
) -> dict[str, Any]:
    """The body of a number: the first answer (number, tolerance, weight) that is worth all of it.

    Raises LeftOutError where what is right is no number.
    """
    right = [one for one in answers if one[2].weight >= NEARLY]
    for number, _tolerance, one in answers:
        if one.weight < NEARLY and (number != "*" or one.rationale):
            _tell_wrong(one, notes, where)
    if not right:
        raise LeftOutError("not_a_number", answers[0][0] if answers else "")
    number, tolerance, first = right[0]
    for other in right[1:]:
        notes.add("several_numbers", where, other[0])
    return {
        "answer": _digits(number),
        "tolerance": _digits(tolerance),
        "unit": unit,
        "rationale": "\n\n".join(filter(None, (said, first.rationale))),
    }


def _digits(text: str) -> str:
    number = decimal_of(text)
    if number is None:
        raise LeftOutError("not_a_number", text)
    return decimal_text(number)


def _is_right(kind: str, one: Weighed) -> bool:
    return one.weight > 0 if kind == MULTIPLE else one.weight >= NEARLY


def _score(weight: Decimal, highest: int) -> int:
    return max(0, min(highest, round(weight * highest / ALL)))


def _tell_weights(kind: str, options: Sequence[Weighed], notes: Notes, where: Where) -> None:
    """Tell what no longer counts as it did: parts of an answer, and answers that were half right."""
    if kind == MULTIPLE:
        if any(0 < one.weight < NEARLY or one.weight < 0 for one in options):
            notes.alike("partial_credit", where)
        return
    for one in options:
        if one.weight < 0 or 0 < one.weight < NEARLY:
            notes.add("weight", where, one.text, decimal_text(one.weight.normalize()))


def _tell_wrong(one: Weighed, notes: Notes, where: Where) -> None:
    if one.weight > 0:
        notes.add("weight", where, one.text, decimal_text(one.weight.normalize()))
    elif one.rationale:
        notes.add("wrong_feedback", where, one.rationale)
    else:
        notes.add("wrong_answer", where, one.text)


def _say_with(best: Sequence[dict[str, Any]], said: str, notes: Notes, where: Where) -> None:
    """What was said whatever the answer stands with the right one."""
    if not said:
        return
    for row in best:
        row["rationale"] = "\n\n".join(filter(None, (row["rationale"], said)))
    notes.add("general_feedback" if best else "feedback", where, said)
