"""What an author has typed and not saved, and who has a module open."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from content.authoring.models import EditingSession
from content.catalogue.models import Module
from lifow.base.media.addresses import picture_ids_in
from lifow.base.media.services import hold_pictures
from lifow.people.persons.models import Person

MOST_TYPED = 3_000_000
TYPED_IS_KEPT = timedelta(days=30)
OPEN_IS_KEPT = timedelta(days=1)


def keep_typed(*, person: Person, module: Module | None, typed: str, edition: str, as_of: datetime) -> bool:
    """Keep what an author has typed, for them alone, in place of what was kept before; whether it was.

    `typed` is the form as it was sent. It is not what the module says, nor its draft. Too much is not kept.
    """
    if len(typed) > MOST_TYPED:
        return False
    values = {"typed": typed, "edition": edition, "typed_at": as_of, "seen_at": as_of}
    with transaction.atomic():
        row, _is_new = EditingSession.objects.update_or_create(person=person, module=module, defaults=values)
        row.pictures.set(hold_pictures(public_ids=picture_ids_in(typed)))
    return True


def note_open(*, person: Person, module: Module, as_of: datetime) -> None:
    """Note that an author has a module open in the editor now."""
    # Nearly always there is a row: one query in place of a transaction with a lock.
    if not EditingSession.objects.filter(person=person, module=module).update(seen_at=as_of):
        EditingSession.objects.update_or_create(person=person, module=module, defaults={"seen_at": as_of})


def forget_typed(*, person: Person, module: Module | None) -> None:
    """Drop what an author has typed: it is saved, or not wanted. Twice is once."""
    EditingSession.objects.filter(person=person, module=module).update(typed="", edition="", typed_at=None)


def close_editor(*, person: Person, module: Module | None) -> None:
    """Note that an author has left the editor with everything saved."""
    EditingSession.objects.filter(person=person, module=module).delete()


def forget_sessions(*, as_of: datetime) -> int:
    """Delete sessions of long ago; how many."""
    is_idle = Q(typed="") & (Q(seen_at=None) | Q(seen_at__lt=as_of - OPEN_IS_KEPT))
    is_old = Q(typed_at__lt=as_of - TYPED_IS_KEPT)
    return EditingSession.objects.filter(is_idle | is_old).delete()[0]
