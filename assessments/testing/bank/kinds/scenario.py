"""A situation with better and worse answers: `{"options": [{"key", "text", "score", "rationale"}]}`.

An answer is `{"key": …}`, or `{}` where none was chosen, which scores 0.
"""

from typing import Any

from assessments.testing.bank.kinds import choice
from assessments.testing.bank.kinds.parts import (
    Answer,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    Row,
    by_key,
    given_key,
    row_problems,
    rows_of,
    text_of,
    tidy_rows,
)

MOST_POINTS = 10


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    return {"options": tidy_rows(body, "options", _tidy)}


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once. Each number of points has an answer."""
    found = row_problems(body, "options")
    rows = rows_of(body, "options")
    most = str(MOST_POINTS)
    found += [
        BodyProblem("score", "options", number, "score", value=str(row.get("score", ""))[:20], expected=most)
        for number, row in enumerate(rows)
        if not _is_score(row.get("score"))
    ]
    if found:
        return found
    given, best = {row["score"] for row in rows}, highest(body)
    return [
        BodyProblem("score_unused", "options", value=str(points), expected=str(best))
        for points in range(best + 1)
        if points not in given
    ]


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the options in an order by the seed, without their scores."""
    return {"options": choice.shown_options(body, seed)}


def read(body: Body, seed: int, given: Any) -> Answer:
    """The answer to what was shown with this seed. Raises AnswerError."""
    key = given_key(given, "key", choice.places(body, seed))
    return {"key": key} if key else {}


def score(body: Body, answer: Answer) -> int:
    """The points of the option that was chosen."""
    row = by_key(body, "options").get(str(answer.get("key")), {})
    return row["score"] if _is_score(row.get("score")) else 0


def highest(body: Body) -> int:
    """The most points that an option gives; 1 at least."""
    return max((one.score for one in choices(body)), default=1) or 1


def choices(body: Body) -> list[Choice]:
    """Each option with its points."""
    return [
        Choice(
            str(row.get("key")),
            text_of(row, "text"),
            row["score"] if _is_score(row.get("score")) else 0,
        )
        for row in rows_of(body, "options")
    ]


def chosen(body: Body, answer: Answer) -> list[str]:
    """The key that was chosen."""
    return choice.chosen_keys(answer)


def feedback(body: Body, answer: Answer) -> Feedback:
    """What was chosen, and why it is more or less good; what is best."""
    best = highest(body)
    options = by_key(body, "options")
    remarks = tuple(
        Remark(text_of(row, "text"), row.get("score") == best, text_of(row, "rationale"))
        for key in choice.chosen_keys(answer)
        if (row := options.get(key)) is not None
    )
    right = tuple(one.text for one in choices(body) if one.score == best)
    return Feedback(score(body, answer), best, remarks, right)


def _is_score(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_POINTS


def _tidy(row: Row) -> dict[str, Any]:
    return {
        "text": text_of(row, "text"),
        "score": row.get("score", 0),
        "rationale": text_of(row, "rationale"),
    }
