"""Imports of questions in the background. They may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.testing.interchange import services


@shared_task
def carry_out_imports() -> int:
    """Read and add the imports that wait, one after the other; how many."""
    done = 0
    while services.carry_out_import(as_of=timezone.now()):
        done += 1
    return done
