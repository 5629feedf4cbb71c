"""Delivering messages in the background. Each task may run twice, and be killed at any moment."""

from time import monotonic

import structlog
from celery import shared_task
from django.utils import timezone

from lifow.base.jobs import start_soon
from lifow.base.retention import kept_since
from lifow.notifications import services
from lifow.notifications.registry import Way, WayClosedError, all_ways

# Well below the time limit of a task: who is cut off in the middle of a mail sends it twice.
RUN_SECONDS = 240

log = structlog.get_logger(__name__)


@shared_task
def send_due() -> int:
    """Deliver what is due on every way; how many deliveries. What is left is taken up by another run."""
    ends_at = monotonic() + RUN_SECONDS
    return sum(_send_on(way, ends_at) for way in all_ways())


@shared_task
def try_set_aside_again() -> int:
    """Try messages again that were set aside a day ago; how many. The sweep sends them."""
    return services.try_set_aside_again(as_of=timezone.now())


@shared_task
def settle_finished() -> int:
    """Close the acts that wait for nobody any more; how many."""
    return services.settle_finished(as_of=timezone.now())


@shared_task
def forget_old_messages() -> int:
    """Delete messages of half a year ago, or what the settings say; how many."""
    before = kept_since("messages", timezone.now())
    return services.forget_old_messages(before=before) if before else 0


def _send_on(way: Way, ends_at: float) -> int:
    people = services.people_to_reach(way=way, as_of=timezone.now())
    made = 0
    try:
        with way.opened():
            for person_id in people:
                while services.send_next(person_id=person_id, way=way, as_of=timezone.now()):
                    made += 1
                if monotonic() > ends_at:
                    break
    except WayClosedError as error:
        log.warning("way_closed", way=way.key, error=str(error))
        return made
    if made and services.people_to_reach(way=way, as_of=timezone.now()):
        start_soon(send_due.name)
    return made
