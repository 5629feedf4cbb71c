"""One right answer among several: `{"options": [{"key", "text", "is_right", "rationale"}]}`.

An answer is `{"key": …}`, or `{}` where none was chosen.
"""

from typing import Any

from assessments.testing.bank.kinds import choice
from assessments.testing.bank.kinds.choice import choices, highest, tidy
from assessments.testing.bank.kinds.choice import chosen_keys as _chosen_keys
from assessments.testing.bank.kinds.parts import Answer, Body, BodyProblem, Feedback, given_key

__all__ = ["choices", "chosen", "feedback", "highest", "problems", "read", "score", "shown", "tidy"]


def problems(body: Body) -> list[BodyProblem]:
    """What is wrong with a body, everything at once."""
    return choice.option_problems(body, is_single=True)


def shown(body: Body, seed: int) -> dict[str, Any]:
    """What the one who answers sees: the options in an order by the seed, without what is right."""
    return {"options": choice.shown_options(body, seed)}


def read(body: Body, seed: int, given: Any) -> Answer:
    """The answer to what was shown with this seed. Raises AnswerError."""
    key = given_key(given, "key", choice.places(body, seed))
    return {"key": key} if key else {}


def score(body: Body, answer: Answer) -> int:
    """1 for the right option, else 0."""
    return int(answer.get("key") in choice.right_keys(body))


def chosen(body: Body, answer: Answer) -> list[str]:
    """The keys that were chosen."""
    return _chosen_keys(answer)


def feedback(body: Body, answer: Answer) -> Feedback:
    """What was chosen and why it is right or wrong."""
    return choice.feedback_of(body, _chosen_keys(answer), score(body, answer))
