"""Counting what channels show and what comes of it, without keeping who it was."""

from collections import Counter
from datetime import datetime

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F

from channels.usage.choices import Outcome
from channels.usage.models import CountedUse, DailyUse
from lifow.base.channels import Channel
from lifow.base.days import local_day

MOST_AT_ONCE = 5_000

log = structlog.get_logger(__name__)


def count_use(*, channel: Channel, outcome: Outcome, as_of: datetime, number: int = 1) -> None:
    """Count that a channel showed something, or what came of it: so many times, and of nobody by name.

    One row is added, which no other writer waits for; `add_up_uses` adds the rows up. Inside a transaction it
    counts if that is kept. What cannot be counted is logged and left out: the act goes on.
    """
    if number < 1:
        return
    day = local_day(as_of, settings.TIME_ZONE)
    try:
        with transaction.atomic():
            CountedUse.objects.create(day=day, channel=channel, outcome=outcome, number=number)
    except DatabaseError as error:
        log.warning("use_not_counted", channel=channel, outcome=outcome, error=str(error))


def add_up_uses() -> int:
    """Add to the days what was counted since; how many rows, at most 5,000. Each counts once.

    Rows that another worker has are left to it. Days are written in one order, so that two workers at once
    wait for each other and never in a circle.
    """
    with transaction.atomic():
        taken = CountedUse.objects.select_for_update(skip_locked=True).order_by("pk")
        rows = list(taken[:MOST_AT_ONCE])
        added: Counter[tuple[object, str, str]] = Counter()
        for row in rows:
            added[row.day, row.channel, row.outcome] += row.number
        for (day, channel, outcome), number in sorted(added.items()):
            key = {"day": day, "channel": channel, "outcome": outcome}
            DailyUse.objects.bulk_create([DailyUse(**key, number=0)], ignore_conflicts=True)
            DailyUse.objects.filter(**key).update(number=F("number") + number)
        CountedUse.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
