"""Questions and answers in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.answers import services


@shared_task
def expire_verifications() -> int:
    """Put answers whose verification has run out into the queue; how many."""
    return services.expire_verifications(as_of=timezone.now())


@shared_task
def publish_held() -> int:
    """Publish questions without a name that have waited; how many."""
    return services.publish_held(as_of=timezone.now())
