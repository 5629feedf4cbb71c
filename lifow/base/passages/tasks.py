"""Keeping the index of search in the background. It may run twice, and be killed at any moment."""

from celery import shared_task

from lifow.base.passages import services


@shared_task
def refresh_index() -> int:
    """Read anew what the database has marked as changed; how many sources."""
    return services.refresh_stale()
