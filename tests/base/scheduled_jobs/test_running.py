"""A job of the schedule is due until it is done: once, whoever is killed, and however many look."""

import errno
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab
from django.db import OperationalError

from lifow.base.outages import NOT_ENDED
from lifow.base.scheduled_jobs import services
from lifow.base.scheduled_jobs.models import ScheduledJob
from lifow.base.scheduled_jobs.services import LEASE, ask_for_jobs, make_jobs_due, note_sweep, run_job
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db
MATCH = "propose pairings"
NIGHTLY = {MATCH: crontab("0", "3")}
EVENING = datetime(2026, 3, 3, 20, tzinfo=UTC)
THREE = datetime(2026, 3, 4, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def job() -> ScheduledJob:
    """The nightly match, which is due at three."""
    make_jobs_due(schedule=NIGHTLY, as_of=EVENING)
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE) == [MATCH]
    return ScheduledJob.objects.get()


def stop() -> None:
    """What a killed process does: it comes to no end that could be noted."""
    raise SystemExit


def now(job: ScheduledJob) -> ScheduledJob:
    return ScheduledJob.objects.get(pk=job.pk)


def test_a_job_that_is_new_is_due_when_its_time_comes():
    assert make_jobs_due(schedule=NIGHTLY, as_of=EVENING) == []
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE - MINUTE) == []
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE) == [MATCH]
    assert ScheduledJob.objects.get().due_at == THREE


def test_it_is_done_once_and_comes_again_the_next_night(job):
    ran = []
    assert run_job(name=MATCH, run=lambda: ran.append(1), as_of=THREE)
    assert not run_job(name=MATCH, run=lambda: ran.append(2), as_of=THREE + MINUTE)
    done = now(job)
    assert (ran, done.outcome, done.due_at, done.attempts, done.last_error) == ([1], "done", None, 0, "")
    assert done.finished_at >= done.started_at == THREE
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE + timedelta(hours=23)) == []
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE + timedelta(hours=24)) == [MATCH]


def test_nights_without_a_beat_are_made_up_for_once(job):
    week = THREE + timedelta(days=7, hours=5)
    run_job(name=MATCH, run=lambda: None, as_of=THREE)
    assert make_jobs_due(schedule=NIGHTLY, as_of=week) == [MATCH]
    run_job(name=MATCH, run=lambda: None, as_of=week)
    assert make_jobs_due(schedule=NIGHTLY, as_of=week + MINUTE) == []


def test_one_that_is_killed_is_found_again_within_a_minute(job):
    with pytest.raises(SystemExit):
        run_job(name=MATCH, run=stop, as_of=THREE)
    killed = now(job)
    assert (killed.outcome, killed.last_error, killed.due_at) == ("running", NOT_ENDED, THREE)
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE + LEASE / 2) == []
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE + MINUTE / 2) == [MATCH]
    assert run_job(name=MATCH, run=lambda: None, as_of=THREE + MINUTE / 2)


def test_one_that_fails_rests_longer_each_time_and_stays_due(job):
    tried, moment = [], THREE
    while moment < THREE + timedelta(hours=3):
        if make_jobs_due(schedule=NIGHTLY, as_of=moment):
            with pytest.raises(ZeroDivisionError):
                run_job(name=MATCH, run=lambda: 1 / 0, as_of=moment)
            tried.append(round((moment - THREE) / MINUTE, 1))
        moment += MINUTE / 2
    assert tried == [0, 0.5, 1.5, 6.5, 36.5, 96.5, 156.5]
    failed = now(job)
    assert (failed.outcome, failed.last_error) == ("failed", "ZeroDivisionError: division by zero")


def test_an_outage_counts_as_no_attempt(job):
    full = OSError(errno.ENOSPC, "No space left on device")

    def no_space():
        raise full

    for number in range(5):
        with pytest.raises(OSError, match="No space left"):
            run_job(name=MATCH, run=no_space, as_of=THREE + number * MINUTE)
    assert (now(job).attempts, now(job).last_error) == (0, f"OSError: {full}")
    assert run_job(name=MATCH, run=lambda: None, as_of=THREE + 5 * MINUTE)


def test_one_that_is_alive_keeps_it_however_long_it_takes(job, monkeypatch):
    @contextmanager
    def renewed(renew):
        renew(timedelta(minutes=9))
        yield

    monkeypatch.setattr(services, "renewed_lease", renewed)
    with pytest.raises(SystemExit):
        run_job(name=MATCH, run=stop, as_of=THREE)
    assert now(job).taken_until == THREE + timedelta(minutes=9) + LEASE


def test_what_hr_asks_for_is_due_at_once_and_once(job):
    run_job(name=MATCH, run=lambda: None, as_of=THREE)
    for _ in range(2):
        assert ask_for_jobs(names=[MATCH], as_of=THREE + MINUTE) == 1
    assert make_jobs_due(schedule=NIGHTLY, as_of=THREE + MINUTE) == [MATCH]
    ask_for_jobs(names=["never heard of"], as_of=THREE)
    assert ScheduledJob.objects.due().count() == 2


def test_a_sweep_that_cannot_be_noted_goes_on(monkeypatch):
    note_sweep(name="sweep", as_of=THREE)
    assert ScheduledJob.objects.get().finished_at == THREE

    def full(*_args, **_said):
        raise OperationalError("full") from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ScheduledJob.objects, "update_or_create", full)
    note_sweep(name="sweep", as_of=THREE + MINUTE)
    assert ScheduledJob.objects.get().finished_at == THREE


@pytest.mark.django_db(transaction=True)
def test_several_at_once_run_it_once(job):
    ran = []
    calls = [lambda: run_job(name=MATCH, run=lambda: ran.append(1), as_of=THREE) for _ in range(4)]
    outcomes = at_once(calls)
    assert (ran, sorted(outcomes)) == ([1], [False, False, False, True])
