"""Matching and the passing of time. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring import services


@shared_task
def propose_pairings() -> int:
    """Match learners with mentors; how many proposals stand."""
    return services.propose_pairings(as_of=timezone.now()).proposals


@shared_task
def close_pairings() -> int:
    """Close pairings that have run out; how many."""
    return services.close_pairings(as_of=timezone.now())
