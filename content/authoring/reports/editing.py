"""Who has a module open in the editor, and what somebody has typed there and not saved."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from content.authoring.models import EditingSession
from content.catalogue.models import Module
from content.catalogue.services import draft_of, edited_contents, edition_of
from lifow.people.persons.models import Person

MOST = 5
"""Others who are named."""
UNDER_WAY = timedelta(seconds=20)
"""A request that takes longer than a page waits for its answer."""


def unsaved(person: Person, module: Module | None) -> EditingSession | None:
    """What somebody has typed of a module, or of a new one, and not saved."""
    return EditingSession.objects.unsaved().filter(person=person, module=module).first()


def open_editors(
    module: Module, person: Person, as_of: datetime
) -> tuple[EditingSession | None, list[EditingSession]]:
    """What somebody has typed of a module and not saved, and who else has it open now; one query."""
    rows = EditingSession.objects.filter(module=module)
    mine = Q(pk__in=rows.unsaved().filter(person=person).values("pk"))
    others = Q(pk__in=rows.open(as_of).exclude(person=person).values("pk"))
    found = list(rows.filter(mine | others).select_related("person").order_by("typed_at", "pk")[: MOST + 1])
    own = next((one for one in found if one.person_id == person.pk), None)
    return own, [one for one in found if one is not own][:MOST]


def others_editing(module: Module, person: Person, as_of: datetime) -> list[EditingSession]:
    """Who else has a module open now; those who have typed something first."""
    rows = EditingSession.objects.open(as_of).filter(module=module).exclude(person=person)
    return list(rows.select_related("person").order_by("typed_at", "pk")[:MOST])


def was_saved_since(person: Person, module: Module | None, typed: Mapping[str, str], as_of: datetime) -> bool:
    """Whether what is to be kept is of a form that its author has saved: it was under way while the form was
    sent, and came after it. Kept, it would be found again as text that is not saved.

    A new module is known by the key of its form; another one was saved by the same person just now.
    """
    if module is None:
        key = typed.get("idempotency_key", "")
        return bool(key) and Module.objects.filter(idempotency_key=f"{person.pk}:{key}").exists()
    draft = draft_of(module)
    by, at = (draft.changed_by_id, draft.updated_at) if draft else (module.changed_by_id, module.updated_at)
    if by != person.pk or at < as_of - UNDER_WAY:
        return False
    return typed.get("edition", "") != edition_of(edited_contents(module))
