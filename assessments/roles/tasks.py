"""Roles in the background. It may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.roles import services
from lifow.base.jobs import start_soon

REFRESH_GAPS = "assessments.gaps.tasks.refresh_gaps"


@shared_task
def apply_job_code_rules() -> int:
    """Bring roles in line with job codes and start what follows; how many people changed."""
    now = timezone.now()
    changed = services.apply_job_code_rules(on=now.date(), marked_at=now)
    if changed:
        start_soon(REFRESH_GAPS)
    return changed
