"""Asking for a sign-off, giving it, and sending a checklist back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.activity.services import finish_module
from content.catalogue.models import Module
from content.kinds.checklist.choices import CopyState, SignOff
from content.kinds.checklist.models import LONGEST_NOTE, ChecklistCopy
from content.kinds.checklist.notifications import tell_of_answer
from content.kinds.checklist.parts import sign_off_of
from content.kinds.checklist.services.ticking import ChecklistError, ask, is_all_ticked, lock_own
from lifow.base.bounds import without_controls
from lifow.people.persons.models import Person


def ask_for_sign_off(*, person: Person, module: Module, as_of: datetime) -> ChecklistCopy:
    """Ask for the sign-off of one's own copy, such as once more after it was sent back. Twice is once.

    Raises ChecklistError where lines are not ticked yet, and where nobody signs it off.
    """
    with transaction.atomic():
        copy = lock_own(person, module, as_of)
        if copy.state == CopyState.ASKED:
            return copy
        if sign_off_of(module.parts) == SignOff.NOBODY:
            raise ChecklistError(_("Nobody has to sign this checklist off."))
        if not is_all_ticked(copy, module):
            raise ChecklistError(_("Tick all lines first."))
        ask(copy, module, as_of)
    return copy


def sign_off(*, copy: ChecklistCopy, by: Person, words: str = "", as_of: datetime) -> ChecklistCopy:
    """Sign a checklist off: its module is done by that. By the same person, twice is once.

    Who may is said by `content.sign_off_checklist`. Raises ChecklistError where it does not wait for that.
    """
    return _answer(copy, CopyState.SIGNED_OFF, by, words, as_of)


def send_back(*, copy: ChecklistCopy, by: Person, words: str, as_of: datetime) -> ChecklistCopy:
    """Send a checklist back to its learner with words, which are needed. Else as `sign_off`."""
    if not words.strip():
        raise ChecklistError(_("Say what is missing, so that it can be done."))
    return _answer(copy, CopyState.SENT_BACK, by, words, as_of)


def _answer(copy: ChecklistCopy, state: CopyState, by: Person, words: str, as_of: datetime) -> ChecklistCopy:
    told = without_controls(words).strip()
    if len(told) > LONGEST_NOTE:
        message = _("Write at most %(most)s characters; these are %(count)s.")
        raise ChecklistError(message % {"most": LONGEST_NOTE, "count": len(told)})
    with transaction.atomic():
        rows = ChecklistCopy.objects.select_for_update(of=("self",)).select_related("person", "module")
        row = rows.get(pk=copy.pk)
        if row.state == state and row.answered_by_id == by.pk:
            return row
        if row.state != CopyState.ASKED:
            raise ChecklistError(_no_longer(row))
        row.state, row.answered_at, row.answered_by, row.words = state, as_of, by, told
        row.save()
        tell_of_answer(row, as_of=as_of)
        if row.is_signed_off:
            finish_module(person=row.person, module=row.module, completed_at=as_of)
    return row


def _no_longer(copy: ChecklistCopy) -> str:
    if copy.is_signed_off:
        return _("%(name)s has signed it off already.") % {"name": copy.answered_by or _("Somebody")}
    return _("It does not wait for a sign-off now: %(name)s is working on it again.") % {"name": copy.person}
