"""Erasures in the background. They may run twice, and be killed at any moment."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from lifow.people.privacy import services


@shared_task
def carry_out_erasures() -> int:
    """Erase those whose erasure is confirmed, one after the other, and list them; how many."""
    done = 0
    while services.carry_out_erasure(as_of=timezone.now()):
        done += 1
    if settings.ERASURES_FILE:
        services.keep_list(Path(settings.ERASURES_FILE))
    return done
