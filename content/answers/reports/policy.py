"""The company's policy of answers."""

from content.answers.choices import DAYS_OF_KIND, LEAST_DAYS, AnswerKind
from content.answers.models import AnswerPolicy


def answer_policy() -> AnswerPolicy:
    """The policy as HR has set it, or as it is by itself; one query."""
    return AnswerPolicy.objects.filter(pk=1).first() or AnswerPolicy()


def days_of(policy: AnswerPolicy, kind: str) -> int:
    """How many days an answer of a kind stays verified."""
    known = kind if kind in AnswerKind else AnswerKind.PROCEDURE
    return max(LEAST_DAYS, getattr(policy, f"{known}_days", DAYS_OF_KIND[AnswerKind(known)]))
