"""Scheduled jobs in the background. Each task may run twice, and be killed at any moment."""

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from lifow.base.jobs import start_soon
from lifow.base.scheduled_jobs import services


@shared_task
def start_due_jobs() -> int:
    """Have workers run what is due by the schedule, and what was killed before it was done; how many."""
    schedule = {name: entry["schedule"] for name, entry in settings.SCHEDULED_JOBS.items()}
    due = services.make_jobs_due(schedule=schedule, as_of=timezone.now())
    for name in due:
        start_soon(run_scheduled_job.name, name)
    return len(due)


@shared_task
def run_scheduled_job(name: str) -> bool:
    """Run the job of this name, if it is due and nobody else has it; whether it was run here."""
    task = current_app.tasks[settings.SCHEDULED_JOBS[name]["task"]]
    return services.run_job(name=name, run=task, as_of=timezone.now())
