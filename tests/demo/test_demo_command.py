"""`manage.py demo` from an empty folder to a served company, and to its end."""

import io
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from demo.management.commands.demo import Command
from demo.processes import ChildDiedError, EndAskedError
from demo.services import PARTS
from tests.backing.processes import wait_until

process = pytest.mark.process
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 180


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """Settings of a fresh embedded installation in a folder of its own."""
    embedded = {"LIFOW_VAR": str(tmp_path_factory.mktemp("var")), "DATABASE_URL": "", "REDIS_URL": ""}
    unset = {name for name, value in embedded.items() if not value}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "LIFOW_VAR": embedded["LIFOW_VAR"], "PYTHONUNBUFFERED": "1"}


def demo(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "demo", *options]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def first(environment) -> subprocess.CompletedProcess[str]:
    return demo(environment, "--no-serve")


def rows(environment: dict[str, str], query: str) -> list[tuple]:
    database = Path(environment["LIFOW_VAR"]) / "lifow.sqlite3"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


@process
def test_the_first_run_computes_everyone_by_a_worker_and_prints_a_report(first, environment):
    assert first.returncode == 0, first.stderr
    assert "Abena Osei · Support specialist II" in first.stdout
    assert "Not assessed yet" in first.stdout
    current = rows(environment, "SELECT count(*) FROM assessments_gapreport WHERE superseded_at IS NULL")
    plans = rows(environment, "SELECT count(*) FROM content_plan")
    assert current == [(81,)]
    assert plans == [(79,)], "two are on leave: nobody plans for them meanwhile"
    assert rows(environment, "SELECT count(*) FROM assessments_stalemark") == [(0,)]
    assert rows(environment, "SELECT count(*) > 100 FROM mentoring_pairing WHERE state = 'proposed'") == [
        (1,)
    ]


@process
def test_the_second_run_changes_nothing_and_starts_no_worker(first, environment):
    tables = ("people_person", "assessments_evidence", "assessments_gapreport", "content_activity")
    before = [rows(environment, f"SELECT count(*), max(id) FROM {table}") for table in tables]
    log = Path(environment["LIFOW_VAR"]) / "demo" / "worker.log"
    log.unlink()
    second = demo(environment, "--no-serve")
    assert second.returncode == 0, second.stderr
    # Each part of the company, the mails that were due, and the pairings that were proposed.
    assert second.stdout.count("as it was") == len(PARTS) + 2
    assert [rows(environment, f"SELECT count(*), max(id) FROM {table}") for table in tables] == before
    assert not log.exists()


@pytest.fixture
def served(first, environment, tmp_path):
    """The demo serving on a free port: the process, its port, and what it has printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "demo.log"
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until(lambda: "Ctrl-C ends it" in log.read_text() or process.poll() is not None, log.read_text)
        yield process, port, log
    finally:
        process.terminate()
        process.wait(30)


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The ids of the processes that it started, by program."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    found = re.findall(r"^\s*(\d+)\s+(\d+)\s+.* -m (\w+)", listed.stdout, flags=re.MULTILINE)
    return {program: int(pid) for pid, parent, program in found if int(parent) == process.pid}


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@process
def test_it_serves_pages_and_files_prints_the_logins_and_ends_all_that_it_started(served):
    process, port, log = served
    said = log.read_text()
    for email in ("abena.osei", "marta.kowalczyk", "priya.nair", "ines.carvalho", "ruth.amankwah"):
        assert f"{email}@larkfield.example" in said
    assert "API client: larkfield-hris, secret" in said
    assert f"http://127.0.0.1:{port}" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
        assert page.status == 200
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/mark.svg") as drawing:
        assert drawing.headers["Content-Type"] == "image/svg+xml"
    started = children(process)
    assert set(started) == {"celery", "gunicorn"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert "What you entered is kept" in log.read_text()
    assert not any(map(is_running, started.values()))


def test_a_taken_port_is_said_in_one_line_before_any_work():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(CommandError) as said:
            call_command("demo", port=port)
    assert str(said.value) == f"Port {port} is taken. Choose another: make demo ARGS='--port {port + 1}'"


def test_a_child_that_died_is_an_error_and_being_asked_to_end_is_none(monkeypatch):
    def run(command, port):
        raise outcome

    monkeypatch.setattr(Command, "run", run)
    outcome = ChildDiedError("The worker ended with status 1.")
    with pytest.raises(CommandError, match="The worker ended"):
        call_command("demo", no_serve=True)
    outcome, out = EndAskedError(), io.StringIO()
    call_command("demo", no_serve=True, stdout=out)
    assert "What you entered is kept" in out.getvalue()
