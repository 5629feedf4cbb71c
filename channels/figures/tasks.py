"""Counts figures in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from channels.figures import services


@shared_task
def count_figures() -> int:
    """Count the figures of the company anew; how many there are."""
    return services.count_figures(as_of=timezone.now())
