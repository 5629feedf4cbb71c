"""Facets in the background. The task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.facets import services


@shared_task
def tell_of_waiting_facets() -> int:
    """Tell HR admins of values that wait for them; how many were told."""
    return services.tell_of_waiting(as_of=timezone.now())
