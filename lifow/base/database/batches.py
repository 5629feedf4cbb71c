"""Deleting many rows in small transactions: nobody waits for long, and what is left is for the next time."""

from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

AT_ONCE = 1000
# What is left then is for the next night.
MOST_SECONDS = 240


def delete_in_batches(rows: QuerySet, *, at_once: int = AT_ONCE) -> int:
    """Delete the rows of a queryset, oldest id first, for four minutes at most; how many.

    What depends on them by CASCADE goes with them, and is not counted.
    """
    ends_at, deleted = monotonic() + MOST_SECONDS, 0
    everything = rows.model._default_manager
    while monotonic() < ends_at:
        with transaction.atomic():
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:at_once])
            everything.filter(pk__in=ids).delete()
        deleted += len(ids)
        if len(ids) < at_once:
            break
    return deleted
