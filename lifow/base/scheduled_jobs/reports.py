"""What is told of scheduled jobs."""

from datetime import datetime

from lifow.base.scheduled_jobs.models import ScheduledJob


def swept_at(name: str) -> datetime | None:
    """When a sweep last looked for rows that wait; None where it never has."""
    return ScheduledJob.objects.filter(name=name).values_list("finished_at", flat=True).first()
