"""Servers that go away and come back, and the site's own processes in front of them."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.backing.fork_server import ForkServer
from tests.backing.processes import Running, started, wait_until
from tests.resilience.proxies import NO_REDIS, FolderProxy, Proxy, SocketProxy
from tests.resilience.sites import Site, listens


@pytest.fixture
def hall() -> Iterator[Path]:
    """A folder for proxies, with a path that is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="lifow-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_proxy(transactional_db: None, hall: Path) -> Iterator[tuple[Proxy, str]]:
    """A proxy in front of the tests' database, and the DATABASE_URL that leads through it."""
    inside = connection.settings_dict
    if connection.vendor == "sqlite":
        name = Path(inside["NAME"])
        proxy: Proxy = FolderProxy(hall / "data", name.parent)
        url = f"sqlite:///{hall}/data/{name.name}"
    else:
        proxy = SocketProxy(hall / ".s.PGSQL.5432", Path(inside["HOST"]) / ".s.PGSQL.5432")
        url = f"postgres://{inside['USER']}@/{hall}/{inside['NAME']}"
    yield proxy, url
    proxy.close()


@pytest.fixture
def redis_proxy(hall: Path) -> Iterator[tuple[Proxy, str]]:
    """A proxy in front of the tests' Redis, and the REDIS_URL that leads through it."""
    path, _, query = settings.REDIS_URL.removeprefix("unix://").partition("?")
    proxy = SocketProxy(hall / "redis.sock", Path(path))
    yield proxy, f"unix://{hall}/redis.sock?{query}"
    proxy.close()


@pytest.fixture(scope="session")
def collected(fork_server: ForkServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as production has them: hashed and compressed, with their manifest."""
    folder = tmp_path_factory.mktemp("collected")
    command = ("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    surroundings = {"REDIS_URL": NO_REDIS, "LIFOW_STATIC_ROOT": str(folder / "static")}
    collecting = started(fork_server, folder / "collecting.log", command, surroundings)
    assert collecting.wait() == 0, collecting.output()
    return folder / "static"


@pytest.fixture
def site(start: Callable[..., Running], collected: Path) -> Callable[..., Site]:
    """`site(DATABASE_URL=…)`: gunicorn as in production, in the surroundings that the test names."""
    return partial(_served, start, collected)


@pytest.fixture(scope="session")
def _kept_site(
    django_db_setup: None,
    fork_server: ForkServer,
    collected: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("site") / "without-redis.log"
    served = _served(
        lambda *arguments, **variables: started(fork_server, log, arguments, variables),
        collected,
        REDIS_URL=NO_REDIS,
        LIFOW_HTTPS="false",
    )
    yield served
    served.running.stop()


@pytest.fixture
def site_without_redis(transactional_db: None, _kept_site: Site) -> Site:
    """Gunicorn as in production, without a Redis: started once for all tests that do no harm to it."""
    return Site(_kept_site.address, _kept_site.running)


def _served(start: Callable[..., Running], collected: Path, **variables: str) -> Site:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "2", "--no-control-socket"]
    running = start("-m", "gunicorn", "lifow.wsgi", *options, LIFOW_STATIC_ROOT=str(collected), **variables)
    running.wait_for("Booting worker")
    wait_until(lambda: listens(port), running.output)
    return Site(f"http://127.0.0.1:{port}", running)
