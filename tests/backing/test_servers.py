"""The servers of a test run start apart from everything else and leave nothing behind."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.backing import servers
from tests.backing.processes import wait_until

pytestmark = pytest.mark.process


@pytest.fixture
def programs() -> Path:
    found = servers.postgres_programs()
    if found is None:
        pytest.skip("no PostgreSQL here")
    return found


@pytest.fixture
def redis_program() -> Path:
    found = servers.redis_program()
    if found is None:
        pytest.skip("no Redis here")
    return found


def test_postgres_answers_on_a_socket_and_ends_with_its_block(programs):
    with servers.postgres(programs) as url:
        folder = Path(url.removeprefix("postgres://lifow@/").removesuffix("/lifow"))
        with psycopg.connect(host=str(folder), user="lifow", dbname="lifow") as connection:
            pid, listening = connection.execute(
                "SELECT pg_backend_pid(), current_setting('listen_addresses')"
            ).fetchone()
        owner = pwd.getpwuid(folder.stat().st_uid).pw_name
    assert listening == ""
    assert owner != "root"
    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_redis_answers_on_a_socket_and_ends_with_its_block(redis_program):
    with servers.redis(redis_program) as url, redis.from_url(url) as client:
        pid = client.info()["process_id"]
        assert client.ping()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_server_that_cannot_start_says_what_it_printed():
    complaint = "cannot bind"
    command = ["/bin/sh", "-c", f"echo {complaint}; exit 1"]
    with (
        servers._home() as home,
        pytest.raises(servers.ServerStartError, match=complaint),
        servers._serving(home, command, lambda: False),
    ):
        pass
    assert not home.folder.exists()


def test_a_server_ends_when_its_parent_is_killed(redis_program):
    source = "import sys\nfrom pathlib import Path\nfrom tests.backing import servers\n"
    source += "with servers.redis(Path(sys.argv[1])) as url:\n print(url, flush=True)\n sys.stdin.read()"
    parent = subprocess.Popen(
        [sys.executable, "-c", source, redis_program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    url = parent.stdout.readline().strip()
    with redis.from_url(url) as client:
        pid = client.info()["process_id"]
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_running(pid))
    shutil.rmtree(Path(url.removeprefix("unix://").partition("?")[0]).parent)


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().split()[2] != "Z"
