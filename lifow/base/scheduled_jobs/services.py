"""Scheduled jobs: made due by the clock, started by whoever finds them so, and due until they are done.

A job that is killed, or whose message is lost, is found again by the next sweep; two beats, two sweeps or two
workers at once start it once.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from time import monotonic

import structlog
from celery.schedules import crontab
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from lifow.base.jobs import start_soon
from lifow.base.leases import LEASE, renewed_lease
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently
from lifow.base.scheduled_jobs.choices import Outcome
from lifow.base.scheduled_jobs.crontabs import next_after
from lifow.base.scheduled_jobs.models import ScheduledJob

START = "lifow.base.scheduled_jobs.tasks.start_due_jobs"
# How long a job rests before it is tried again, by how often it was tried: at once where it was killed once.
RESTS = [timedelta(minutes=minutes) for minutes in (0, 1, 5, 30, 60)]

log = structlog.get_logger(__name__)


def make_jobs_due(*, schedule: Mapping[str, crontab], as_of: datetime) -> list[str]:
    """Write down which jobs are due by the schedule; the names of those that a worker may start now.

    A job that was never heard of is due when its crontab strikes next. Of several times that passed while
    nobody looked, one is made up for.
    """
    known = {job.name: job for job in ScheduledJob.objects.filter(name__in=schedule)}
    new = [ScheduledJob(name=name, done_until=as_of) for name in schedule if name not in known]
    if new:
        ScheduledJob.objects.bulk_create(new, ignore_conflicts=True)
    for name, job in known.items():
        if job.due_at is None:
            struck_at = next_after(schedule[name], job.done_until)
            if struck_at <= as_of:
                unchanged = ScheduledJob.objects.filter(pk=job.pk, due_at=None, done_until=job.done_until)
                unchanged.update(due_at=struck_at)
    due = ScheduledJob.objects.due().free(as_of).filter(name__in=schedule)
    return list(due.order_by("due_at", "name").values_list("name", flat=True))


def run_job(*, name: str, run: Callable[[], object], as_of: datetime) -> bool:
    """Run a job if it is due and nobody else has it; whether it was run here.

    What `run` raises is raised: the job stays due, and rests the longer the more often it failed. An outage
    counts as no attempt. `run` has to be safe to run twice.
    """
    job = _take(name, as_of)
    if job is None:
        return False
    mine = ScheduledJob.objects.filter(pk=job.pk, started_at=job.started_at, attempts=job.attempts)
    began = monotonic()

    def ended(**values: object) -> None:
        seconds = monotonic() - began
        finished_at = as_of + timedelta(seconds=seconds)
        written_patiently(
            lambda: mine.update(taken_until=None, finished_at=finished_at, seconds=seconds, **values)
        )

    try:
        with renewed_lease(lambda passed: mine.update(taken_until=as_of + passed + LEASE)):
            run()
    except Exception as error:
        reason = reason_of(error)
        if is_outage(error):
            back = Greatest(F("attempts") - 1, 0)
            ended(outcome=Outcome.FAILED, last_error=reason, attempts=back, retry_at=None)
        else:
            ended(outcome=Outcome.FAILED, last_error=reason)
        raise
    ended(
        outcome=Outcome.DONE, last_error="", attempts=0, retry_at=None, due_at=None, done_until=job.started_at
    )
    return True


def ask_for_jobs(*, names: Collection[str], as_of: datetime) -> int:
    """Have jobs run now, whatever the schedule says, and a worker told once that is committed; how many.

    What is due already, or runs, is asked for once.
    """
    with transaction.atomic():
        new = [ScheduledJob(name=name, done_until=as_of) for name in names]
        ScheduledJob.objects.bulk_create(new, ignore_conflicts=True)
        asked = ScheduledJob.objects.filter(name__in=names)
        asked.filter(due_at=None).update(due_at=as_of)
        count = asked.update(retry_at=None)
        start_soon(START)
    return count


def note_sweep(*, name: str, as_of: datetime) -> None:
    """Write down that a sweep has looked for rows that wait: pages tell when none has for a while.

    Nothing depends on it: where it cannot be written, the sweep goes on.
    """
    seen = {"done_until": as_of, "finished_at": as_of, "outcome": Outcome.DONE}
    try:
        with transaction.atomic():
            ScheduledJob.objects.update_or_create(name=name, defaults=seen)
    except Exception as error:
        if not is_outage(error):
            raise
        log.warning("sweep_not_noted", error=reason_of(error))


def _take(name: str, as_of: datetime) -> ScheduledJob | None:
    """Count an attempt and take the job, in a transaction of its own: one that is killed counts too."""
    with transaction.atomic():
        due = ScheduledJob.objects.due().free(as_of).filter(name=name)
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.attempts += 1
        job.started_at, job.taken_until = as_of, as_of + LEASE
        job.retry_at = as_of + RESTS[min(job.attempts, len(RESTS)) - 1]
        job.outcome, job.last_error, job.finished_at, job.seconds = Outcome.RUNNING, NOT_ENDED, None, None
        job.save()
    return job
