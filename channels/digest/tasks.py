"""Telling digests in the background. Each task may run twice, and be killed at any moment."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from channels.digest import services
from lifow.base.jobs import start_soon
from lifow.base.retention import kept_since

# Well below the time limit of a task.
RUN_SECONDS = 240


@shared_task
def tell_digests() -> int:
    """Tell those whose digest is due; how many were told. What is left is taken up by another run."""
    ends_at, told = monotonic() + RUN_SECONDS, 0
    due = services.people_due(as_of=timezone.now())
    for place, person_id in enumerate(due, start=1):
        told += services.tell_digest(person_id=person_id, as_of=timezone.now())
        if monotonic() > ends_at and place < len(due):
            start_soon(tell_digests.name)
            break
    return told


@shared_task
def forget_old_digests() -> int:
    """Delete digests that are as old as messages that are deleted; how many."""
    before = kept_since("messages", timezone.now())
    return services.forget_old_digests(before=before) if before else 0
