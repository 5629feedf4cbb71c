"""The processes beside the demo: worker with beat, and web server. Whatever starts here ends here."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import FrameType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HOST = "127.0.0.1"
ENDING_SECONDS = 10
POLL_SECONDS = 0.2
LAST_LINES = 8
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")


class ChildDiedError(Exception):
    """A process that should be running has ended; the message names it and gives its last words."""


class EndAskedError(BaseException):
    """Somebody asked the demo to end: Ctrl-C, SIGTERM, or a closed terminal."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours, in a group of its own: Ctrl-C reaches us first. Its output is in `log`."""

    name: str | Promise
    process: subprocess.Popen[bytes]
    log: Path

    def expect_alive(self) -> None:
        """Raise ChildDiedError where it has ended."""
        status = self.process.poll()
        if status is None:
            return
        said = "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        message = _("The %(name)s ended with status %(status)s. Its last lines, from %(log)s:")
        raise ChildDiedError(f"{message % {'name': self.name, 'status': status, 'log': self.log}}\n{said}")

    def end(self) -> None:
        """SIGTERM to the process, and after it, or after ten seconds, SIGKILL to what is left of its group.

        Something may be left where the process has ended by itself: a worker that is killed leaves its beat.
        """
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(ENDING_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def is_taken(port: int) -> bool:
    """Whether something else listens on the port, or may not be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


@contextmanager
def worker(logs: Path, *, with_beat: bool) -> Iterator[Child]:
    """A Celery worker, with beat where it is to stay; it ends with the block."""
    beat = ["--beat"] if with_beat else []
    command = ["celery", "-A", "lifow", "worker", "-P", "solo", "-l", "WARNING", *QUIET_WORKER, *beat]
    with _running(gettext_lazy("worker"), command, logs / "worker.log") as child:
        yield child


@contextmanager
def web_server(logs: Path, port: int) -> Iterator[Child]:
    """Gunicorn, serving the site on the loopback address; it ends with the block."""
    bind = f"{HOST}:{port}"
    size = ["--workers", "2", "--threads", "4"]
    command = ["gunicorn", "lifow.wsgi", "--bind", bind, *size, "--no-control-socket"]
    with _running(gettext_lazy("web server"), command, logs / "web.log") as child:
        yield child


@contextmanager
def ending_on_signal() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise EndAskedError in the block, once; more wait for the end."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def ask(number: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise EndAskedError

    for number in before:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until_answering(server: Child, port: int) -> None:
    """Return once the server answers a request; raise ChildDiedError where it ends instead."""
    while True:
        server.expect_alive()
        connection = HTTPConnection(HOST, port, timeout=ENDING_SECONDS)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(POLL_SECONDS)
        else:
            return
        finally:
            connection.close()


def watch(children: Sequence[Child]) -> None:
    """Stay until a child ends, and raise ChildDiedError then."""
    while True:
        for child in children:
            child.expect_alive()
        time.sleep(POLL_SECONDS)


@contextmanager
def _running(name: str | Promise, command: Sequence[str], log: Path) -> Iterator[Child]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.end()
