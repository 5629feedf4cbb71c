"""Telling digests in the background. Each task may run twice, and be killed at any moment."""

from time import monotonic

import structlog
from celery import shared_task
from django.utils import timezone

from channels.digest import services
from lifow.base.jobs import start_soon
from lifow.base.outages import is_outage
from lifow.base.retention import kept_since

# Well below the time limit of a task.
RUN_SECONDS = 240

log = structlog.get_logger(__name__)


@shared_task
def tell_digests() -> int:
    """Tell those whose digest is due; how many were told. What is left is taken up by another run."""
    ends_at, told = monotonic() + RUN_SECONDS, 0
    due = services.people_due(as_of=timezone.now())
    for place, person_id in enumerate(due, start=1):
        told += _told(person_id)
        if monotonic() > ends_at and place < len(due):
            start_soon(tell_digests.name)
            break
    return told


def _told(person_id: int) -> bool:
    """Whether somebody was told; what goes wrong with one digest stops nobody else's."""
    try:
        return services.tell_digest(person_id=person_id, as_of=timezone.now())
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("digest_not_made", person=person_id)
        return False


@shared_task
def forget_old_digests() -> int:
    """Delete digests that are as old as messages that are deleted; how many."""
    before = kept_since("messages", timezone.now())
    return services.forget_old_digests(before=before) if before else 0
