"""Real processes on the test database: Celery workers and management commands, for tests that kill them."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from lifow.celery import app
from tests.backing.fork_server import Forked, ForkServer

PATIENCE = 180


@dataclass(frozen=True, slots=True)
class Running:
    """A process of ours in a group of its own, with its output in a file."""

    process: Forked
    log: Path

    def output(self) -> str:
        """All that it has printed so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, text: str) -> None:
        """Return when the text has been printed; fail when the process ends first or takes a minute."""
        wait_until(lambda: text in self.output() or self.process.poll() is not None, self.output)
        assert text in self.output(), self.output()

    def wait(self) -> int:
        """The exit status, once it ends by itself."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """SIGKILL to it and to its children: no handler runs, nothing is said goodbye to."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as a deployment does: SIGTERM, and SIGKILL for one that does not listen."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except TimeoutError:
                self.kill()


def wait_until(true: Callable[[], bool], explain: Callable[[], str] = str) -> None:
    """Return as soon as `true()` is; after three minutes fail with the explanation."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not within {PATIENCE} s\n{explain()}"
        time.sleep(0.02)


def database_url() -> str:
    """The URL of the database that the tests are on, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@/{settings['HOST']}/{settings['NAME']}"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what starts processes by a fixture: it takes long, and `make test-fast` leaves it out."""
    if "fork_server" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.process)


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    """What processes are forked from, started by the first test that asks for one."""
    with closing(ForkServer()) as server:
        yield server


def started(server: ForkServer, log: Path, arguments: Sequence[str], variables: Mapping[str, str]) -> Running:
    """Python with these arguments and variables, on the test database, with its output in a file."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "INFO", **variables}
    with log.open("wb") as output:
        return Running(server.start(arguments, environment, output), log)


@pytest.fixture
def start(
    transactional_db: None, fork_server: ForkServer, tmp_path: Path
) -> Iterator[Callable[..., Running]]:
    """`start("manage.py", "migrate", REDIS_URL=…)`: run by Python on the test database for a test."""
    running: list[Running] = []

    def start_process(*arguments: str, **variables: str) -> Running:
        log = tmp_path / f"process-{len(running)}.log"
        running.append(started(fork_server, log, arguments, variables))
        return running[-1]

    yield start_process
    for process in running:
        process.stop()


@pytest.fixture
def worker(start: Callable[..., Running]) -> Callable[..., Running]:
    """`worker()` or `worker("-B")`: a Celery worker on the test database and its broker, ready for tasks.

    Messages that earlier tests left behind are dropped before the first one starts.
    """
    app.control.purge()

    def start_worker(*options: str) -> Running:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        running = start("-m", "celery", "-A", "lifow", "worker", "-P", "solo", "-l", "INFO", *quiet, *options)
        running.wait_for(" ready.")
        return running

    return start_worker
