"""Saving modules for later."""

from datetime import datetime

from django.utils.translation import gettext as _

from content.bookmarks.models import SavedModule
from content.catalogue.models import Module
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

MOVED = (SavedModule,)
MOST_SAVED = 200
"""Of one person: a list that is longer is the catalogue again."""


class SavedError(ValueError):
    """What cannot be saved; the message says why and what to do."""


def save_for_later(*, person: Person, module: Module, as_of: datetime) -> None:
    """Put a module on somebody's list. Twice is once. Raises SavedError where the list is full."""
    rows = SavedModule.objects.filter(person=person)
    if rows.filter(module=module).exists():
        return
    if rows.count() >= MOST_SAVED:
        message = _("You have saved %(most)s modules. Take one off the list first.")
        raise SavedError(message % {"most": MOST_SAVED})
    SavedModule.objects.get_or_create(person=person, module=module, defaults={"saved_at": as_of})


def take_off_list(*, person: Person, module: Module) -> None:
    """Take a module off somebody's list. Twice is once."""
    SavedModule.objects.filter(person=person, module=module).delete()


def move_saved(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what a merged record had saved be on the kept person's list, in the transaction around."""
    own = list(SavedModule.objects.filter(person=merge.kept_id).values_list("module", flat=True))
    theirs = SavedModule.objects.filter(person=merge.merged_id).exclude(module__in=own)
    change_rows(merge=merge, rows=theirs, at=moved_at, person_id=merge.kept_id)
