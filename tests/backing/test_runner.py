"""`python -m tests` tells what it ran, what it could not run, and whether that is a failure."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import __main__ as runner

RECORD = '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>'
BOTH = "PostgreSQL + Redis"
COUNTS = {"passed": 3, "failed": 0, "errors": 0, "skipped": 1}


@pytest.fixture
def ran(monkeypatch) -> list[list[runner.Suite]]:
    """What was run, without running it: those beside each other in a list of their own."""
    suites: list[list[runner.Suite]] = []

    def run_beside(beside):
        suites.append(beside)
        return [runner.Outcome(suite.where, 0, COUNTS, 4.4) for suite in beside]

    monkeypatch.setattr(runner, "run_beside", run_beside)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(runner, "processors", lambda: 2)
    monkeypatch.delenv("LIFOW_REQUIRE_ALL", raising=False)
    return suites


@pytest.fixture
def bare_machine(monkeypatch) -> None:
    monkeypatch.setattr(runner.servers, "postgres_programs", lambda: None)
    monkeypatch.setattr(runner.servers, "redis_program", lambda: None)
    monkeypatch.setattr(runner.chromium, "whole_program", lambda: None)


@pytest.fixture
def full_machine(monkeypatch) -> None:
    @contextmanager
    def server(program: str) -> Iterator[str]:
        yield f"{program}://"

    for name in ("postgres", "redis"):
        monkeypatch.setattr(runner.servers, name, server)
    monkeypatch.setattr(runner.servers, "postgres_programs", lambda: "postgres")
    monkeypatch.setattr(runner.servers, "redis_program", lambda: "redis")
    monkeypatch.setattr(runner.chromium, "whole_program", lambda: "chromium")


def places(ran: list[list[runner.Suite]]) -> list[list[str]]:
    return [[suite.where for suite in beside] for beside in ran]


def test_all_run_on_the_servers_and_beside_them_on_sqlite_what_depends_on_it(ran, full_machine):
    assert runner.main([]) == 0
    [[served, embedded]] = ran
    assert (served.where, embedded.where) == (BOTH, "SQLite")
    assert served.urls == {"LIFOW_TEST_DATABASE_URL": "postgres://", "LIFOW_TEST_REDIS_URL": "redis://"}
    assert "-m" not in served.arguments
    assert "-n" in served.arguments
    assert "LIFOW_FEW_EXAMPLES" not in served.urls
    assert (embedded.arguments, embedded.urls) == (("-m", "dialect"), {"LIFOW_FEW_EXAMPLES": "1"})


def test_everything_runs_on_both_where_it_is_asked_for(ran, full_machine):
    assert runner.main(["--all"]) == 0
    assert places(ran) == [[BOTH, "SQLite"]]
    assert not any("-m" in suite.arguments for suite in ran[0])


def test_what_is_chosen_runs_on_one_after_the_other_as_it_was_typed(ran, full_machine):
    assert runner.main(["-k", "word"]) == 0
    assert places(ran) == [["SQLite"], [BOTH]]
    assert [beside[0].arguments for beside in ran] == [["-k", "word"]] * 2


def test_the_fast_ones_need_no_server(ran, full_machine):
    assert runner.main(["--fast"]) == 0
    [[suite]] = ran
    assert suite.where == "SQLite"
    assert suite.arguments[:2] == ("-m", "not browser and not process")
    assert suite.urls == {"LIFOW_FEW_EXAMPLES": "1"}


def test_what_is_missing_is_said_with_its_install_command(ran, bare_machine, capsys):
    assert runner.main([]) == 0
    assert places(ran) == [["SQLite"]]
    assert "-m" not in ran[0][0].arguments
    said = capsys.readouterr().out
    assert "SQLite               3 passed, 1 skipped in 4 s" in said
    for package in ("postgresql", "redis-server", "chromium"):
        assert f"Install: sudo apt-get install {package}\n" in said


def test_what_is_missing_fails_where_all_is_required(ran, bare_machine, monkeypatch):
    monkeypatch.setenv("LIFOW_REQUIRE_ALL", "1")
    assert runner.main([]) == 1


def test_one_failing_run_fails_the_whole(ran, full_machine, monkeypatch, capsys):
    outcomes = [
        runner.Outcome(BOTH, 0, COUNTS, 9),
        runner.Outcome("SQLite", 1, {"passed": 0, "failed": 2}, 1),
    ]
    monkeypatch.setattr(runner, "run_beside", lambda beside: outcomes)
    assert runner.main([]) == 1
    assert "0 passed, 2 failed" in capsys.readouterr().out


def test_what_runs_beside_another_is_shown_after_it_with_its_own_counts(capfd):
    beside = [runner.Suite(name, ("--version",)) for name in ("first", "second")]
    outcomes = runner.run_beside(beside)
    said, _ = capfd.readouterr()
    assert [(one.where, one.status, one.counts) for one in outcomes] == [("first", 0, {}), ("second", 0, {})]
    assert "test: on first and beside it on second" in said
    assert said.count(f"pytest {pytest.__version__}") == 2
    assert said.index(f"pytest {pytest.__version__}") < said.index("test: on second\n")


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
    runner.end([process])
    assert process.returncode == -signal.SIGKILL
