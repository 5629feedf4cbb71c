"""Steps to put in order: `{"steps": [{"key", "text"}], "rationale"}`, in the right order; all or nothing.

An answer is `{"keys": […]}`, all of them, or `{}` where none was given.
"""

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
    by_key,
    by_place,
    given_keys,
    row_problems,
    shuffled,
    text_of,
    text_problems,
    tidy_rows,
)


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    return {
        "steps": tidy_rows(body, "steps", lambda row: {"text": text_of(row, "text")}),
        "rationale": text_of(body, "rationale"),
    }


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    rationale = text_problems(body, "rationale", longest=LONGEST_RATIONALE, is_needed=False)
    return row_problems(body, "steps") + rationale


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the steps, never in the right order."""
    steps = by_key(body, "steps")
    return {
        "steps": [
            {"key": place, "text": text_of(steps[key], "text")} for place, key in _places(body, seed).items()
        ]
    }


def read(body: Body, seed: int, given: Any) -> Answer:
    """The order that was given to what was shown with this seed. Raises AnswerError for a part of them."""
    places = _places(body, seed)
    keys = given_keys(given, places)
    if keys and len(keys) < len(places):
        raise AnswerError("incomplete_order")
    return {"keys": keys} if keys else {}


def score(body: Body, answer: Answer) -> int:
    """1 for the right order, else 0."""
    right = list(by_key(body, "steps"))
    return int(bool(right) and answer.get("keys") == right)


def highest(body: Body) -> int:
    return 1


def choices(body: Body) -> list[Choice]:
    """Each step."""
    return [Choice(key, text_of(row, "text"), 1) for key, row in by_key(body, "steps").items()]


def chosen(body: Body, answer: Answer) -> list[str]:
    """The order as one text, so that equal orders are counted together."""
    return [" > ".join(answer["keys"])] if answer.get("keys") else []


def feedback(body: Body, answer: Answer) -> Feedback:
    """The order that was given, which steps stand where they belong, and the right one."""
    steps = by_key(body, "steps")
    right = list(steps)
    remarks = tuple(
        Remark(text_of(steps[key], "text"), key == belongs)
        for key, belongs in zip(answer.get("keys", []), right, strict=False)
        if key in steps
    )
    texts = tuple(text_of(row, "text") for row in steps.values())
    return Feedback(score(body, answer), 1, remarks, texts, text_of(body, "rationale"))


def _places(body: Body, seed: int) -> dict[str, str]:
    keys = list(by_key(body, "steps"))
    if shuffled(keys, seed) != keys:
        return by_place(keys, seed)
    turned = keys[1:] + keys[:1]
    return {str(place): key for place, key in enumerate(turned, start=1)}
