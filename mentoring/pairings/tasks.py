"""The end of pairings in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring.pairings import services


@shared_task
def close_pairings() -> int:
    """Close pairings that have run out; how many."""
    return services.close_pairings(as_of=timezone.now())
