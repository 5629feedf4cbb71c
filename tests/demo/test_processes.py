"""What the demo starts it also ends, and a child that ends by itself is said."""

import os
import signal
import socket
from pathlib import Path

import pytest

from demo import processes
from demo.processes import ChildDiedError, EndAskedError, ending_on_signal, is_taken, watch
from tests.backing.processes import wait_until

PATIENT = ["http.server", "0", "--bind", "127.0.0.1"]
SHORT = ["this"]
IGNORE = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
DEAF = ["timeit", "-n", "1", "-r", "1", "-s", IGNORE, "time.sleep(60)"]

BEGET = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True)"
PARENT = ["timeit", "-n", "1", "-r", "1", "-s", BEGET, "time.sleep(60)"]


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for yet does not."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc").exists()


def test_a_port_is_taken_while_somebody_listens_on_it():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert is_taken(port)
    assert not is_taken(port)


def test_a_child_ends_with_its_block(tmp_path):
    with processes._running("reader", PATIENT, tmp_path / "child.log") as child:
        child.expect_alive()
    assert not is_running(child.process.pid)


def test_a_child_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "ENDING_SECONDS", 0.2)
    with processes._running("sleeper", DEAF, tmp_path / "child.log") as child:
        wait_until(lambda: "deaf" in child.log.read_text())
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_killed_child_leaves_behind_is_killed_too(tmp_path):
    with processes._running("worker", PARENT, tmp_path / "child.log") as child:
        wait_until(lambda: child.log.read_text().endswith("\n"))
        beat = int(child.log.read_text())
        child.process.kill()
        child.process.wait()
        assert is_running(beat)
    wait_until(lambda: not is_running(beat))


def test_a_child_that_ended_is_said_with_its_last_words(tmp_path):
    with (
        processes._running("poet", SHORT, tmp_path / "child.log") as child,
        processes._running("reader", PATIENT, tmp_path / "other.log") as other,
    ):
        child.process.wait()
        with pytest.raises(ChildDiedError) as said:
            watch([other, child])
    assert str(said.value).startswith("The poet ended with status 0. Its last lines, from ")
    assert "Namespaces are one honking great idea" in str(said.value)
    assert not is_running(other.process.pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_end_is_heard_once_and_the_signals_are_given_back(number, tmp_path):
    before = signal.getsignal(number)
    with processes._running("reader", PATIENT, tmp_path / "child.log") as child:
        with pytest.raises(EndAskedError), ending_on_signal():
            os.kill(os.getpid(), number)
        child.expect_alive()
    assert not is_running(child.process.pid)
    assert signal.getsignal(number) is before
