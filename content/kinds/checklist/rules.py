"""Who may sign a checklist off."""

import rules

from content.kinds.checklist.choices import SignOff
from content.kinds.checklist.models import ChecklistCopy
from content.kinds.checklist.parts import sign_off_of
from content.kinds.checklist.reports import signers_of


@rules.predicate
def is_signer(user, copy: ChecklistCopy | None) -> bool:
    """Whether it is the user whose word the checklist needs: manager or mentor, as its author says."""
    if copy is None or copy.person_id == user.pk:
        return False
    sign_off = copy.asked_of or sign_off_of(copy.module.parts)
    return user.pk in {one.pk for one in signers_of(copy.person, sign_off)}


@rules.predicate
def is_hr_for(user, copy: ChecklistCopy | None) -> bool:
    """Whether the user is an HR admin, who can sign off where nobody else can; never what is their own."""
    if copy is None or copy.person_id == user.pk or not user.is_hr_admin:
        return False
    return (copy.asked_of or sign_off_of(copy.module.parts)) != SignOff.NOBODY


rules.add_perm("content.sign_off_checklist", is_signer | is_hr_for)
