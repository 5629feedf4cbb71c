"""Help in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring.help import services


@shared_task
def go_on() -> int:
    """Ask the next people of requests that are due, and give back what helpers left; how many."""
    return services.go_on(as_of=timezone.now())
