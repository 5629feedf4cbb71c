"""What kills the process that computes it is tried a few times, holds up nobody, and comes to an end."""

from pathlib import Path

import pytest
import redis
from django.conf import settings

from assessments.gaps.models import GapReport
from assessments.marks.models import StaleMark
from lifow.celery import app
from tests.backing.processes import wait_until
from tests.company import give, observe, person, role, skill

# Processes that can die while the worker stays are those of production, which has Redis.
pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kills():
    """What was noted by those who died, one line each."""
    path = Path(settings.VAR_DIR) / "kills"
    path.unlink(missing_ok=True)
    return lambda: path.read_text().split() if path.exists() else []


@pytest.fixture
def prefork(start):
    """A worker as production has it, with beat, and with what kills its processes."""
    app.control.purge()
    options = ["-B", "--concurrency", "2", "-l", "INFO", "-I", "tests.resilience.deadly"]
    worker = start("-m", "celery", "-A", "lifow", "worker", *options, LIFOW_SWEEP_SECONDS="1")
    worker.wait_for(" ready.")
    return worker


def test_a_person_who_kills_workers_is_set_aside_and_the_others_are_computed(prefork, kills):
    sql, needs = skill("SQL"), role(SQL=3)
    people = [person(name) for name in ("Abena Osei", "Poison Person", "Kofi Mensah", "Marta Lindh")]
    for one in people:
        give(one, needs)
    for one in people:
        observe(one, sql, 1)
    wait_until(StaleMark.objects.filter(set_aside_at__isnull=False).exists, prefork.output)
    wait_until(lambda: GapReport.objects.count() == 3, prefork.output)
    mark = StaleMark.objects.get()
    assert (mark.person.given_name, mark.attempts) == ("Poison", 3)
    assert kills()[-2:] == ["1", "1"], "after a chunk that died, each is tried alone"
    assert len(kills()) == 3
    assert set(GapReport.objects.values_list("person__given_name", flat=True)) == {"Abena", "Kofi", "Marta"}
    still_works(prefork)


def test_a_task_that_kills_its_process_is_not_delivered_again(prefork, kills):
    app.send_task("tests.deadly")
    prefork.wait_for("WorkerLostError")
    still_works(prefork)
    assert kills() == ["task"]
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        wait_until(lambda: not server.hlen("unacked"), prefork.output)
        assert not server.llen("celery")


def still_works(worker) -> None:
    """It runs the next task, and nothing of the last is left."""
    app.send_task("celery.backend_cleanup")
    worker.wait_for("Task celery.backend_cleanup")
    wait_until(lambda: "celery.backend_cleanup" in worker.output() and "succeeded" in worker.output())
