"""500 sittings at once, and what becomes of their answers while servers are restarted.

A company of 1,000 on PostgreSQL and Redis, durable as in production, lifow in two gunicorn workers, a Celery
worker and beat, all on this machine; a calibrated bank of 450 questions. 500 of the people sit adaptive tests
on pages, in a closed loop: each sends an answer, reads the page of the next question, thinks, and answers it;
after the last one the next test begins. Measured is the next item: from sending an answer until the page of
the next question is read, two requests. Three paces:

- *thinking*: THINK seconds of thought on average, exponential: what lifow itself expects a question to take
  (`seconds_expected`; four questions, three minutes). 500 who think are what "500 sittings at once" means to
  a company. The bar of 150 ms is on this one.
- *at once*: nobody thinks. 500 requests are always under way, and by Little's law the mean is 500 over the
  questions a second, whatever one of them costs: 150 ms would be 3,300 questions a second. It tells the most
  that the machine can do, and that nobody is answered with an error meanwhile.
- *restarts*: thinking again, while a gunicorn worker is killed, and Redis and PostgreSQL are restarted.

At the end each acknowledged answer is a row that says what was sent, each row was acknowledged, calibrations
have each answer once, and each skill that a sitting concluded has one piece of evidence.

The clients run on the same processors; their share is told.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.harness import ROOT, Result, measured
from benchmarks.outages.backing import Postgres, Redis
from benchmarks.outages.site import Supervised, serving, surroundings
from benchmarks.sitting_clients import Learners, Pace, Told
from tests.backing.servers import _home, postgres_programs, redis_program

PEOPLE, LEARNERS = 1_000, 500
THINK = 45.0
SECONDS = {"thinking": 60.0, "at once": 30.0, "restarts": 60.0}
SETTLE_SECONDS = 5.0
MOST_MS = 150.0
START_SECONDS = 180
NAME = "lifow"


@dataclass(frozen=True, slots=True)
class Site:
    """The processes, and what may be restarted of them."""

    port: int
    processes: Mapping[str, Supervised]
    postgres: Postgres
    redis: Redis


def run() -> Result:
    """Serve the company, have 500 people sit tests at three paces, and compare what is left."""
    from benchmarks import sitting_company

    with site() as served, measured() as all_of_it:
        form, who = sitting_company.learners(LEARNERS)
        learners = Learners(served.port, form, who, Pace("beginning", THINK))
        share = work(learners, served)
        told = learners.told
        problems = told.failures + sitting_company.differences(told)
        for problem in problems[:20]:
            print(f"NOT AS IT HAS TO BE: {problem}", file=sys.stderr)
    ratios = numbers(told) | {"clients' share of the processors, thinking": share}
    p95 = ratios["thinking: next item p95 ms"]
    ratios |= {"answers": len(told.acknowledged), "lost, doubled or refused": len(problems)}
    return Result(
        name="sittings",
        seconds=all_of_it.seconds,
        cpu_seconds=all_of_it.cpu_seconds,
        peak_mib=all_of_it.peak_mib,
        ratios=ratios,
        goal=f"next item p95 at most {MOST_MS:g} ms of {LEARNERS} who think, nothing lost or doubled",
        met=p95 <= MOST_MS and not problems,
    )


@contextmanager
def site() -> Iterator[Site]:
    """Servers of our own, a company in them, and lifow in front, for the time of the block."""
    programs, redis_server = postgres_programs(), redis_program()
    if programs is None or redis_server is None:
        raise SystemExit("PostgreSQL and Redis have to be installed: apt-get install postgresql redis-server")
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lifow-sittings-")))
        home = stack.enter_context(_home())
        (home.folder / "disk").mkdir()
        postgres, redis = Postgres(programs, home), Redis(redis_server, stack.enter_context(_home()))
        stack.callback(postgres.stop)
        stack.callback(redis.stop)
        postgres.create()
        redis.start()
        with postgres.connect() as one:
            one.execute(f"CREATE DATABASE {NAME}")
        environment = surroundings(postgres.url(NAME), redis.url, logs)
        fill(environment)
        processes, port = stack.enter_context(serving(environment, logs))
        yield Site(port, processes, postgres, redis)


def fill(environment: Mapping[str, str]) -> None:
    """Django set up here, files collected, and the company with its bank in the database."""
    os.environ |= environment
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, check=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks import company, paged_company, sitting_company

    paged_company.fill(PEOPLE)
    sitting_company.fill_bank()
    company.settle()


def work(learners: Learners, served: Site) -> float:
    """All paces, one after the other; the clients' share of the processors at the pace of thinking."""
    clients = threading.Thread(target=learners.run)
    clients.start()
    try:
        wait_for(lambda: learners.begun == LEARNERS, "everybody has begun")
        share = at_pace(learners, Pace("thinking", THINK))
        at_pace(learners, Pace("at once", 0.0))
        at_pace(learners, Pace("restarts", THINK), lambda: restart(served))
    finally:
        learners.is_over = True
        clients.join()
    return share


def at_pace(learners: Learners, pace: Pace, meanwhile: Callable[[], None] | None = None) -> float:
    """Have the learners go on at a pace for its time; their share of the processors."""
    # What was sent at the pace before is answered first.
    learners.pace = Pace("between", THINK)
    time.sleep(SETTLE_SECONDS)
    learners.pace, began, cpu = pace, time.monotonic(), cpu_seconds()
    if meanwhile is not None:
        meanwhile()
    time.sleep(max(0.0, began + SECONDS[pace.name] - time.monotonic()))
    took = time.monotonic() - began
    learners.told.took[pace.name] = took
    learners.pace = Pace("between", THINK)
    return (cpu_seconds() - cpu) / (took * (os.cpu_count() or 1))


def cpu_seconds() -> float:
    """Of this process, whose only work is the clients'."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def restart(served: Site) -> None:
    """Each in the middle of the traffic, and time between them to find out what was lost."""
    for step in (served.processes["web"].kill_a_child, served.redis.restart, served.postgres.restart):
        time.sleep(SECONDS["restarts"] / 5)
        step()


def wait_for(is_true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {START_SECONDS} s: {what}")
        time.sleep(0.1)


def numbers(told: Told) -> dict[str, float]:
    """By pace: milliseconds of the next item and of the end, and requests a second."""
    found = {}
    for pace in SECONDS:
        seconds, ends = told.seconds.get(pace, [0.0]), told.ends.get(pace, [0.0])
        found[f"{pace}: next item p50 ms"] = float(np.quantile(seconds, 0.5)) * 1_000
        found[f"{pace}: next item p95 ms"] = float(np.quantile(seconds, 0.95)) * 1_000
        found[f"{pace}: end p95 ms"] = float(np.quantile(ends, 0.95)) * 1_000
        found[f"{pace}: next items a second"] = len(seconds) / told.took[pace]
        found[f"{pace}: requests a second"] = told.requests[pace] / told.took[pace]
    return found


if __name__ == "__main__":
    print(run().line())
