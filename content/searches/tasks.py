"""Searches in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.searches import services


@shared_task
def forget_searches() -> int:
    """Forget what nobody has searched for for half a year; how many rows."""
    return services.forget_searches(as_of=timezone.now())
