"""`python -m benchmarks.channel_month [--people N] [--days N] [--kills N] [--seed N]`: see the package."""

import argparse
import os
import random
import socket
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from benchmarks import company as made_up
from benchmarks.channel_month.outside import Outside, Taken

STEP = timedelta(minutes=15)
# After the last cause nobody is told anything new, and what waits is sent: to some once a week.
AFTERWARDS = timedelta(days=8)
SWEEPS = (
    "lifow.events.tasks.deliver_events",
    "mentoring.help.tasks.go_on",
    "mentoring.sessions.tasks.go_on",
)


class Month:
    """The company's clock, and what it plays at each of its steps."""

    def __init__(self, asked: argparse.Namespace, outside: Outside) -> None:
        from benchmarks.channel_month import company
        from benchmarks.channel_month.causes import Causes

        today = datetime.now(UTC).date()
        first = today + timedelta(days=7 - today.weekday())
        self.chance = random.Random(asked.seed)
        self.browsers = company.fill(asked.people, first, asked.days, self.chance)
        self.now = company.moment(first)
        self.ends_at = self.now + timedelta(days=asked.days)
        self.causes = Causes(self.chance)
        self.outside, self.shared = outside, outside.shared
        self.kills_left, self.deaths = asked.kills, 0
        self._set_clocks()

    def play(self) -> None:
        """All steps of the month, and some days more."""
        from django.utils import timezone

        while self.now < self.ends_at + AFTERWARDS:
            before, self.now = self.now, self.now + STEP
            self.shared.at.value = self.now.timestamp()
            assert timezone.now() == self.now
            if self.now < self.ends_at:
                if self.now.minute == 0:
                    self.causes.happen(self.now)
                self._run_jobs(before)
            self._send()

    def _set_clocks(self) -> None:
        from django.utils import timezone

        timezone.now = lambda: self.now

    def _run_jobs(self, before: datetime) -> None:
        from django.conf import settings

        from assessments.gaps.services import refresh_gap_reports
        from assessments.marks.models import StaleMark
        from benchmarks.channel_month.causes import due_jobs
        from content.planning.services import people_with_stale_plans, refresh_plans

        for name in (*due_jobs(settings.SCHEDULED_JOBS, before, self.now), *SWEEPS):
            _task(name)()
        stale = list(StaleMark.objects.waiting().values_list("person_id", flat=True))
        if stale:
            refresh_gap_reports(person_ids=stale, as_of=self.now)
        if stale or self.now.hour == self.now.minute == 0:
            refresh_plans(person_ids=people_with_stale_plans(self.now), as_of=self.now)

    def _send(self) -> None:
        """What a worker does, in a process that may be killed; it comes again with the next step."""
        from django.db import connections

        from lifow.notifications.registry import all_ways
        from lifow.notifications.services import people_to_reach

        if not any(people_to_reach(way=way, as_of=self.now) for way in all_ways()):
            return
        if self.kills_left and self.shared.steps_to_kill.value <= 0:
            self.shared.steps_to_kill.value = self.chance.randint(1, 60)
        connections.close_all()
        child = os.fork()
        if child == 0:
            self.shared.process.value = os.getpid()
            _task("lifow.notifications.tasks.send_due")()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        self.shared.process.value = 0
        if os.WIFSIGNALED(status):
            self.deaths += 1
            self.kills_left -= 1
        elif status:
            raise RuntimeError("The sending process has failed; its error is above.")


def _task(name: str) -> Any:
    module, _dot, function = name.rpartition(".")
    return getattr(import_module(module), function).run


def named(taken: list[Taken], browsers: dict[str, Any]) -> list[Taken]:
    """The same with the delivery id of each push message, which only its device can read."""
    return [
        one._replace(delivery_id=browsers[one.address].read(one.body)["tag"]) if one.way == "push" else one
        for one in taken
    ]


def play(asked: argparse.Namespace) -> tuple[Month, list[Taken], list[str]]:
    """The month, what arrived, and what is not as it has to be."""
    from django.conf import settings

    from benchmarks.channel_month.checking import problems
    from lifow.base import outgoing

    outside = Outside()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = outside.mail_url.removeprefix("smtp://").split(":")
    settings.SLACK_API_URL, settings.SLACK_CLIENT_ID = outside.slack_url, "1.2"
    settings.SLACK_CLIENT_SECRET = settings.SLACK_SIGNING_SECRET = "only-for-benchmarks"
    # TLS ends before a push service, and its name leads outside.
    address = ("127.0.0.1", outside.push_port)
    outgoing._connect = lambda _parts: socket.create_connection(address, timeout=5)  # type: ignore[assignment]
    month = Month(asked, outside)
    month.play()
    taken = named(outside.taken(), month.browsers)
    return month, taken, problems(taken, month.deaths, settings.NOTIFICATIONS_A_DAY)


def tell(month: Month, taken: list[Taken], wrong: list[str], seconds: float) -> int:
    from lifow.notifications.models import Dispatch

    kinds = Counter(Dispatch.objects.filter(state="sent").values_list("way", "message__kind"))
    print(f"{'way':<8} {'kind':<32} messages")
    for (way, kind), count in sorted(kinds.items()):
        print(f"{way:<8} {kind:<32} {count:>8,}")
    causes = ", ".join(f"{count:,} {name}" for name, count in sorted(month.causes.counts.items()))
    repeats = len(taken) - len({(one.way, one.address, one.delivery_id) for one in taken})
    print(f"\ncauses: {causes}")
    print(f"{len(taken):,} deliveries arrived; {month.deaths} kills repeated {repeats}; {seconds:.0f} s")
    print(*wrong[:40], sep="\n")
    print(
        f"{len(wrong)} faults."
        if wrong
        else "Hours, leave and cap held; nothing was lost, nothing came twice."
    )
    return 1 if wrong else 0


def main() -> int:
    """Play the month, print what came of it; 1 where anything is not as it has to be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.channel_month", description=__doc__)
    parser.add_argument("--people", type=int, default=500, help="at least 460")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--kills", type=int, default=60, help="at most so many")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with made_up.database():
        month, taken, wrong = play(asked)
        return tell(month, taken, wrong, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
