"""Removes old tokens of assistants. It may run twice, and be killed at any moment."""

from celery import shared_task

from channels.assistant import services


@shared_task
def clear_old_tokens() -> int:
    """Delete tokens that have run out, and programs that were never connected; how many rows."""
    return services.clear_old_tokens()
