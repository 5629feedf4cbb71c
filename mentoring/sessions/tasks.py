"""Sessions in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from mentoring.sessions import services


@shared_task
def go_on() -> int:
    """Remind whoever is due, and close what is over or has no time left; how many."""
    now = timezone.now()
    return services.remind_due(as_of=now) + services.close_past(as_of=now)
