"""What the server forks is a process of its own: its environment, its session, its output and its end."""

import json
import signal
from pathlib import Path

import pytest

from tests.backing.fork_server import Forked
from tests.backing.processes import wait_until

LOOK_ROUND = """
import json, os, sys
from django.conf import settings
ours = {name.split(".")[0] for name in sys.modules} & {"lifow", "assessments", "content", "portal"}
seen = [__name__, sys.argv[1:], dict(os.environ), settings.configured, list(ours), os.getsid(0), os.getpid()]
print(json.dumps(seen))
"""


@pytest.fixture
def run(fork_server, tmp_path):
    """Run a script with arguments in an environment; gives the process and where it prints."""
    running: list[Forked] = []

    def run_script(source: str, *arguments: str, **environment: str) -> tuple[Forked, Path]:
        script, output = tmp_path / "script.py", tmp_path / "output.log"
        script.write_text(source)
        with output.open("wb") as file:
            running.append(fork_server.start([str(script), *arguments], environment, file))
        return running[-1], output

    yield run_script
    for process in running:
        process.terminate()
        process.wait()


def test_it_has_what_it_was_given_and_nothing_of_ours(run):
    process, output = run(LOOK_ROUND, "--all", NAME="given")
    assert process.wait() == 0, output.read_text()
    name, arguments, environment, is_configured, ours, session, number = json.loads(output.read_text())
    assert (name, arguments, environment) == ("__main__", ["--all"], {"NAME": "given"})
    assert not is_configured, "settings are its own"
    assert ours == []
    assert number == session == process.pid, "a signal to its group reaches no other"


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        ("import atexit; atexit.register(print, 'ended')", 0, "ended"),
        ("raise SystemExit(3)", 3, ""),
        ("raise SystemExit('why')", 1, "why"),
        ("1 / 0", 1, "ZeroDivisionError"),
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL, ""),
    ],
    ids=["end", "exit", "exit with words", "error", "kill"],
)
def test_its_status_and_last_words_are_those_of_python(run, source, status, said):
    process, output = run(source)
    assert process.wait() == status
    assert said in output.read_text()


def test_what_it_prints_is_there_while_it_runs_and_it_ends_when_it_is_asked_to(run):
    process, output = run("import time; print('waits', end=''); time.sleep(60)")
    wait_until(lambda: output.read_text() == "waits")
    assert process.poll() is None
    with pytest.raises(TimeoutError):
        process.wait(0.01)
    process.terminate()
    assert process.wait() == process.poll() == -signal.SIGTERM
