"""Effects of modules in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.effect import services


@shared_task
def measure_effects() -> int:
    """Measure what modules change, some at a time; how many."""
    return services.measure_effects(as_of=timezone.now())
