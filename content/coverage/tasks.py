"""The list of missing modules in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.coverage import services


@shared_task
def refresh_missing_steps() -> bool:
    """Make the list again where something changed; whether it was."""
    return services.refresh_missing_steps(as_of=timezone.now())
