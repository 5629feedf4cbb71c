"""What follows of people's days in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from lifow.people.persons import services


@shared_task
def follow_leave() -> int:
    """Tell of leave that has begun or ended by its day; of how many people."""
    return services.follow_leave_by_day(as_of=timezone.now())
