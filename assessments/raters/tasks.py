"""Estimating raters' differences in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.raters import services


@shared_task
def estimate_severity() -> bool:
    """Do the estimate that waits; whether one was done."""
    return services.run_estimate(as_of=timezone.now())


@shared_task
def ask_for_monthly_estimate() -> bool:
    """Ask for the month's estimate, where the policy takes differences off; whether one was asked for."""
    return services.ask_for_monthly_estimate(as_of=timezone.now()) is not None
