"""Telling those whom a product update concerns, once each, and counting who has read it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.catalogue.models import Module
from content.catalogue.services import ModuleError
from content.kinds.update.models import ProductUpdate
from content.kinds.update.notifications import tell_people, told_of
from content.kinds.update.reports import not_read_by
from content.kinds.update.reports.people import counted_readers
from content.kinds.update.services.publishing import CARRY_OUT
from lifow.base.jobs import start_soon

AT_ONCE = 1_000
AGAIN_AFTER = timedelta(days=7)
COUNTED_FOR = timedelta(days=180)


def tell_concerned(*, as_of: datetime) -> int:
    """Tell everybody whom a published update concerns and who has neither read it nor been told; how many.

    Some people at a time, each lot in a transaction of its own: a worker that is killed goes on from there.
    """
    return sum(_tell(one, as_of) for one in ProductUpdate.objects.to_tell().select_related("module"))


def remind_readers(*, update: ProductUpdate, as_of: datetime) -> ProductUpdate:
    """Have those told once more whom an update concerns and who have not read it. Twice is once.

    Raises ModuleError within a week after the last time, and for one that is not published.
    """
    with transaction.atomic():
        row = ProductUpdate.objects.select_for_update(of=("self",)).select_related("module").get(pk=update.pk)
        if row.module.status != Module.Status.PUBLISHED:
            raise ModuleError("", _("It is not published: nobody can read it."))
        last = max(row.published_at, row.reminded_at or row.published_at)
        if as_of < last + AGAIN_AFTER:
            day = date_format(localtime(last + AGAIN_AFTER), "j M")
            message = _("They were told less than a week ago. They can be reminded from %(day)s on.")
            raise ModuleError("", message % {"day": day})
        row.reminded_at, row.told_at = as_of, None
        row.save(update_fields=["reminded_at", "told_at"])
        start_soon(CARRY_OUT)
    return row


def _tell(update: ProductUpdate, as_of: datetime) -> int:
    told, last = 0, 0
    left = not_read_by(update.module, as_of).exclude(pk__in=told_of(update)).order_by("pk")
    while True:
        with transaction.atomic():
            # Of two workers the second waits, and finds nobody left of a lot that the first has told.
            list(ProductUpdate.objects.select_for_update(of=("self",)).filter(pk=update.pk).values("pk"))
            people = list(left.filter(pk__gt=last)[:AT_ONCE])
            told += tell_people(update, people, as_of=as_of)
        if not people:
            break
        last = people[-1].pk
    _count(update, as_of)
    # Published anew or reminded of meanwhile, it is to be told of once more.
    same = ProductUpdate.objects.filter(published_at=update.published_at, reminded_at=update.reminded_at)
    same.filter(pk=update.pk).update(told_at=as_of)
    return told


def count_readers(*, as_of: datetime) -> int:
    """Count the readers of all updates of the last half year anew; how many updates."""
    rows = ProductUpdate.objects.published().filter(published_at__gte=as_of - COUNTED_FOR)
    updates = list(rows.select_related("module").order_by("pk"))
    for update in updates:
        _count(update, as_of)
    return len(updates)


def _count(update: ProductUpdate, as_of: datetime) -> None:
    with transaction.atomic():
        found = counted_readers(update.module, as_of)
        values = {"people": found.people, "readers": min(found.people, found.readers), "counted_at": as_of}
        ProductUpdate.objects.filter(pk=update.pk).update(**values)
