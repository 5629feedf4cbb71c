"""`python -m tests` tells what it ran, what it could not run, and whether that is a failure."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests import __main__ as runner

RECORD = '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10" time="1.5"/></testsuites>'


SUITE = """
import os, pathlib, sys, time
here = pathlib.Path(__file__).parent
(here / f"{{os.getpid()}}.began").touch()
while len(list(here.glob("*.began"))) < {together}: time.sleep(0.02)
record = next(one for one in sys.argv if one.startswith("--junit-xml=")).partition("=")[2]
print("it ran", flush=True)
counts = 'errors="0" failures="{failures}" skipped="1" tests="4" time="4.4"'
open(record, "w").write("<testsuites><testsuite " + counts + "/></testsuites>")
sys.exit({failures})
"""


@pytest.fixture
def suite(monkeypatch, tmp_path) -> Callable[..., None]:
    """`suite(failures)`: what is run in place of pytest, with so many failures, once so many have begun."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.delenv("LIFOW_REQUIRE_ALL", raising=False)

    def write(failures: int, together: int = 1) -> None:
        program = tmp_path / "python"
        (tmp_path / "suite.py").write_text(SUITE.format(failures=failures, together=together))
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path}/suite.py "$@"\n')
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return write


@pytest.fixture
def bare_machine(monkeypatch) -> None:
    monkeypatch.setattr(runner.servers, "postgres_programs", lambda: None)
    monkeypatch.setattr(runner.servers, "redis_program", lambda: None)
    monkeypatch.setattr(runner.chromium, "program", lambda: None)


def test_what_is_missing_is_said_with_its_install_command(suite, bare_machine, capsys):
    suite(0)
    assert runner.main([]) == 0
    said = capsys.readouterr().out
    assert "test: on SQLite\nit ran\n" in said
    assert "SQLite               3 passed, 1 skipped in 4 s" in said
    assert "on PostgreSQL" not in said
    for package in ("postgresql", "redis-server", "chromium"):
        assert f"Install: sudo apt-get install {package}\n" in said


def test_what_is_missing_fails_where_all_is_required(suite, bare_machine, monkeypatch):
    suite(0)
    monkeypatch.setenv("LIFOW_REQUIRE_ALL", "1")
    assert runner.main([]) == 1


def test_one_failing_run_fails_the_whole(suite, bare_machine, capsys):
    suite(2)
    assert runner.main([]) == 1
    assert "1 passed, 2 failed, 1 skipped" in capsys.readouterr().out


def test_both_databases_are_tried_at_once_and_told_one_after_the_other(suite, monkeypatch, capsys):
    suite(0, together=2)
    monkeypatch.setattr(runner.servers, "postgres", lambda programs: nullcontext("postgres://here"))
    monkeypatch.setattr(runner.servers, "postgres_programs", lambda: Path("/here"))
    monkeypatch.setattr(runner.servers, "redis_program", lambda: None)
    outcomes = runner.run_all([])
    assert [one.where for one in outcomes] == ["SQLite", "PostgreSQL"]
    said = capsys.readouterr().out
    assert said == "\ntest: on SQLite\nit ran\n\ntest: on PostgreSQL\nit ran\n"


def test_being_asked_to_end_ends_all_that_runs(monkeypatch):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    runner.tidy_up([runner.Suite("SQLite", sleeper, Path(), Path())], SystemExit)
    assert sleeper.poll() is not None


def test_counts_are_read_from_the_record_of_the_run(tmp_path):
    record = tmp_path / "results.xml"
    assert runner.recorded(record) == ({}, 0.0)
    record.write_text(RECORD)
    assert runner.recorded(record) == ({"passed": 4, "failed": 2, "errors": 1, "skipped": 3}, 1.5)


def test_a_run_that_does_not_listen_is_ended_all_the_same(monkeypatch):
    monkeypatch.setattr(runner, "TIDYING_SECONDS", 0.2)
    deaf = "import signal, time\nfor number in (2, 15): signal.signal(number, signal.SIG_IGN)\n"
    deaf += "print(flush=True)\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    process.stdout.readline()
    runner.end(process)
    assert process.returncode == -signal.SIGKILL
