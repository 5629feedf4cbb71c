"""The end of requests in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.requests import services


@shared_task
def close_requests() -> int:
    """Close requests whose time is up, and those whose people or skill are gone; how many."""
    return services.close_due(as_of=timezone.now())
