"""A worker process sees the tests' database and broker, and ends when and how a test says."""

import signal

import pytest
from django.contrib.contenttypes.models import ContentType

from lifow.celery import app
from tests.backing.processes import wait_until

pytestmark = pytest.mark.dialect

READ_DATABASE = (
    "from django.contrib.contenttypes.models import ContentType as C; print(C.objects.filter(model='seen'))"
)


def test_a_worker_runs_what_a_test_sends(worker):
    running = worker()
    app.send_task("celery.backend_cleanup")
    running.wait_for("succeeded")
    running.stop()
    assert running.process.returncode == 0


def test_a_killed_worker_says_nothing_and_another_one_takes_over(worker):
    first = worker()
    first.kill()
    assert first.process.returncode == -signal.SIGKILL
    app.send_task("celery.backend_cleanup")
    worker().wait_for("succeeded")


def test_a_process_sees_what_the_test_wrote(start):
    ContentType.objects.create(app_label="tests", model="seen")
    reading = start("manage.py", "shell", "--no-imports", "-c", READ_DATABASE)
    assert reading.wait() == 0, reading.output()
    assert "seen" in reading.output()


def test_a_wait_that_ends_in_vain_explains_itself(monkeypatch):
    monkeypatch.setattr("tests.backing.processes.PATIENCE", 0.1)
    with pytest.raises(AssertionError, match="still nothing"):
        wait_until(lambda: False, lambda: "still nothing")
