"""The end of sittings in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.testing.sittings import services


@shared_task
def end_sittings() -> int:
    """End the sittings whose time is up, with what was answered; how many."""
    return services.end_due(as_of=timezone.now())
