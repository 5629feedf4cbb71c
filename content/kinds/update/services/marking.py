"""Marking modules that say what a product update replaces as outdated, and taking that back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.catalogue.models import LONGEST_NOTE, Module
from content.catalogue.services import ModuleError, lock_catalogue, outdate_module, reinstate_module
from content.kinds.update.choices import ReplacedState
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.update.reports import to_be_replaced
from lifow.people.persons.models import Person


def mark_replaced(*, update_id: int, today: date, as_of: datetime) -> Sequence[ReplacedModule]:
    """Mark what an update replaces as outdated, once its day has come; what is new of it.

    A module is marked by an update once: what somebody has found still right, or has written anew, is left.
    Twice, or in two workers, is once.
    """
    with transaction.atomic():
        lock_catalogue()
        row = ProductUpdate.objects.to_apply(today).select_related("module__changed_by").filter(pk=update_id)
        update = row.first()
        if update is None:
            return []
        marked = set(update.replaced.values_list("module_id", flat=True))
        found = to_be_replaced(update.module.parts, but=update.module_id)
        new = [one for one in found if one.module.pk not in marked and not one.is_kept]
        for one in new:
            outdate_module(
                module=one.module,
                by=update.module.changed_by,
                note=_note(update, one.term),
                replaced_by=update.module,
            )
        rows = [
            ReplacedModule(update=update, module=one.module, term=one.term, outdated_at=as_of) for one in new
        ]
        ReplacedModule.objects.bulk_create(rows)
        update.applied_at = as_of
        update.save(update_fields=["applied_at"])
    return rows


def confirm_still_right(*, replaced: ReplacedModule, by: Person, as_of: datetime) -> ReplacedModule:
    """Note that a module is right although an update has marked it: learners have it again. Twice is once.

    It stays outdated where another update has marked it too, or an author did. Raises ModuleError for a
    module that is archived.
    """
    with transaction.atomic():
        lock_catalogue()
        row = ReplacedModule.objects.select_related("module", "update").get(pk=replaced.pk)
        if row.state == ReplacedState.STILL_RIGHT:
            return row
        module = row.module
        if module.status == Module.Status.ARCHIVED:
            raise ModuleError("", _("This module is archived. Publish it again instead."))
        row.state, row.decided_by, row.decided_at = ReplacedState.STILL_RIGHT, by, as_of
        row.save(update_fields=["state", "decided_by", "decided_at"])
        others = ReplacedModule.objects.waiting().filter(module=module)
        is_marked_by_this = module.replaced_by_id == row.update.module_id
        if other := others.select_related("update__module").order_by("-outdated_at", "-pk").first():
            if is_marked_by_this:
                note = _note(other.update, other.term)
                outdate_module(module=module, by=by, note=note, replaced_by=other.update.module)
        elif is_marked_by_this and module.status == Module.Status.OUTDATED:
            reinstate_module(module=module, by=by)
    return row


def _note(update: ProductUpdate, term: str) -> str:
    """Why a module is outdated, for who reads it."""
    told = {"day": date_format(update.from_day, "j M Y"), "term": term}
    since = _("Changed on %(day)s.") % told
    mentioned = _("It mentions “%(term)s”, which is not right any more.") % told if term else ""
    return f"{since} {mentioned}".strip()[:LONGEST_NOTE]
