"""Checking statements in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.calibration import services


@shared_task
def check_statements() -> int:
    """Hold what reports had said against what was tested or observed since; how many statements."""
    return services.check_statements(as_of=timezone.now())


@shared_task
def go_on_checking() -> int:
    """Finish what a killed worker has left of it; how many statements."""
    return services.go_on_checking(as_of=timezone.now())
