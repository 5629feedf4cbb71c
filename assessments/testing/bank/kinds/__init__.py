"""The kinds of questions: one module each, pure. What is stored is a body and answers, both JSON by kind.

`shown` gives what may reach the one who answers, by the places in which it is shown; `read` makes an answer
of the author's keys out of what was chosen by its place; `score` and `feedback` take that answer. So the
author's keys, which may tell what is right, never leave the server.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from assessments.testing.bank.kinds import (
    hotspot,
    match,
    multiple,
    numeric,
    order,
    scenario,
    single,
    text,
)
from assessments.testing.bank.kinds.parts import (
    ANSWER_REASONS,
    Answer,
    AnswerError,
    Body,
    BodyProblem,
    Choice,
    Feedback,
    Remark,
    answer_texts,
)

__all__ = [
    "ANSWER_REASONS",
    "KINDS",
    "Answer",
    "AnswerError",
    "Body",
    "BodyProblem",
    "Choice",
    "Feedback",
    "Kind",
    "Remark",
    "answer_texts",
    "kind_named",
]


class Kind(Protocol):
    """What a module of a kind gives; see the modules for the form of body and answer."""

    def tidy(self, body: Body) -> dict[str, Any]:
        """The body as it is stored: trimmed, all that belongs to it and nothing else."""

    def problems(self, body: Body) -> list[BodyProblem]:
        """All that is wrong with a body; nothing where it can be asked."""

    def shown(self, body: Body, seed: int) -> dict[str, Any]:
        """What the one who answers sees, in an order by the seed, without keys and rationales."""

    def read(self, body: Body, seed: int, given: Any) -> Answer:
        """The answer to what was shown with this seed, `{}` where there is none. Raises AnswerError."""

    def score(self, body: Body, answer: Answer) -> int:
        """The score of an answer, from 0 to the highest."""

    def highest(self, body: Body) -> int:
        """The score of the best answer."""

    def choices(self, body: Body) -> list[Choice]:
        """What can be answered, for authors and the analysis of answers; nothing where it is typed."""

    def chosen(self, body: Body, answer: Answer) -> list[str]:
        """What was answered, as texts that are counted: keys of choices, or what was typed in one form."""

    def feedback(self, body: Body, answer: Answer) -> Feedback:
        """What may be told after the answer."""


KINDS: Mapping[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "order": order,
    "match": match,
    "numeric": numeric,
    "text": text,
    "hotspot": hotspot,
    "scenario": scenario,
}


def kind_named(name: str) -> Kind:
    """The module of a kind. Raises KeyError for a name that is none."""
    return KINDS[name]
