"""Run every test on SQLite and, at the same time, on PostgreSQL and Redis where they are here: `make test`.

Arguments go to pytest. With LIFOW_REQUIRE_ALL=1 a missing PostgreSQL, Redis or Chromium is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.backing import chromium, servers

ROOT = Path(__file__).resolve().parent.parent
TIDYING_SECONDS = 15
INSTALL = {"PostgreSQL": "postgresql", "Redis": "redis-server", "Chromium": "chromium"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run of the whole suite ended."""

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
        "Chromium": chromium.program(),
    }
    return [name for name, found in here.items() if found is None]


@dataclass(frozen=True, slots=True)
class Suite:
    """A run of the whole suite in a process of its own, and what it says meanwhile."""

    where: str
    process: subprocess.Popen[bytes]
    output: Path
    record: Path


def begin(where: str, arguments: list[str], urls: Mapping[str, str], folder: Path) -> Suite:
    """Start pytest against the given databases; what it prints and its record go into the folder."""
    output, record = folder / f"{where}.log", folder / f"{where}.xml"
    colour = "yes" if sys.stdout.isatty() else "no"
    command = [sys.executable, "-m", "pytest", f"--color={colour}", f"--junit-xml={record}", *arguments]
    with output.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **urls},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    return Suite(where, process, output, record)


def finish(suite: Suite) -> Outcome:
    """Print what the suite has said and says until it ends; how it ended."""
    print(f"\ntest: on {suite.where}", flush=True)
    with suite.output.open(errors="replace") as said:
        ended = False
        while not ended:
            # Asked before it is read, so that the last words are not missed.
            ended = suite.process.poll() is not None
            print(said.read(), end="", flush=True)
            time.sleep(0 if ended else 0.2)
    counts, seconds = recorded(suite.record)
    return Outcome(suite.where, suite.process.returncode, counts, seconds)


def tidy_up(suites: list[Suite], kind: type[BaseException] | None) -> None:
    """End what still runs, in its own time where the terminal told it of Ctrl-C as well."""
    for suite in suites:
        if kind is KeyboardInterrupt:
            with suppress(subprocess.TimeoutExpired):
                suite.process.wait(TIDYING_SECONDS)
        end(suite.process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt the process, then insist, with time to tidy up in between."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(TIDYING_SECONDS)


def recorded(record: Path) -> tuple[dict[str, int], float]:
    """How many tests passed, failed, broke and were skipped, and the seconds, as pytest recorded it."""
    if not record.exists():
        return {}, 0.0
    suite = ElementTree.parse(record).getroot().find("testsuite")
    assert suite is not None
    failed, errors, skipped = (int(suite.attrib[name]) for name in ("failures", "errors", "skipped"))
    passed = int(suite.attrib["tests"]) - failed - errors - skipped
    counts = {"passed": passed, "failed": failed, "errors": errors, "skipped": skipped}
    return counts, float(suite.attrib["time"])


def run_all(arguments: list[str]) -> list[Outcome]:
    """The suite on SQLite and beside it on the servers of this machine, started for it and ended after it."""
    programs, redis = servers.postgres_programs(), servers.redis_program()
    with ExitStack() as held:
        urls = {}
        if programs:
            urls["LIFOW_TEST_DATABASE_URL"] = held.enter_context(servers.postgres(programs))
        if redis:
            urls["LIFOW_TEST_REDIS_URL"] = held.enter_context(servers.redis(redis))
        names = ["PostgreSQL"] * bool(programs) + ["Redis"] * bool(redis)
        places: list[tuple[str, Mapping[str, str]]] = [("SQLite", {}), (" + ".join(names), urls)]
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="lifow-")))
        suites: list[Suite] = []
        held.push(lambda kind, *_: tidy_up(suites, kind))
        suites += [begin(where, arguments, needed, folder) for where, needed in places if where]
        return [finish(suite) for suite in suites]


def main(arguments: list[str]) -> int:
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
