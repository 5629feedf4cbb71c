"""The end of sittings and what came of tests, in the background: either may run twice, and be killed."""

from celery import shared_task
from django.utils import timezone

from assessments.testing.sittings import services


@shared_task
def end_sittings() -> int:
    """End the sittings whose time is up, with what was answered; how many."""
    return services.end_due(as_of=timezone.now())


@shared_task
def count_results() -> int:
    """Count what came of tests that five more people have finished; how many."""
    return services.count_results(as_of=timezone.now())
