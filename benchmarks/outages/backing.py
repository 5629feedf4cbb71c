"""PostgreSQL and Redis of the tool's own, to be killed, stopped, silenced, flushed and filled."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redis

from tests.backing.servers import DATABASE_USER, Home

START_SECONDS = 60
DISK_MEGABYTES = 1024
# Durable as in production: what was acknowledged has to outlast a crash.
SETTINGS = {
    "listen_addresses": "",
    "autovacuum": "on",
    "max_connections": "80",
    "max_wal_size": "128MB",
    "min_wal_size": "32MB",
    "shared_buffers": "128MB",
    "log_min_messages": "panic",
}


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """The folder as a disk of a gigabyte that can be filled without harm to anybody; whether it is one.

    Only root may have it. It is gone with the processes that see it (see `__main__`).
    """
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


class Postgres:
    """A PostgreSQL server in a folder."""

    def __init__(self, programs: Path, home: Home) -> None:
        self.programs, self.home = programs, home
        self.disk = home.folder / "disk"
        self.data = self.disk / "data"
        self.filler = self.disk / "filler"
        self.server: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        if self.home.user:
            shutil.chown(self.disk, self.home.user)
        initdb: list[str | Path] = [
            self.programs / "initdb",
            "-D",
            self.data,
            "-U",
            DATABASE_USER,
            "--auth=trust",
        ]
        made = self.home.started([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"]).wait(START_SECONDS)
        if made:
            raise RuntimeError(self.home.output())
        self.start()

    def url(self, name: str) -> str:
        return f"postgres://{DATABASE_USER}@/{self.home.folder}/{name}"

    def connect(self, name: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.home.folder), user=DATABASE_USER, dbname=name, autocommit=True, connect_timeout=2
        )

    def start(self) -> None:
        chosen = SETTINGS | {"unix_socket_directories": str(self.home.folder)}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        self.server = self.home.started([self.programs / "postgres", "-D", self.data, *options])
        wait_for(self._answers, "PostgreSQL")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is the fast shutdown, SIGQUIT ends it as a crash does."""
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(START_SECONDS)
            self.server = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def silence(self) -> None:
        """Stop its processes: connections stay, and nobody is answered."""
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def fill(self, left: int) -> None:
        """Fill its disk but for some bytes."""
        free = shutil.disk_usage(self.disk).free
        with suppress(OSError), self.filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - left))

    def empty(self) -> None:
        self.filler.unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        if self.server is None:
            return []
        parent = self.server.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        # New backends are the parent's: it goes first.
        return [parent, *map(int, children)]

    def _answers(self) -> bool:
        if self.server is not None and self.server.poll() is not None:
            raise RuntimeError(self.home.output())
        try:
            with self.connect() as one:
                one.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True


class Redis:
    """A Redis server on a socket."""

    def __init__(self, program: Path, home: Home) -> None:
        self.program, self.home = program, home
        self.socket = home.folder / "redis.sock"
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        command: list[str | Path] = [self.program, "--port", "0", "--unixsocket", self.socket]
        command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no", "--dir", self.home.folder]
        self.server = self.home.started(command)
        wait_for(self._answers, "Redis")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(START_SECONDS)
            self.server = None
            self.socket.unlink(missing_ok=True)

    def restart(self) -> None:
        self.stop(signal.SIGKILL)
        self.start()

    def silence(self) -> None:
        if self.server is not None:
            self.server.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self.server is not None:
            self.server.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as one:
            one.flushall()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as one:
                return bool(one.ping())
        except redis.RedisError:
            return False


def wait_for(is_true: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Return as soon as it is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.05)
