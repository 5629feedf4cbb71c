"""Checking statements in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.calibration import services
from lifow.base.retention import kept_since


@shared_task
def check_statements() -> int:
    """Hold what reports had said against what was tested or observed since; how many statements."""
    return services.check_statements(as_of=timezone.now())


@shared_task
def go_on_checking() -> int:
    """Finish what a killed worker has left of it; how many statements."""
    return services.go_on_checking(as_of=timezone.now())


@shared_task
def forget_old_reports() -> int:
    """Delete gap reports that have long been history, where the settings say after how long; how many."""
    before = kept_since("reports", timezone.now())
    return services.forget_old_reports(before=before) if before else 0
