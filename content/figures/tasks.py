"""Figures of modules in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.figures import services


@shared_task
def count_figures() -> int:
    """Count how modules are used; how many were counted."""
    return services.count_figures(as_of=timezone.now())
