"""Setting the company's policy of help."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from mentoring.help.choices import Step
from mentoring.help.models import HelpPolicy
from mentoring.help.services.asking import HelpError


def set_help_policy(*, steps: Sequence[str], numbers: Mapping[str, int]) -> HelpPolicy:
    """Say in which order questions go round, how fast, and how often somebody is asked.

    It holds for all steps from now on. Raises HelpError for a step that is none and a number out of bounds.
    """
    if any(one not in Step for one in steps) or len(set(steps)) != len(steps):
        raise HelpError("Each step is one of the list, and comes once.")
    row = HelpPolicy.objects.filter(pk=1).first() or HelpPolicy()
    row.steps = list(steps)
    for name, value in numbers.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise HelpError(" ".join(error.messages)) from error
    row.save()
    return row


POLICY_NUMBERS: Sequence[str] = tuple(
    one.name for one in HelpPolicy._meta.get_fields() if one.name not in ("id", "steps")
)


def policy_numbers(policy: HelpPolicy) -> dict[str, Any]:
    """The numbers of a policy by name."""
    return {name: getattr(policy, name) for name in POLICY_NUMBERS}
