"""Matching in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring.matching import services


@shared_task
def propose_pairings() -> int:
    """Match learners with mentors; how many proposals stand."""
    return services.propose_pairings(as_of=timezone.now()).proposals
