"""Refreshers in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.refreshers import services


@shared_task
def make_cards() -> int:
    """Have what was learned lately come back, and what has changed be asked again; how much of it was new."""
    now = timezone.now()
    return services.make_cards(as_of=now) + services.ask_changed_again(as_of=now)


@shared_task
def tell_refreshers() -> int:
    """Tell those for whom questions wait, once a day; how many were told."""
    return services.tell_refreshers(as_of=timezone.now())


@shared_task
def count_retention() -> int:
    """Count how well skills are remembered; how many were counted."""
    return services.count_retention(as_of=timezone.now())
