"""Adds up what was counted. It may run twice, and be killed at any moment."""

from celery import shared_task

from channels.usage.services import MOST_AT_ONCE, add_up_uses


@shared_task
def add_up() -> int:
    """Add up all that was counted so far; how many rows."""
    done = 0
    while (rows := add_up_uses()) > 0:
        done += rows
        if rows < MOST_AT_ONCE:
            break
    return done
