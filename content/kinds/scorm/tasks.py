"""Packages in the background. The task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.kinds.scorm import services


@shared_task
def forget_launches() -> int:
    """Delete launches of days ago; how many."""
    return services.forget_launches(as_of=timezone.now())
