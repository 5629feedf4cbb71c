"""PostgreSQL and Redis for a test run: our own, on unix sockets in a folder that is removed afterwards.

Run as root, the servers run as an unprivileged user. They end with the block that started them, and on Linux
also when the process that started them is killed.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "redis", "nobody")
DATABASE_USER = "lifow"
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
# Nothing of a test run has to survive a power cut.
FAST_AND_FORGETFUL = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "150",
    "shared_buffers": "128MB",
    "log_min_messages": "panic",
}


class ServerStartError(Exception):
    """A server ended before it answered; carries what it printed."""


@dataclass(frozen=True, slots=True)
class Home:
    """A server's own folder and the user that it runs as (None: the user of this process)."""

    folder: Path
    user: str | None

    def started(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        """The command running in this folder, apart from the terminal's Ctrl-C, its output in output.log."""
        identity: dict[str, Any] = {}
        if self.user:
            account = pwd.getpwnam(self.user)
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        with (self.folder / "output.log").open("ab") as output:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
                **identity,
            )

    def output(self) -> str:
        """What the server printed, for a person who has to find out why it does not start."""
        return (self.folder / "output.log").read_text(errors="replace")[-4000:]


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL server here that has both initdb and postgres, or None."""
    versions = (path for path in DEBIAN_POSTGRES.glob("*/bin") if path.parent.name.isdigit())
    folders = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next(
        (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def redis_program() -> Path | None:
    """The Redis server of this machine, or None."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


@contextmanager
def postgres(programs: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """A PostgreSQL server for the time of the block, with settings of one's own; gives its DATABASE_URL."""
    with _home() as home:
        data = home.folder / "data"
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            DATABASE_USER,
            "--auth=trust",
            "--no-sync",
        ]
        if home.started([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"]).wait(START_SECONDS):
            raise ServerStartError(home.output())
        chosen = FAST_AND_FORGETFUL | {"unix_socket_directories": str(home.folder), **settings}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        ask: list[str | Path] = [
            programs / "psql",
            "-h",
            home.folder,
            "-U",
            DATABASE_USER,
            "-d",
            "postgres",
            "-c",
            "CREATE DATABASE lifow",
        ]
        with _serving(home, [programs / "postgres", "-D", data, *options], lambda: _succeeds(ask)):
            yield f"postgres://{DATABASE_USER}@/{home.folder}/lifow"


@contextmanager
def redis(program: Path) -> Iterator[str]:
    """A Redis server for the time of the block; gives its REDIS_URL."""
    with _home() as home:
        socket = home.folder / "redis.sock"
        command: list[str | Path] = [
            program,
            "--port",
            "0",
            "--unixsocket",
            socket,
            "--unixsocketperm",
            "700",
        ]
        command += ["--save", "", "--appendonly", "no", "--dir", home.folder]
        with _serving(home, command, socket.exists):
            yield f"unix://{socket}?db=0"


@contextmanager
def _home() -> Iterator[Home]:
    # Right under /tmp: any user may pass there, and a socket's path may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="lifow-", dir="/tmp"))
    user = _unprivileged_user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        yield Home(folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str:
    known = {account.pw_name for account in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise ServerStartError(f"a server must not run as root, and there is none of the users {UNPRIVILEGED}")


@contextmanager
def _serving(home: Home, command: list[str | Path], answers: Callable[[], bool]) -> Iterator[None]:
    server = home.started(command)
    try:
        _wait(server, home, answers)
        yield
    finally:
        # PostgreSQL's fast shutdown; Redis ends on it as well.
        server.send_signal(signal.SIGINT)
        try:
            server.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], home: Home, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerStartError(home.output())
        time.sleep(0.05)


def _succeeds(command: list[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _end_with_parent() -> None:
    """Runs in the child, as its new user: asks Linux to end it should this process be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
