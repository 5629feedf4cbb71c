"""Telling those who joined, or got another role, of the product updates of the weeks before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from content.kinds.update.models import ProductUpdate
from content.kinds.update.notifications import tell_people, told_ever, told_since
from content.kinds.update.reports import not_read_by

LOOK_BACK = timedelta(weeks=6)
"""Updates that were published so long ago are told to whoever joins."""
MOST_FOR_ONE = 3
"""Nobody who joins is told of more: the newest come first, the others are found in the catalogue."""
MOST_UPDATES = 50
AT_ONCE = 1_000


def tell_newcomers(*, as_of: datetime) -> int:
    """Tell people whom an update of the last LOOK_BACK concerns since after it was published, and who have
    neither read it nor been told of it, of the newest MOST_FOR_ONE; how many messages.

    Twice is once, and in two workers: each update is held while its people are told.
    """
    since = as_of - LOOK_BACK
    recent = ProductUpdate.objects.published().filter(published_at__gte=since, told_at__isnull=False)
    newest = recent.select_related("module").order_by("-published_at", "-pk")[:MOST_UPDATES]
    return sum(_tell(one, as_of) for one in newest)


def _tell(update: ProductUpdate, as_of: datetime) -> int:
    told_enough = told_since(as_of - LOOK_BACK).annotate(count=Count("pk")).filter(count__gte=MOST_FOR_ONE)
    with transaction.atomic():
        list(ProductUpdate.objects.select_for_update(of=("self",)).filter(pk=update.pk).values("pk"))
        since_then = not_read_by(update.module, as_of, since=update.published_at)
        left = since_then.exclude(pk__in=told_ever(update)).exclude(pk__in=told_enough.values("receiver"))
        return tell_people(update, list(left.order_by("pk")[:AT_ONCE]), as_of=as_of)
