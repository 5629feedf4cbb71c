"""The parts of a quiz: questions of the item bank by id, in order, with the version that was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.kinds.stored import rows_of

QUESTIONS = "questions"
MOST_QUESTIONS = 12
"""As in a quick check: more of them is a test, which somebody plans time for."""
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    """A question of a quiz: `version` is the wording that its author saw when it was chosen."""

    key: str
    item: str
    version: str = ""


def tidy(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Questions with an id, each once."""
    rows = rows_of(parts, QUESTIONS, ("item", "version"), most=MOST_QUESTIONS, longest=LONGEST_ID)
    once = {one["item"]: one for one in reversed(rows) if one["item"]}
    chosen = [one for one in rows if once.get(one["item"]) is one]
    return {QUESTIONS: chosen} if chosen else {}


def questions_of(parts: Mapping[str, Any]) -> Sequence[ChosenQuestion]:
    """The questions of parts."""
    return [ChosenQuestion(**one) for one in tidy(parts).get(QUESTIONS, [])]
