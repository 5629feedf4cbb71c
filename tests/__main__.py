"""Run every test on PostgreSQL and Redis and, beside them, on SQLite what depends on the database.

    python -m tests            what `make test` runs; all of it on SQLite where there is no other server
    python -m tests --all      every test on each of them
    python -m tests --fast     on SQLite, without browsers and processes, properties on few examples
    python -m tests -k word    other arguments go to pytest; what they choose runs on one after the other

With LIFOW_REQUIRE_ALL=1 a missing PostgreSQL, Redis or Chromium is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.backing import chromium, servers
from tests.backing.examples import FEW

ROOT = Path(__file__).resolve().parent.parent
TIDYING_SECONDS = 15
INSTALL = {"PostgreSQL": "postgresql", "Redis": "redis-server", "Chromium": "chromium"}
DIALECT = ("-m", "dialect")
FAST = ("-m", "not browser and not process")
# Each process has a number of Redis of its own, of which there are 16.
MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Suite:
    """One run of pytest: where, with which arguments and against which databases."""

    where: str
    arguments: Sequence[str]
    urls: Mapping[str, str] = field(default_factory=dict)

    def start(self, record: Path, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
        """Pytest in a process of its own, which leaves its counts in a file."""
        command = [sys.executable, "-m", "pytest", f"--junit-xml={record}", *self.arguments]
        # Compiled code is kept, whatever the shell says: a run starts dozens of processes that share it.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **self.urls}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run ended."""

    where: str
    status: int
    counts: Mapping[str, int]
    seconds: float

    def line(self) -> str:
        said = ", ".join(
            f"{count} {word}" for word, count in self.counts.items() if count or word == "passed"
        )
        return f"{self.where:<20} {said} in {self.seconds:.0f} s"


def missing() -> list[str]:
    """Which of PostgreSQL, Redis and Chromium are not on this machine."""
    here = {
        "PostgreSQL": servers.postgres_programs(),
        "Redis": servers.redis_program(),
        "Chromium": chromium.whole_program(),
    }
    return [name for name, found in here.items() if found is None]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def spread() -> tuple[str, ...]:
    """Arguments that spread a run over the processors, all tests of a file in one process."""
    processes = min(processors(), MOST_PROCESSES)
    return ("-n", str(processes), "--dist=loadfile", "--no-loadscope-reorder") if processes > 1 else ()


def suites(arguments: Sequence[str], served: str, urls: Mapping[str, str]) -> list[list[Suite]]:
    """What to run: the suites of a list beside each other, one list after the other."""
    match list(arguments), served:
        case ["--fast"], _:
            return [[Suite("SQLite", (*FAST, *spread()), {FEW: "1"})]]
        case [] | ["--all"], "":
            return [[Suite("SQLite", spread())]]
        case [], _:
            # The same properties run beside it on all examples.
            return [[Suite(served, spread(), urls), Suite("SQLite", DIALECT, {FEW: "1"})]]
        case ["--all"], _:
            return [[Suite(served, spread(), urls), Suite("SQLite", spread())]]
    chosen = [Suite("SQLite", arguments)] + [Suite(served, arguments, urls)] * bool(served)
    return [[suite] for suite in chosen]


def run_beside(beside: Sequence[Suite]) -> list[Outcome]:
    """Run suites at the same time. The output of the first stays as it is, those of the others follow."""
    with tempfile.TemporaryDirectory(prefix="lifow-") as home, ExitStack() as files:
        records = [Path(home) / f"results-{place}.xml" for place in range(len(beside))]
        outputs = [files.enter_context(record.with_suffix(".log").open("w+b")) for record in records[1:]]
        print(f"\ntest: on {' and beside it on '.join(suite.where for suite in beside)}", flush=True)
        started = time.monotonic()
        processes = [
            suite.start(record, output)
            for suite, record, output in zip(beside, records, [None, *outputs], strict=True)
        ]
        seconds = [ended - started for ended in wait(processes)]
        for suite, output in zip(beside[1:], outputs, strict=True):
            print(f"\ntest: on {suite.where}", flush=True)
            output.seek(0)
            print(output.read().decode(errors="replace"), flush=True)
        return [
            Outcome(suite.where, process.returncode, counted(record), time_taken)
            for suite, process, record, time_taken in zip(beside, processes, records, seconds, strict=True)
        ]


def wait(processes: Sequence[subprocess.Popen[bytes]]) -> list[float]:
    """When each of the processes ended; when this one is asked to end, those end first."""
    ended: dict[int, float] = {}
    try:
        while len(ended) < len(processes):
            for place, process in enumerate(processes):
                if place not in ended and process.poll() is not None:
                    ended[place] = time.monotonic()
            time.sleep(0.1)
    except KeyboardInterrupt:
        # The terminal told pytest as well: a second signal at once would cut its tidying short.
        give_time(processes)
        end(processes)
        raise
    except SystemExit:
        end(processes)
        raise
    return [ended[place] for place in range(len(processes))]


def give_time(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for what tidies up, not for ever."""
    deadline = time.monotonic() + TIDYING_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Interrupt the processes, then insist, with time to tidy up in between."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        running = [process for process in processes if process.poll() is None]
        for process in running:
            process.send_signal(number)
        give_time(running)


def counted(record: Path) -> dict[str, int]:
    """How many tests passed, failed, broke and were skipped, from pytest's own record; empty without one."""
    if not record.exists():
        return {}
    suite = ElementTree.parse(record).getroot().find("testsuite")
    assert suite is not None
    failed, errors, skipped = (int(suite.attrib[name]) for name in ("failures", "errors", "skipped"))
    passed = int(suite.attrib["tests"]) - failed - errors - skipped
    return {"passed": passed, "failed": failed, "errors": errors, "skipped": skipped}


def run_all(arguments: Sequence[str]) -> list[Outcome]:
    """What the arguments choose, on SQLite and on servers of this machine, which are started for it."""
    programs, redis = servers.postgres_programs(), servers.redis_program()
    names = ["PostgreSQL"] * bool(programs) + ["Redis"] * bool(redis)
    with ExitStack() as started:
        urls = {}
        if programs and arguments != ["--fast"]:
            urls["LIFOW_TEST_DATABASE_URL"] = started.enter_context(servers.postgres(programs))
        if redis and arguments != ["--fast"]:
            urls["LIFOW_TEST_REDIS_URL"] = started.enter_context(servers.redis(redis))
        chosen = suites(arguments, " + ".join(names), urls)
        return [outcome for beside in chosen for outcome in run_beside(beside)]


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 when every run passed and nothing that is required is missing."""
    # A plain kill unwinds like Ctrl-C does, so the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    absent = missing()
    required = os.environ.get("LIFOW_REQUIRE_ALL") == "1"
    outcomes = run_all(arguments)
    print()
    for outcome in outcomes:
        print(f"test: {outcome.line()}")
    for name in absent:
        print(
            f"test: no {name} here, so its tests did not run. Install: sudo apt-get install {INSTALL[name]}"
        )
    failed = any(outcome.status for outcome in outcomes) or (required and bool(absent))
    print("test: failed" if failed else "test: all is well", flush=True)
    return int(failed)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\ntest: interrupted")
        sys.exit(130)
