"""A learner's ticks and notes, kept line by line, and what follows once all are ticked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.activity.services import start_module
from content.catalogue.models import Module
from content.kinds.checklist.choices import CopyState, SignOff
from content.kinds.checklist.models import LONGEST_NOTE, ChecklistCopy, ChecklistLine
from content.kinds.checklist.notifications import settle_sign_off, tell_to_sign_off
from content.kinds.checklist.parts import lines_of, sign_off_of
from content.kinds.checklist.reports import signers_of
from lifow.base.bounds import without_controls
from lifow.people.persons.models import Person


class ChecklistError(ValueError):
    """What a checklist does not allow now; the message says what to do."""


def tick_line(*, person: Person, module: Module, key: str, is_ticked: bool, as_of: datetime) -> ChecklistCopy:
    """Tick a line of somebody's own copy, or take the tick off. Twice is once.

    With the last line a sign-off is asked for, where the checklist needs one; a tick that is taken off
    withdraws that. Raises ChecklistError for a line that is not there any more and once it is signed off,
    ModuleNotOpenError where the module is not published.
    """
    with transaction.atomic():
        copy = lock_own(person, module, as_of)
        line = _line(copy, module, key)
        if is_ticked == (line.ticked_at is not None):
            return copy
        line.ticked_at = as_of if is_ticked else None
        line.save()
        _follow(copy, module, as_of)
    return copy


def note_line(*, person: Person, module: Module, key: str, note: str, as_of: datetime) -> ChecklistCopy:
    """Keep a learner's note on a line; an empty one takes it away. Raises as `tick_line` does, and
    ChecklistError for a note that is too long."""
    told = without_controls(note).strip()
    if len(told) > LONGEST_NOTE:
        message = _("A note has at most %(most)s characters; this one has %(count)s. Shorten it.")
        raise ChecklistError(message % {"most": LONGEST_NOTE, "count": len(told)})
    with transaction.atomic():
        copy = lock_own(person, module, as_of)
        line = _line(copy, module, key)
        if line.note != told:
            line.note = told
            line.save()
    return copy


def lock_own(person: Person, module: Module, as_of: datetime) -> ChecklistCopy:
    """Somebody's copy, new or not, locked in the transaction around; it can still be changed."""
    start_module(person=person, module=module, started_at=as_of)
    made, _is_new = ChecklistCopy.objects.get_or_create(person=person, module=module)
    copy = ChecklistCopy.objects.select_for_update(of=("self",)).select_related("person").get(pk=made.pk)
    if copy.is_signed_off:
        raise ChecklistError(_("This checklist is signed off. It stays as it is."))
    return copy


def ask(copy: ChecklistCopy, module: Module, as_of: datetime) -> None:
    """Ask for the sign-off of a locked copy, and tell those who can give it."""
    copy.state, copy.asked_of, copy.asked_at = CopyState.ASKED, sign_off_of(module.parts), as_of
    copy.answered_at, copy.answered_by, copy.words = None, None, ""
    copy.save()
    tell_to_sign_off(copy, signers_of(copy.person, copy.asked_of), as_of=as_of)


def is_all_ticked(copy: ChecklistCopy, module: Module) -> bool:
    """Whether each line that the author has written is ticked, and there is any."""
    keys = {one.key for one in lines_of(module.parts) if not one.is_heading}
    ticked = copy.lines.filter(key__in=keys, ticked_at__isnull=False).count()
    return bool(keys) and ticked == len(keys)


def _line(copy: ChecklistCopy, module: Module, key: str) -> ChecklistLine:
    """The line with this key as it is written now, of which something may be kept already."""
    written = next((one for one in lines_of(module.parts) if one.key == key and not one.is_heading), None)
    if written is None:
        raise ChecklistError(_("This line is no longer part of the checklist. Look at it as it is now."))
    line = copy.lines.filter(key=key).first() or ChecklistLine(copy=copy, key=key)
    line.text = written.text
    return line


def _follow(copy: ChecklistCopy, module: Module, as_of: datetime) -> None:
    if is_all_ticked(copy, module):
        if copy.state != CopyState.ASKED and sign_off_of(module.parts) != SignOff.NOBODY:
            ask(copy, module, as_of)
    elif copy.state == CopyState.ASKED:
        settle_sign_off(copy, as_of=as_of)
        copy.state = CopyState.OPEN
        copy.save(update_fields=["state", "updated_at"])
