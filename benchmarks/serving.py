"""The site over real HTTP: gunicorn on a unix socket, and requests to it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import ROOT

WORKERS = 2
START_SECONDS = 60


class Site(http.client.HTTPConnection):
    """A connection to a site that listens on a unix socket; one request each, as its workers answer."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=120)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)


def get(site: str, address: str, session: str) -> tuple[int, float]:
    """The status of an address, and the seconds until all of its answer was read."""
    status, seconds, _body = read(site, address, session)
    return status, seconds


def read(site: str, address: str, session: str) -> tuple[int, float, bytes]:
    """The status of an address, the seconds until all of its answer was read, and the answer."""
    connection = Site(site)
    clock = time.perf_counter()
    try:
        connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    return answer.status, time.perf_counter() - clock, body


@contextmanager
def serving(
    application: str = "lifow.wsgi:application", environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """A WSGI application in two gunicorn workers for the time of the block; gives the socket's path."""
    with tempfile.TemporaryDirectory(prefix="lifow-site-", dir="/tmp") as folder:
        path = f"{folder}/site.sock"
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", application),
                *("--bind", f"unix:{path}", "--workers", str(WORKERS), "--log-level", "warning"),
            ],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=sys.stderr,
        )
        try:
            _wait(process, path)
            yield path
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if Path(path).exists():
            return
        time.sleep(0.05)
    raise TimeoutError("The site does not start.")
