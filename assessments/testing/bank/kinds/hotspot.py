"""An area of a picture to point at: `{"areas": [{"key", "name", "x", "y", "width", "height", "is_right",
"rationale"}]}`, in percent of the picture from its upper left corner.

All areas are shown, outlined and named, so that they can be chosen without seeing or pointing. An answer is
`{"key": …}`, or `{}` where none was chosen.
"""

from math import isfinite
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
    given_key,
    right_problems,
    row_problems,
    rows_of,
    text_of,
    tidy_rows,
)

SIDES = ("x", "y", "width", "height")
WHOLE = 100
# Of what is computed from pixels.
ROUNDING = 0.01


def tidy(body: Body) -> dict[str, Any]:
    """The body as it is stored."""
    return {"areas": tidy_rows(body, "areas", _tidy)}


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    found = row_problems(body, "areas", texts=("name",), told="name")
    found += [problem for number, row in enumerate(rows_of(body, "areas")) for problem in _place(row, number)]
    return found or right_problems(body, "areas", is_single=False) + _overlaps(body)


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the areas in an order by the seed, without which is right."""
    areas = by_key(body, "areas")
    return {
        "areas": [
            {
                "key": place,
                "name": text_of(areas[key], "name"),
                **{side: areas[key].get(side) for side in SIDES},
            }
            for place, key in _places(body, seed).items()
        ]
    }


def read(body: Body, seed: int, given: Any) -> Answer:
    """The area that was chosen of those shown with this seed. Raises AnswerError."""
    key = given_key(given, "key", _places(body, seed))
    return {"key": key} if key else {}


def score(body: Body, answer: Answer) -> int:
    """1 for an area that is right, else 0."""
    area = by_key(body, "areas").get(str(answer.get("key")), {})
    return int(area.get("is_right") is True)


def highest(body: Body) -> int:
    return 1


def choices(body: Body) -> list[Choice]:
    """Each area by its name, with 1 where it is right."""
    return [
        Choice(str(row.get("key")), text_of(row, "name"), int(row.get("is_right") is True))
        for row in rows_of(body, "areas")
    ]


def chosen(body: Body, answer: Answer) -> list[str]:
    """The key of the area that was chosen."""
    return [answer["key"]] if answer.get("key") else []


def feedback(body: Body, answer: Answer) -> Feedback:
    """The area that was chosen, and why it is right or wrong."""
    area = by_key(body, "areas").get(str(answer.get("key")))
    remarks = (
        ()
        if area is None
        else (Remark(text_of(area, "name"), area.get("is_right") is True, text_of(area, "rationale")),)
    )
    right = tuple(text_of(row, "name") for row in rows_of(body, "areas") if row.get("is_right") is True)
    return Feedback(score(body, answer), 1, remarks, right)


def _places(body: Body, seed: int) -> dict[str, str]:
    return by_place(list(by_key(body, "areas")), seed)


def _tidy(row: Row) -> dict[str, Any]:
    return {
        "name": text_of(row, "name"),
        **{side: row.get(side) for side in SIDES},
        "is_right": row.get("is_right", False),
        "rationale": text_of(row, "rationale"),
    }


def _place(row: Row, number: int) -> list[BodyProblem]:
    wrong = [side for side in SIDES if not _is_percent(row.get(side))]
    if wrong:
        return [
            BodyProblem("place", "areas", number, side, value=str(row.get(side, ""))[:20]) for side in wrong
        ]
    if row["width"] <= 0 or row["height"] <= 0:
        return [BodyProblem("place", "areas", number, "width", value="0")]
    is_outside = max(row["x"] + row["width"], row["y"] + row["height"]) > WHOLE + ROUNDING
    return [BodyProblem("outside", "areas", number)] if is_outside else []


def _is_percent(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and isfinite(value) and 0 <= value <= WHOLE


def _overlaps(body: Body) -> list[BodyProblem]:
    rows = rows_of(body, "areas")
    return [
        BodyProblem("overlap", "areas", number, value=text_of(other, "name"))
        for number, row in enumerate(rows)
        for other in rows[:number]
        if _is_over(row, other)
    ]


def _is_over(one: Row, other: Row) -> bool:
    return all(
        one[start] + ROUNDING < other[start] + other[size]
        and other[start] + ROUNDING < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )
