"""Options of which some are chosen: what one right answer and several have in common."""

from typing import Any

from assessments.testing.bank.kinds.parts import (
    Answer,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    Row,
    by_key,
    by_place,
    right_problems,
    row_problems,
    rows_of,
    text_of,
    tidy_rows,
)


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    return {"options": tidy_rows(body, "options", _tidy)}


def option_problems(body: Body, *, is_single: bool) -> list[BodyProblem]:
    found = row_problems(body, "options")
    return found or right_problems(body, "options", is_single=is_single)


def shown_options(body: Body, seed: int) -> list[dict[str, str]]:
    """The options by their places, in the order in which they are shown."""
    options = by_key(body, "options")
    return [
        {"key": place, "text": text_of(options[key], "text")} for place, key in places(body, seed).items()
    ]


def places(body: Body, seed: int) -> dict[str, str]:
    return by_place(list(by_key(body, "options")), seed)


def right_keys(body: Body) -> set[str]:
    return {str(row.get("key")) for row in rows_of(body, "options") if row.get("is_right") is True}


def choices(body: Body) -> list[Choice]:
    """Each option, with 1 where it is right."""
    return [
        Choice(str(row.get("key")), text_of(row, "text"), int(row.get("is_right") is True))
        for row in rows_of(body, "options")
    ]


def feedback_of(body: Body, keys: list[str], score: int) -> Feedback:
    """Why each option that was chosen is right or wrong; where one was missed, why it is right."""
    options = by_key(body, "options")
    chosen = tuple(_remark(options[key]) for key in keys if key in options)
    right = tuple(text_of(row, "text") for row in rows_of(body, "options") if row.get("is_right") is True)
    return Feedback(score, 1, chosen, right)


def highest(body: Body) -> int:
    return 1


def chosen_keys(answer: Answer) -> list[str]:
    """The keys that an answer of one or of several names."""
    keys = answer.get("keys", [answer["key"]] if answer.get("key") else [])
    return [str(key) for key in keys]


def _tidy(row: Row) -> dict[str, Any]:
    return {
        "text": text_of(row, "text"),
        "is_right": row.get("is_right", False),
        "rationale": text_of(row, "rationale"),
    }


def _remark(row: Row) -> Remark:
    return Remark(text_of(row, "text"), row.get("is_right") is True, text_of(row, "rationale"))
