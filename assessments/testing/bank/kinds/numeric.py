"""A number, right within a tolerance: `{"answer", "tolerance", "unit", "rationale"}`, decimals as texts.

An answer is `{"text": …}` as it was typed, or `{}` where nothing was.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.testing.bank.kinds.parts import (
    LONGEST_RATIONALE,
    Answer,
    AnswerError,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    given_text,
    text_of,
    text_problems,
)

LONGEST_NUMBER = 30
LONGEST_UNIT = 20
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
# What stands between groups of digits and is no decimal sign: spaces of all kinds, and apostrophes.
GROUPING = re.compile(r"[\s\u00a0\u2009\u202f'’_]")
MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    return {
        "answer": _number_text(body, "answer"),
        "tolerance": _number_text(body, "tolerance") or "0",
        "unit": text_of(body, "unit"),
        "rationale": text_of(body, "rationale"),
    }


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    found = [
        BodyProblem("number", part, value=str(body.get(part, ""))[:LONGEST_NUMBER])
        for part in ("answer", "tolerance")
        if _decimal(body.get(part, "0" if part == "tolerance" else "")) is None
    ]
    tolerance = _decimal(body.get("tolerance", "0"))
    if tolerance is not None and tolerance < 0:
        found.append(BodyProblem("negative", "tolerance"))
    found += text_problems(body, "unit", longest=LONGEST_UNIT, is_needed=False)
    return found + text_problems(body, "rationale", longest=LONGEST_RATIONALE, is_needed=False)


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the unit."""
    return {"unit": text_of(body, "unit")}


def read(body: Body, seed: int, given: Any) -> Answer:
    """The number as it was typed. Raises AnswerError for what is none."""
    text = given_text(given, "text", LONGEST_NUMBER + LONGEST_UNIT)
    if text and not readings(text, text_of(body, "unit")):
        raise AnswerError("number", text)
    return {"text": text} if text else {}


def score(body: Body, answer: Answer) -> int:
    """1 where the number is within the tolerance, in one of the ways to read it; else 0."""
    right, tolerance = _decimal(body.get("answer", "")), _decimal(body.get("tolerance", "0"))
    if right is None or tolerance is None:
        return 0
    typed = readings(str(answer.get("text", "")), text_of(body, "unit"))
    return int(any(abs(number - right) <= tolerance for number in typed))


def highest(body: Body) -> int:
    return 1


def choices(body: Body) -> list[Choice]:
    """None: there is nothing to choose from."""
    return []


def chosen(body: Body, answer: Answer) -> list[str]:
    """The number in one form, so that equal ones are counted together."""
    typed = readings(str(answer.get("text", "")), text_of(body, "unit"))
    return [format(min(typed).normalize(), "f")] if typed else []


def feedback(body: Body, answer: Answer) -> Feedback:
    """What was typed, and the number that is right, with its unit."""
    scored = score(body, answer)
    text = str(answer.get("text", ""))
    remarks = (Remark(text, bool(scored)),) if text else ()
    unit = text_of(body, "unit")
    right = f"{body.get('answer', '')} {unit}".strip()
    return Feedback(scored, 1, remarks, (right,), text_of(body, "rationale"))


def readings(text: str, unit: str = "") -> set[Decimal]:
    """The numbers that a text may mean: with a comma or a point before its decimals.

    “1,250” is 1250 to one reader and 1.25 to another: both are given. The unit may stand before or behind.
    """
    bare = text.translate(MINUS).strip()
    if unit:
        bare = bare.removeprefix(unit).removesuffix(unit)
    bare = GROUPING.sub("", bare).removesuffix("%" if unit == "%" else "")
    if len(bare) > LONGEST_NUMBER:
        return set()
    found = {_plain(bare, decimal_sign) for decimal_sign in ".,"}
    return {number for number in found if number is not None}


def _plain(text: str, decimal_sign: str) -> Decimal | None:
    """The number, where this is the sign before its decimals and the other one stands between thousands."""
    grouping = "," if decimal_sign == "." else "."
    whole, sign, decimals = text.partition(decimal_sign)
    if grouping in decimals or (sign and not decimals):
        return None
    first, *groups = whole.split(grouping)
    if groups and (not 1 <= len(first.lstrip("+-")) <= 3 or any(len(group) != 3 for group in groups)):
        return None
    if sign and not first.lstrip("+-"):
        first += "0"
    return _decimal("".join([first, *groups]) + (f".{decimals}" if decimals else ""))


def _decimal(value: Any) -> Decimal | None:
    if not isinstance(value, str) or not PLAIN.fullmatch(value) or len(value) > LONGEST_NUMBER:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _number_text(body: Body, part: str) -> Any:
    """A number that was typed or sent as one, in the form in which it is stored, if it is one."""
    value = body.get(part, "")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = format(Decimal(str(value)), "f")
    return value.translate(MINUS).strip().replace(",", ".") if isinstance(value, str) else value
