"""Loaded into a worker by a test (`-I tests.resilience.deadly`): what kills the process that runs it."""

import os
import signal
from datetime import timedelta
from pathlib import Path

from celery import shared_task

from assessments.gaps.services import reports
from assessments.marks import services as marks

KILLS = Path(os.environ["LIFOW_VAR"]) / "kills"
POISONOUS = "Poison Person"
_compute = reports._compute


def die(note: object) -> None:
    """Note it, then end this process as the kernel does when memory runs out."""
    with KILLS.open("a") as kills:
        kills.write(f"{note}\n")
    os.kill(os.getpid(), signal.SIGKILL)


def compute_or_die(positions, *arguments):
    from lifow.people.persons.models import Person

    if Person.objects.filter(pk__in=positions, email__startswith="poison").exists():
        die(len(positions))
    return _compute(positions, *arguments)


reports._compute = compute_or_die
# Whoever waits for a killed process's people in a test need not wait as long as in production.
marks.LEASE = timedelta(seconds=1)


@shared_task(name="tests.deadly")
def deadly() -> None:
    """Kill whoever runs this."""
    die("task")
