"""The site's own processes, each started again when it ends, as a service manager does it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

READY = ".ready"
"""How the file ends that a process leaves when it has loaded the site."""
ROOT = Path(__file__).resolve().parent.parent.parent
STARTED_AGAIN_AFTER_SECONDS = 0.2
END_SECONDS = 20


class Supervised:
    """A process and its children, in a group of their own; started again whenever it ends."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name, self.command, self.log = name, command, log
        self.environment = {**os.environ, **environment}
        self.ready = log.with_suffix(READY)
        self.starts = 0
        self._is_wanted = True
        self._process = self._started()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """SIGKILL to it and to its children: no handler runs."""
        self.ready.unlink(missing_ok=True)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def kill_a_child(self) -> None:
        """SIGKILL to one of its children, as when memory runs out; to itself if it has none."""
        pid = self._process.pid
        with suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            os.kill(int(children[-1]) if children else pid, signal.SIGKILL)

    @property
    def is_ready(self) -> bool:
        """Whether the one that runs says that it has loaded the site (`gunicorn_ready`, `celery_ready`)."""
        return self.ready.exists()

    def end(self) -> None:
        self._is_wanted = False
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._thread.join()

    def _started(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env=self.environment | {"LIFOW_OUTAGES_READY": str(self.ready)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _watch(self) -> None:
        while self._is_wanted:
            self._process.wait()
            # What it leaves behind would go on listening.
            self.kill()
            time.sleep(STARTED_AGAIN_AFTER_SECONDS)
            if self._is_wanted:
                self._process = self._started()


def surroundings(database: str, redis: str, logs: Path) -> dict[str, str]:
    """The environment of the site's processes, with what they write in a folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "lifow.settings",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "LIFOW_VAR": str(logs / "var"),
        "LIFOW_STATIC_ROOT": str(logs / "static"),
        "LIFOW_HTTPS": "false",
        "LIFOW_LOG_JSON": "true",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "LOG_LEVEL": "WARNING",
    }


def processes(environment: Mapping[str, str], port: int, folder: Path) -> dict[str, Supervised]:
    """A web server of two workers, a worker of two processes, and beat."""
    celery = ("-m", "celery", "-A", "lifow")
    commands = {
        "web": (
            *(
                "-m",
                "gunicorn",
                "lifow.wsgi",
                "--bind",
                f"127.0.0.1:{port}",
                "--workers",
                "2",
                "--threads",
                "4",
            ),
            *("--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"),
            *("--config", "python:benchmarks.outages.gunicorn_ready"),
        ),
        "worker": (
            *(*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"),
            *("--include", "benchmarks.outages.celery_ready"),
        ),
        "beat": (*celery, "beat", "--pidfile="),
    }
    return {
        name: Supervised(name, command, environment, folder / f"{name}.log")
        for name, command in commands.items()
    }


@contextmanager
def serving(environment: dict[str, str], folder: Path) -> Iterator[tuple[dict[str, Supervised], int]]:
    """The site's processes for the time of the block, and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = processes(environment, port, folder)
    try:
        deadline = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if time.monotonic() > deadline:
                raise TimeoutError((folder / "web.log").read_text()[-2000:])
            time.sleep(0.1)
        yield site, port
    finally:
        for one in site.values():
            one.end()
