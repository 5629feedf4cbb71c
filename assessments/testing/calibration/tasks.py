"""Calibrations and the health of items in the background. Each may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.testing.calibration import services


@shared_task
def calibrate() -> int:
    """Do the calibrations that wait, one after the other; how many."""
    done = 0
    while services.run_calibration(as_of=timezone.now()):
        done += 1
    return done


@shared_task
def ask_for_monthly_calibrations() -> int:
    """Ask for the month's calibrations, where enough was answered; how many."""
    return services.ask_for_monthly_calibrations(as_of=timezone.now())


@shared_task
def look_after_health() -> int:
    """Compute the health of items that were answered since; of how many."""
    return services.look_after_health(as_of=timezone.now())
