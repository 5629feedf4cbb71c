"""A process that has loaded the libraries and forks the processes that tests start.

Loading Django, Celery and what they import takes two thirds of the CPU with which a process of ours starts.
The server has none of lifow's own code and no setting: what it forks has the arguments and the environment
that the test gives, reads its settings, sets up Django, and is signalled, killed and waited for as if it had
been started by itself.

    python -m tests.backing.fork_server 7      7: the socket on which it is asked; it ends with that

Each request is three files: where the arguments and the environment stand, where the output goes, and a pipe
on which the server says the process's id, and its status once it has ended.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
# What takes longest of all that a web server, a worker and a command load, and needs no settings for it.
LIBRARIES = (
    "celery.apps.worker",
    "celery.beat",
    "celery.bin.celery",
    "celery.concurrency.solo",
    "django.contrib.admin.decorators",
    "django.contrib.postgres.forms",
    "django.contrib.staticfiles",
    "django.core.management",
    "django.views.generic",
    "fido2.server",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "jsonschema",
    "jwt",
    "markdown_it",
    "numpy.ma",
    "oauthlib.oauth2",
    "psycopg.types",
    "redis",
    "requests",
    "structlog",
)
REQUEST = b"\n"


class Forked:
    """A process that the server forked, in a session of its own; like a Popen in what tests ask of it."""

    def __init__(self, told: IO[bytes]) -> None:
        self._told = told
        self.pid = int(told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._status_within(0)

    def wait(self, seconds: float | None = None) -> int:
        """The exit status, once it has ended; TimeoutError when that takes longer."""
        status = self._status_within(seconds)
        if status is None:
            raise TimeoutError(f"process {self.pid} still runs after {seconds} s")
        return status

    def terminate(self) -> None:
        """SIGTERM, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _status_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], seconds)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode


class ForkServer:
    """The server as tests see it."""

    def __init__(self) -> None:
        self._requests, asked = socket.socketpair()
        with asked:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.backing.fork_server", str(asked.fileno())],
                cwd=ROOT,
                # Python decides as it starts whether it keeps output back; what is forked does as the server.
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                pass_fds=[asked.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], output: IO[bytes]) -> Forked:
        """A process that does what `python` with these arguments does, a script's or those of `-m`."""
        (program, program_to), (told, told_to) = os.pipe(), os.pipe()
        socket.send_fds(self._requests, [REQUEST], [program, output.fileno(), told_to])
        os.close(program)
        os.close(told_to)
        with os.fdopen(program_to, "w") as file:
            json.dump([arguments, dict(environment)], file)
        return Forked(os.fdopen(told, "rb", buffering=0))

    def close(self) -> None:
        self._requests.close()
        self._process.wait()


@dataclass(frozen=True, slots=True)
class Program:
    """What a forked process is to run."""

    arguments: Sequence[str]
    environment: Mapping[str, str]

    def run(self) -> None:
        os.environ.clear()
        os.environ.update(self.environment)
        match self.arguments:
            case ["-m", module, *options]:
                sys.argv = ["-m", *options]
                runpy.run_module(module, run_name="__main__", alter_sys=True)
            case [script, *options]:
                sys.argv = [script, *options]
                runpy.run_path(script, run_name="__main__")


def serve(requests: socket.socket) -> Program | None:
    """Fork for each request: gives its program in the forked process, None in the server at its end."""
    while True:
        _request, files, *_ = socket.recv_fds(requests, len(REQUEST), 3)
        # Those that waited for programs until these ended.
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not files:
            return None
        if os.fork() == 0:
            requests.close()
            return forked(*files)
        for file in files:
            os.close(file)


def forked(program: int, output: int, told_to: int) -> Program:
    """Fork once more, tell of that process, and end with it; returns in it alone."""
    pid = os.fork()
    if pid:
        os.write(told_to, b"%d\n" % pid)
        _pid, status = os.waitpid(pid, 0)
        os.write(told_to, b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    os.setsid()
    os.close(told_to)
    for standard in (sys.stdout, sys.stderr):
        os.dup2(output, standard.fileno())
    os.close(output)
    with os.fdopen(program) as file:
        return Program(*json.load(file))


def main(requests: socket.socket) -> None:
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()
    program = serve(requests)
    if program:
        program.run()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
