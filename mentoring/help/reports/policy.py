"""The company's policy of help."""

from collections.abc import Sequence

from mentoring.help.choices import STEPS_NOW, HelpKind, Step
from mentoring.help.models import HelpPolicy, HelpRequest


def help_policy() -> HelpPolicy:
    """The policy as HR has set it, or as it is by itself; one query."""
    return HelpPolicy.objects.filter(pk=1).first() or HelpPolicy()


def steps_of(policy: HelpPolicy, request: HelpRequest) -> Sequence[Step]:
    """Whom a request goes to, one after the other. What is stored and is no step is passed over."""
    if request.kind == HelpKind.NOW:
        return STEPS_NOW
    return question_steps(policy)


def question_steps(policy: HelpPolicy) -> Sequence[Step]:
    """Whom a question goes to, one after the other."""
    known = [one for one in policy.steps if isinstance(one, str) and one in Step]
    return [Step(one) for one in dict.fromkeys(known)]
