"""`python -m benchmarks.outages [--faults N] [--pieces N] [--seed N]`: see the package."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.outages.backing import Postgres, Redis, small_disk
from benchmarks.outages.faults import Disturber, all_faults
from benchmarks.outages.site import ROOT, serving, surroundings
from benchmarks.outages.state import State, differences, lost_mails, set_aside, state
from benchmarks.outages.traffic import SLOW_SECONDS, Answers, Traffic
from tests.backing.servers import _home, postgres_programs, redis_program
from tests.backing.smtp import mail_server

BASE, RUNS = "base", ("undisturbed", "disturbed")
INSIDE = "LIFOW_OUTAGES_INSIDE"


@dataclass
class Outcome:
    """What a run came to."""

    answers: Answers = field(default_factory=Answers)
    faults: dict[str, int] = field(default_factory=dict)
    away: dict[str, float] = field(default_factory=dict)
    back_after: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    state: State = field(default_factory=dict)
    mails: int = 0
    seconds: float = 0.0


def main() -> int:
    """Run the company twice, print what happened; 1 where anything is not as it has to be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outages", description=__doc__)
    parser.add_argument("--faults", type=int, default=60, help="at least so many faults, each kind in turn")
    parser.add_argument(
        "--pieces", type=int, default=400, help="pieces of evidence that are recorded meanwhile"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed is another order and other moments")
    parser.add_argument("--only", metavar="WORD", help="faults whose name has the word")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="where logs of the processes are kept")
    asked = parser.parse_args()
    if os.geteuid() == 0 and INSIDE not in os.environ:
        # Mounts of its own, which end with it.
        command = ["unshare", "--mount", sys.executable, "-m", "benchmarks.outages", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, INSIDE: "1"}, check=False).returncode
    with ExitStack() as stack:
        logs = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lifow-outages-")))
        logs.mkdir(parents=True, exist_ok=True)
        outcomes = run_both(stack, asked, logs)
    return tell(*outcomes)


def run_both(stack: ExitStack, asked: argparse.Namespace, logs: Path) -> tuple[Outcome, Outcome]:
    programs, redis_server = postgres_programs(), redis_program()
    if programs is None or redis_server is None:
        raise SystemExit("PostgreSQL and Redis have to be installed: apt-get install postgresql redis-server")
    home = stack.enter_context(_home())
    has_disk = stack.enter_context(small_disk(home.folder / "disk"))
    postgres, redis = Postgres(programs, home), Redis(redis_server, stack.enter_context(_home()))
    stack.callback(postgres.stop)
    stack.callback(redis.stop)
    postgres.create()
    redis.start()
    with postgres.connect() as one:
        one.execute(f"CREATE DATABASE {BASE}")
    environment = prepare_django(postgres, redis, logs)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )
    from django.core.management import call_command

    from benchmarks.outages import story

    call_command("migrate", verbosity=0)
    company = story.prepared(asked.pieces)
    found = []
    for name in RUNS:
        use_copy(postgres, name)
        redis.flush()
        print(f"{name} …", file=sys.stderr, flush=True)
        disturb = (postgres, redis, asked, has_disk) if name == RUNS[1] else None
        found.append(run(name, company, postgres, environment, logs, disturb))
    return found[0], found[1]


def prepare_django(postgres: Postgres, redis: Redis, logs: Path) -> dict[str, str]:
    """Django set up here on the first database; the environment of the site's processes."""
    environment = surroundings(postgres.url(BASE), redis.url, logs) | {
        "LIFOW_DEMO": "true",
        "LIFOW_SWEEP_SECONDS": "2",
        "LIFOW_NOTIFICATIONS_A_DAY": "1000",
    }
    os.environ |= environment
    import django

    django.setup()
    return environment


def use_copy(postgres: Postgres, name: str) -> None:
    """A copy of the first database under this name, for Django here as well."""
    from django.db import connection

    connection.close()
    with postgres.connect() as one:
        # Copied by its log, a sequence goes back where the server crashes soon after (PostgreSQL 15).
        one.execute(f"CREATE DATABASE {name} TEMPLATE {BASE} STRATEGY file_copy")
    connection.settings_dict["NAME"] = name


