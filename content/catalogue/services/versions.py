"""What a published module said, in numbered versions, and the draft of what it is to say next."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.catalogue.services.contents import (
    ModuleChangedError,
    ModuleContents,
    check_contents,
    contents_from,
    contents_of,
    edition_of,
    stored_contents,
)
from content.catalogue.services.counting import check_prerequisites, lock_catalogue
from content.catalogue.services.pictures import keep_pictures
from lifow.people.persons.models import Person


def draft_of(module: Module) -> ModuleDraft | None:
    """What a module is to say next, if somebody has begun to write it.

    No query where the module came `with_draft`: for pages, as what is written meanwhile is not seen.
    """
    if Module.draft.is_cached(module):
        return getattr(module, "draft", None)
    return ModuleDraft.objects.filter(module=module).select_related("changed_by").first()


def edited_contents(module: Module) -> ModuleContents:
    """What an author goes on with: the draft, else what the module says."""
    draft = draft_of(module)
    return contents_from(draft.contents) if draft else contents_of(module)


def keep_draft(module: Module, contents: ModuleContents, by: Person | None) -> None:
    """Write what a published module is to say next, in the transaction around: what it says already is no
    draft. Raises ModuleError as `update_module` does."""
    check_contents(contents)
    check_prerequisites(module=module, prerequisites=contents.prerequisites)
    said = stored_contents(contents)
    if said == stored_contents(contents_of(module)):
        discard_draft(module=module)
    else:
        ModuleDraft.objects.update_or_create(module=module, defaults={"contents": said, "changed_by": by})
        keep_pictures(module, contents.body)


def discard_draft(*, module: Module, based_on: str = "") -> None:
    """Leave a module as it is published. Twice is once.

    `based_on` is the `edition_of` the draft that was read, where that matters. Raises ModuleChangedError
    where somebody has saved another since.
    """
    with transaction.atomic():
        lock_catalogue()
        check_draft(module, based_on)
        ModuleDraft.objects.filter(module=module).delete()


def check_draft(module: Module, based_on: str) -> None:
    """Raise ModuleChangedError where the draft of a module is not the edition that was read."""
    draft = draft_of(module)
    if based_on and draft is not None and edition_of(contents_from(draft.contents)) != based_on:
        who = draft.changed_by or _("Somebody")
        message = _("%(who)s has changed the draft since you opened it. Read the changes again.")
        raise ModuleChangedError(module, message % {"who": who})


def restore_version(*, version: ModuleVersion, by: Person | None) -> Module:
    """Make what an earlier version said the draft of what its module is to say next.

    Raises ModuleError where it cannot be kept any more, such as for levels that are off the scale by now.
    """
    with transaction.atomic():
        lock_catalogue()
        module = Module.objects.get(pk=version.module_id)
        keep_draft(module, contents_from(version.contents), by)
    return module


def note_version(module: Module, *, by: Person | None, at: datetime) -> ModuleVersion:
    """Note what a module says as its newest version, unless that is what the newest one says; the newest."""
    said, newest = stored_contents(contents_of(module)), _newest(module)
    if newest is not None and newest.contents == said:
        return newest
    number = 1 if newest is None else newest.number + 1
    return ModuleVersion.objects.create(
        module=module, number=number, contents=said, published_by=by, published_at=at
    )


def current_version(*, module: Module) -> ModuleVersion:
    """The version of a module as learners have it: what is made of the module names it.

    It is noted now where what the module says was written before versions were kept, or past the services.
    """
    newest = _newest(module)
    if newest is not None and newest.contents == stored_contents(contents_of(module)):
        return newest
    with transaction.atomic():
        lock_catalogue()
        stored = Module.objects.select_related("changed_by").get(pk=module.pk)
        return note_version(stored, by=stored.changed_by, at=stored.updated_at)


def check_edition(module: Module, contents: ModuleContents, based_on: str) -> bool:
    """Whether there is something to write of contents that were made from an edition of the module.

    Raises ModuleChangedError where it was changed since, and does not say the same anyway.
    """
    edited = edited_contents(module)
    if not based_on or edition_of(edited) == based_on:
        return True
    if stored_contents(edited) == stored_contents(contents):
        return False
    raise ModuleChangedError(module, _changed_since(module))


def _newest(module: Module) -> ModuleVersion | None:
    return ModuleVersion.objects.filter(module=module).order_by("-number").first()


def _changed_since(module: Module) -> str:
    """Who changed it last, where that is known, and when."""
    draft = draft_of(module)
    last: Any = draft or module
    message = _(
        "%(who)s changed it on %(at)s, after you opened it. Saving again replaces that change with your text."
    )
    at = date_format(localtime(last.updated_at), "j M, H:i")
    return message % {"who": last.changed_by or _("Somebody"), "at": at}
