"""Kept numbers in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.aggregates import services


@shared_task
def count_again() -> int:
    """Count those again who are marked, until nobody is; how many marks."""
    total = 0
    while True:
        taken = services.drain(as_of=timezone.now())
        total += taken
        if taken < services.MOST_MARKS:
            return total


@shared_task
def rebuild_aggregates() -> int:
    """Count everybody anew: what changed without a mark is found at night."""
    return services.rebuild(as_of=timezone.now())


@shared_task
def list_needs() -> None:
    """List the needs of people who are not listed from their current report, as after an upgrade."""
    services.list_needs()


@shared_task
def keep_month_ends() -> int:
    """Keep the company's numbers of the months that are over."""
    return services.keep_month_ends(as_of=timezone.now())
