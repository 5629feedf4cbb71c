"""Writing down that a product update was published: what follows is done by a worker."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from content.catalogue.models import Module
from content.kinds.update.models import ProductUpdate
from content.kinds.update.parts import said_in
from lifow.base.days import local_day
from lifow.base.jobs import start_soon

CARRY_OUT = "content.authoring.tasks.carry_out_updates"


def note_published(*, module: Module, as_of: datetime) -> ProductUpdate:
    """Have what a product update says be carried out, in the transaction that publishes it.

    Published anew, whoever was told is not told again, and what was marked is not marked again; what is new
    is. Without a day it is in force at once.
    """
    day = said_in(module.parts).from_day or local_day(as_of, settings.TIME_ZONE)
    told = {"from_day": day, "published_at": as_of, "applied_at": None, "told_at": None}
    with transaction.atomic():
        row, _is_new = ProductUpdate.objects.update_or_create(module=module, defaults=told)
        start_soon(CARRY_OUT)
    return row
