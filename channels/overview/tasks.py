"""Tests connections in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from channels.overview import services


@shared_task
def try_connections() -> int:
    """Test everything that is connected; how many of it works."""
    return services.try_connections(as_of=timezone.now())
