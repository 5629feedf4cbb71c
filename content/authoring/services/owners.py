"""Who answers for a module, and that they look now and then whether it is still right."""

from collections.abc import Iterable
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.models import ModuleOwner
from content.authoring.notifications import settle_past_review, tell_past_review
from content.catalogue.models import Module
from content.catalogue.services import ModuleError
from lifow.base.bounds import is_day_in_bounds
from lifow.base.days import local_day
from lifow.people.persons.models import Person

AGAIN_AFTER = relativedelta(months=6)


def company_day(moment: datetime) -> date:
    """The day in the company's time zone."""
    return local_day(moment, settings.TIME_ZONE)


def set_owner(*, modules: Iterable[Module], owner: Person | None) -> int:
    """Have somebody answer for modules, or nobody but their authors; how many have another owner by that.

    Raises ModuleError for somebody who may not author.
    """
    check_owner(owner)
    changed = 0
    with transaction.atomic():
        for module in modules:
            row = _row_of(module)
            if row.owner_id != getattr(owner, "pk", None):
                row.owner = owner
                row.save(update_fields=["owner"])
                changed += 1
    return changed


def set_ownership(*, module: Module, owner: Person | None, review_on: date | None, as_of: datetime) -> None:
    """Say who answers for a module, and when it is to be looked at again; no day is never.

    Raises ModuleError as `set_owner` does, and for a day that may not be stored.
    """
    check_owner(owner)
    if review_on is not None and not is_day_in_bounds(review_on):
        raise ModuleError("review_on", _("Use a day of this century."))
    with transaction.atomic():
        row = _row_of(module)
        row.owner, row.review_on = owner, review_on
        row.save(update_fields=["owner", "review_on"])
        if review_on is None or review_on > company_day(as_of):
            settle_past_review(row, as_of=as_of)


def confirm_module(*, module: Module, by: Person, next_on: date, as_of: datetime) -> None:
    """Note that somebody found a module still right, and when to look again. Twice is once.

    Raises ModuleError for a next day that is not to come.
    """
    if not company_day(as_of) < next_on or not is_day_in_bounds(next_on):
        raise ModuleError("review_on", _("Give a day that is still to come."))
    with transaction.atomic():
        row = _row_of(module)
        row.review_on, row.confirmed_by, row.confirmed_at = next_on, by, as_of
        row.save(update_fields=["review_on", "confirmed_by", "confirmed_at"])
        settle_past_review(row, as_of=as_of)


def tell_of_past_review(*, as_of: datetime) -> int:
    """Tell the owners of published modules whose review date has come, once for each date; how many."""
    today = company_day(as_of)
    due = ModuleOwner.objects.to_be_told(today).filter(module__status=Module.Status.PUBLISHED)
    told = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # One worker at a time: the second finds that the owner was told.
            rows = due.select_for_update(of=("self",)).filter(pk=pk)
            row = rows.select_related("module__author", "owner").first()
            if row is not None:
                tell_past_review(row, as_of=as_of)
                row.told_of = row.review_on
                row.save(update_fields=["told_of"])
                told += 1
    return told


def check_owner(owner: Person | None) -> None:
    """Raise ModuleError for an owner who may not author."""
    if owner is not None and not (owner.is_active and (owner.is_author or owner.is_hr_admin)):
        message = _("%(person)s may not author. Choose a content author or an HR admin.")
        raise ModuleError("owner", message % {"person": owner})


def _row_of(module: Module) -> ModuleOwner:
    """The row of a module, locked; one that was not there yet is its author's."""
    row, _is_new = ModuleOwner.objects.get_or_create(module=module, defaults={"owner": module.author})
    return ModuleOwner.objects.select_for_update().get(pk=row.pk)