def run(
    name: str,
    company: Any,
    postgres: Postgres,
    environment: dict[str, str],
    logs: Path,
    disturb: tuple[Postgres, Redis, argparse.Namespace, bool] | None,
) -> Outcome:
    """Let the company work once; what it came to."""
    from benchmarks.outages import story

    outcome, began = Outcome(), time.monotonic()
    folder = logs / name
    folder.mkdir()
    with (
        mail_server() as mails,
        serving({**environment, "DATABASE_URL": postgres.url(name), "EMAIL_URL": mails.url}, folder) as (
            site,
            port,
        ),
    ):
        disturber: Disturber | None = None
        traffic = Traffic(port, outcome.answers, lambda: disturber.current if disturber else "")
        if disturb is not None:
            disturber = _disturber(site, outcome, *disturb)
        try:
            story.work(company, traffic)
            if disturber is not None and disturb is not None:
                while sum(disturber.done.values()) < disturb[2].faults:
                    story.run_all_jobs()
                disturber.end()
            story.finish()
        except TimeoutError as error:
            outcome.problems.append(str(error))
        finally:
            if disturber is not None:
                disturber.end()
            traffic.end()
        outcome.state, outcome.mails = state(), len(mails.mails)
        if disturber is not None:
            outcome.faults = dict(disturber.done)
            outcome.away, outcome.back_after = disturber.away, disturber.back_after
        outcome.problems += _what_may_not_be(outcome, disturber)
        outcome.problems += _what_became_of([str(one["Message-ID"]) for one in mails.mails], outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def _disturber(
    site: Any, outcome: Outcome, postgres: Postgres, redis: Redis, asked: argparse.Namespace, has_disk: bool
) -> Disturber:
    """What takes something away at random moments, of the kinds that were asked for."""
    draw = random.Random(asked.seed)
    faults = all_faults(site, postgres, redis, draw, has_disk=has_disk)
    chosen = [one for one in faults if not asked.only or asked.only.lower() in one.name.lower()]
    return Disturber(chosen, draw, outcome.answers, (0.2, 3.0))


def _what_may_not_be(outcome: Outcome, disturber: Disturber | None) -> list[str]:
    """Who was set aside, what was back too late, and answers that are none."""
    found = [f"set aside: {count} {kind}" for kind, count in set_aside().items() if count]
    found += disturber.late if disturber is not None else []
    found += outcome.answers.failures
    if outcome.answers.without_retry:
        found.append(f"{outcome.answers.without_retry} answers of 503 or 507 without Retry-After")
    return found


def _what_became_of(arrived: list[str], outcome: Outcome) -> list[str]:
    """Mails that are said to be sent and came nowhere; repeats beyond the one that a fault may cost."""
    lost, repeats = lost_mails(arrived), len(arrived) - len(set(arrived))
    found = [f"{lost} mails lost"] if lost else []
    if repeats > sum(outcome.faults.values()):
        found.append(f"{repeats} mails came again")
    return found


def tell(undisturbed: Outcome, disturbed: Outcome) -> int:
    """Print the table; 1 where something is not as it has to be."""
    counts = disturbed.answers.counts
    statuses = sorted({status for _fault, status in counts})
    print(
        "fault".ljust(30),
        "times".rjust(6),
        "away s".rjust(7),
        "back s".rjust(7),
        "slowest".rjust(8),
        *(f"{one or 'none':>7}" for one in statuses),
    )
    for fault in ["", *sorted(disturbed.faults)]:
        cells = [f"{counts[fault, status] or '':>7}" for status in statuses]
        times = disturbed.faults.get(fault, 0)
        seconds = [one.get(fault) for one in (disturbed.away, disturbed.back_after)]
        slowest = disturbed.answers.slowest.get(fault, 0.0)
        print(
            (fault or "between them").ljust(30),
            f"{times or '':>6}",
            *(f"{'' if one is None else f'{one:.1f}':>7}" for one in seconds),
            f"{slowest:>7.1f}{'!' if slowest > SLOW_SECONDS else ' '}",
            *cells,
        )
    unlike = differences(undisturbed.state, disturbed.state)
    print(f"\nfaults {sum(disturbed.faults.values())}, answers {sum(counts.values())}")
    for name, one in zip(RUNS, (undisturbed, disturbed), strict=True):
        print(f"{name}: {one.mails} mails, {one.seconds:.0f} s")
    problems = [*(f"undisturbed: {one}" for one in undisturbed.problems), *disturbed.problems, *unlike]
    for problem in problems[:50]:
        print(f"NOT AS IT HAS TO BE: {problem}")
    rows = sum(sum(one.values()) for one in disturbed.state.values())
    print(
        "" if problems else f"The two ends are equal in {rows} rows; nothing is lost, doubled or set aside."
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
