"""Who takes part in a conversation, and who sets the policy."""

import rules

from lifow.people.persons.rules import is_hr_admin
from mentoring.help.choices import HelpState


@rules.predicate
def asked_for_help(user, request) -> bool:
    return request is not None and user.pk is not None and user.pk == request.person_id


@rules.predicate
def helps(user, request) -> bool:
    """Whether somebody has taken the request, and has it still."""
    is_claimed = request is not None and request.state == HelpState.CLAIMED
    return is_claimed and user.pk is not None and user.pk == request.claimed_by_id


rules.add_perm("mentoring.write_in_help", asked_for_help | helps)
rules.add_perm("mentoring.withdraw_help", asked_for_help)
rules.add_perm("mentoring.set_help_policy", is_hr_admin)
