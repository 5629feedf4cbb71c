"""`python -m tests` tells what it ran, what it could not run, and whether that is a failure."""

import signal
import subprocess
import sys

import pytest

from tests import __main__ as runner

RECORD = '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>'


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Where the suite was run, without running it."""
    places: list[str] = []

    def run_suite(where, arguments, urls):
        places.append(where)
        return runner.Outcome(where, 0, {"passed": 3, "failed": 0, "errors": 0, "skipped": 1}, 4.4)

    monkeypatch.setattr(runner, "run_suite", run_suite)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.delenv("LIFOW_REQUIRE_ALL", raising=False)
    return places


@pytest.fixture
def bare_machine(monkeypatch) -> None:
    monkeypatch.setattr(runner.servers, "postgres_programs", lambda: None)
    monkeypatch.setattr(runner.servers, "redis_program", lambda: None)
    monkeypatch.setattr(runner.chromium, "program", lambda: None)


def test_what_is_missing_is_said_with_its_install_command(ran, bare_machine, capsys):
    assert runner.main([]) == 0
    assert ran == ["SQLite"]
    said = capsys.readouterr().out
    assert "SQLite               3 passed, 1 skipped in 4 s" in said
    for package in ("postgresql", "redis-server", "chromium"):
        assert f"Install: sudo apt-get install {package}\n" in said


def test_what_is_missing_fails_where_all_is_required(ran, bare_machine, monkeypatch):
    monkeypatch.setenv("LIFOW_REQUIRE_ALL", "1")
    assert runner.main([]) == 1


def test_one_failing_run_fails_the_whole(ran, bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(
        runner, "run_suite", lambda where, *_: runner.Outcome(where, 1, {"passed": 0, "failed": 2}, 1)
    )
    assert runner.main([]) == 1
    assert "0 passed, 2 failed" in capsys.readouterr().out


def test_counts_are_read_from_the_record_of_the_run(tmp_path):
    record = tmp_path / "results.xml"
    assert runner.counted(record) == {}
    record.write_text(RECORD)
    assert runner.counted(record) == {"passed": 4, "failed": 2, "errors": 1, "skipped": 3}


def test_a_run_that_does_not_listen_is_ended_all_the_same(monkeypatch):
    monkeypatch.setattr(runner, "TIDYING_SECONDS", 0.2)
    deaf = "import signal, time\nfor number in (2, 15): signal.signal(number, signal.SIG_IGN)\n"
    deaf += "print(flush=True)\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    process.stdout.readline()
    runner.end(process)
    assert process.returncode == -signal.SIGKILL
