"""Activity in the background."""

from celery import shared_task
from django.utils import timezone

from content.activity import services


@shared_task
def count_learning_hours() -> int:
    """Count how much of each unit's learning was outside working hours; how many units."""
    return services.count_learning_hours(as_of=timezone.now())
