"""Ends connections of those who have left. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from channels.registry import all_integrations


@shared_task
def end_connections() -> int:
    """Remove the connections of accounts that are closed; how many."""
    now = timezone.now()
    return sum(one.disconnect_closed_accounts(as_of=now) for one in all_integrations())
