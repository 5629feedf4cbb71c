"""Several right answers: `{"options": [{"key", "text", "is_right", "rationale"}]}`; all or nothing.

An answer is `{"keys": […]}`, or `{}` where none was chosen.
"""

from typing import Any

from assessments.testing.bank.kinds import choice
from assessments.testing.bank.kinds.choice import choices, highest, tidy
from assessments.testing.bank.kinds.parts import Answer, Body, BodyProblem, Feedback, given_keys

__all__ = ["choices", "chosen", "feedback", "highest", "problems", "read", "score", "shown", "tidy"]


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    return choice.option_problems(body, is_single=False)


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the options in an order by the seed, without what is right."""
    return {"options": choice.shown_options(body, seed)}


def read(body: Body, seed: int, given: Any) -> Answer:
    """The answer to what was shown with this seed, its keys in order. Raises AnswerError."""
    keys = sorted(given_keys(given, choice.places(body, seed)))
    return {"keys": keys} if keys else {}


def score(body: Body, answer: Answer) -> int:
    """1 for all right options and no other, else 0."""
    return int(set(choice.chosen_keys(answer)) == choice.right_keys(body))


def chosen(body: Body, answer: Answer) -> list[str]:
    """The keys that were chosen."""
    return choice.chosen_keys(answer)


def feedback(body: Body, answer: Answer) -> Feedback:
    """Each that was chosen and why it is right or wrong."""
    return choice.feedback_of(body, choice.chosen_keys(answer), score(body, answer))
