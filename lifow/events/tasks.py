"""Delivery of events in the background. Each task may run twice, and be killed at any moment."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from lifow.base.jobs import start_soon
from lifow.base.retention import kept_since
from lifow.events import services

# Few enough that a run stops close to its time; a worker has other work too.
AT_ONCE = 20
MOST_SECONDS = 30


@shared_task
def deliver_events() -> int:
    """Deliver events until none is due, or for half a minute and then go on as a new task; how many."""
    until, delivered = monotonic() + MOST_SECONDS, 0
    while (drained := services.deliver_due(as_of=timezone.now(), limit=AT_ONCE)) != services.Drained():
        delivered += drained.delivered
        if monotonic() > until:
            start_soon(deliver_events.name)
            break
    return delivered


@shared_task
def try_set_aside_again() -> int:
    """Try deliveries again that were set aside a day ago; how many. The sweep delivers them."""
    return services.try_set_aside_again(as_of=timezone.now())


@shared_task
def forget_delivered_events() -> int:
    """Delete events that everybody has had for a month, or what the settings say; how many."""
    before = kept_since("events", timezone.now())
    return services.forget_delivered(before=before) if before else 0
