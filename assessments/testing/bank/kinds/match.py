"""Pairs to put together: `{"pairs": [{"key", "left", "right"}], "others": [right sides], "rationale"}`.

An answer is `{"pairs": {key of the left: key of the right}}`; an extra right side has the key `+0`, `+1` ….
Right sides of the same text are the same. All or nothing.
"""

from collections.abc import Mapping
from typing import Any

from assessments.testing.bank.kinds.parts import (
    LONGEST_RATIONALE,
    MOST,
    Answer,
    AnswerError,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    by_key,
    by_place,
    given_key,
    row_problems,
    text_of,
    text_problems,
    tidy_rows,
)


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    others = body.get("others", [])
    if isinstance(others, list | tuple):
        others = [other.strip() if isinstance(other, str) else other for other in others]
    return {
        "pairs": tidy_rows(
            body, "pairs", lambda row: {"left": text_of(row, "left"), "right": text_of(row, "right")}
        ),
        "others": others,
        "rationale": text_of(body, "rationale"),
    }


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    rationale = text_problems(body, "rationale", longest=LONGEST_RATIONALE, is_needed=False)
    return row_problems(body, "pairs", texts=("left", "right"), told="left") + _others(body) + rationale


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: left sides, and all right sides, both in an order by the seed."""
    pairs, rights = by_key(body, "pairs"), _rights(body)
    return {
        "lefts": [
            {"key": place, "text": text_of(pairs[key], "left")} for place, key in _lefts(body, seed).items()
        ],
        "rights": [
            {"key": place, "text": rights[key]} for place, key in by_place(list(rights), ~seed).items()
        ],
    }


def read(body: Body, seed: int, given: Any) -> Answer:
    """The pairs that were put together of what was shown with this seed. Raises AnswerError for a part."""
    lefts, rights = _lefts(body, seed), by_place(list(_rights(body)), ~seed)
    pairs = given.get("pairs", {}) if isinstance(given, Mapping) else None
    if not isinstance(pairs, Mapping):
        raise AnswerError("no_object")
    told = {place: given_key(pairs, place, rights) for place in lefts}
    if set(pairs) - set(lefts):
        raise AnswerError("unknown", str(min(set(pairs) - set(lefts), key=str)))
    if not any(told.values()):
        return {}
    if not all(told.values()):
        raise AnswerError("incomplete_pairs")
    return {"pairs": dict(sorted((lefts[place], key) for place, key in told.items()))}


def score(body: Body, answer: Answer) -> int:
    """1 where each left side has its right one, else 0."""
    rights, pairs = _rights(body), by_key(body, "pairs")
    told = answer.get("pairs", {})
    return int(
        bool(pairs) and all(rights.get(told.get(key)) == text_of(row, "right") for key, row in pairs.items())
    )


def highest(body: Body) -> int:
    return 1


def choices(body: Body) -> list[Choice]:
    """Each pair as it belongs together."""
    return [Choice(f"{key}={key}", _pair(row), 1) for key, row in by_key(body, "pairs").items()]


def chosen(body: Body, answer: Answer) -> list[str]:
    """Each pair that was put together, as a text of two keys."""
    return [f"{left}={right}" for left, right in answer.get("pairs", {}).items()]


def feedback(body: Body, answer: Answer) -> Feedback:
    """Each pair that was put together, and whether it belongs together."""
    rights, pairs = _rights(body), by_key(body, "pairs")
    remarks = tuple(
        Remark(
            f"{text_of(pairs[left], 'left')} → {rights[right]}",
            rights[right] == text_of(pairs[left], "right"),
        )
        for left, right in answer.get("pairs", {}).items()
        if left in pairs and right in rights
    )
    right = tuple(_pair(row) for row in pairs.values())
    return Feedback(score(body, answer), 1, remarks, right, text_of(body, "rationale"))


def _pair(row: Mapping[str, Any]) -> str:
    return f"{text_of(row, 'left')} → {text_of(row, 'right')}"


def _lefts(body: Body, seed: int) -> dict[str, str]:
    return by_place(list(by_key(body, "pairs")), seed)


def _rights(body: Body) -> dict[str, str]:
    """The text of each right side by its key; of the same text the first alone."""
    sides = {key: text_of(row, "right") for key, row in by_key(body, "pairs").items()}
    others = body.get("others", [])
    extra = others if isinstance(others, list | tuple) else []
    sides |= {f"+{number}": str(text).strip() for number, text in enumerate(extra)}
    first: dict[str, str] = {}
    for key, text in sides.items():
        first.setdefault(text, key)
    return {key: text for text, key in first.items()}


def _others(body: Body) -> list[BodyProblem]:
    others = body.get("others", [])
    if not isinstance(others, list | tuple):
        return [BodyProblem("no_list", "others")]
    if len(others) > MOST:
        return [BodyProblem("too_many", "others", value=str(len(others)), expected=str(MOST))]
    found = []
    seen = {text_of(row, "right"): "others_right" for row in by_key(body, "pairs").values()}
    for number, other in enumerate(others):
        text = other.strip() if isinstance(other, str) else ""
        wrong = text_problems({"others": other}, "others")
        found += [BodyProblem(one.code, "others", number, expected=one.expected) for one in wrong]
        if not wrong and text in seen:
            found.append(BodyProblem(seen[text], "others", number, value=text))
        seen.setdefault(text, "same_text")
    return found
