"""Roles in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.roles import services


@shared_task
def apply_job_code_rules() -> int:
    """Bring roles in line with job codes; how many people changed."""
    now = timezone.now()
    return services.apply_job_code_rules(as_of=now, marked_at=now)
