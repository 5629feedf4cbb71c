"""Votes in the background."""

from celery import shared_task
from django.utils import timezone

from content.votes import services


@shared_task
def count_role_votes() -> int:
    """Count what the votes of each role come to; how many rows."""
    return services.count_role_votes(as_of=timezone.now())
