"""Captions in the background. The task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.kinds.video import services, transcribing


@shared_task
def draft_captions() -> int:
    """Draft captions of the video that has waited longest, where this machine can; how many stretches."""
    if not transcribing.is_installed():
        return 0
    return services.draft_captions(hear=transcribing.Transcriber, now=timezone.now)
