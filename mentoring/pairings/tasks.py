"""The end of pairings in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring.pairings import services


@shared_task
def close_pairings() -> int:
    """Close pairings that have run out; how many."""
    return services.close_pairings(as_of=timezone.now())


@shared_task
def tell_before_ends() -> int:
    """Tell the people of pairings that end within a week; how many were told."""
    return services.tell_before_ends(as_of=timezone.now())
