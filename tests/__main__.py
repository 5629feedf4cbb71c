"""Run every test on SQLite, and again on PostgreSQL and Redis where they are here. Used by `make test`.

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


def run_suite(where: str, arguments: list[str], urls: Mapping[str, str]) -> Outcome:
    """Run pytest once in a process of its own against the given databases; its output stays as it is."""
    print(f"\ntest: on {where}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lifow-") as folder:
        record = Path(folder) / "results.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={record}", *arguments]
        status = wait(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **urls}))
        return Outcome(where, status, counted(record), time.monotonic() - started)


def wait(process: subprocess.Popen[bytes]) -> int:
    """The exit status of the process; when this one is asked to end, that one ends first."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        # The terminal told pytest as well: a second signal at once would cut its tidying short.
        with suppress(subprocess.TimeoutExpired):
            process.wait(TIDYING_SECONDS)
        end(process)
        raise
    except SystemExit:
        end(process)
        raise


def end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt the process, then insist, with time to tidy up in between."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(TIDYING_SECONDS)


def counted(record: Path) -> dict[str, int]:
    """How many tests passed, failed, broke and were skipped, from pytest's own record; empty without one."""
    if not record.exists():
        return {}
    suite = ElementTree.parse(record).getroot().find("testsuite")
    assert suite is not None
    failed, errors, skipped = (int(suite.attrib[name]) for name in ("failures", "errors", "skipped"))
    passed = int(suite.attrib["tests"]) - failed - errors - skipped
    return {"passed": passed, "failed": failed, "errors": errors, "skipped": skipped}


def run_all(arguments: list[str]) -> list[Outcome]:
    """The suite on SQLite; then on the servers of this machine, started for it and ended after it."""
    outcomes = [run_suite("SQLite", arguments, {})]
    programs, redis = servers.postgres_programs(), servers.redis_program()
    with ExitStack() as started:
        urls = {}
        if programs:
            urls["LIFOW_TEST_DATABASE_URL"] = started.enter_context(servers.postgres(programs))
        if redis:
            urls["LIFOW_TEST_REDIS_URL"] = started.enter_context(servers.redis(redis))
        if urls:
            names = ["PostgreSQL"] * bool(programs) + ["Redis"] * bool(redis)
            outcomes.append(run_suite(" + ".join(names), arguments, urls))
    return outcomes


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
