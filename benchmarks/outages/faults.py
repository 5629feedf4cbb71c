"""What can happen to a process or a server, and how it is over again."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.outages.backing import Postgres, Redis
from benchmarks.outages.site import Supervised
from benchmarks.outages.traffic import Answers

BACK_WITHIN_SECONDS = 2.0
STARTING_SECONDS = 45.0
"""The most that a process that was killed may take to load the site again, beside those that serve it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is done, and undone after some seconds.

    `is_back` says whether what was taken away is there again, as a killed process is when it has loaded the
    site; what comes after that may take `BACK_WITHIN_SECONDS`.
    """

    name: str
    begin: Callable[[], None]
    end: Callable[[], None] = lambda: None
    seconds: tuple[float, float] = (0.0, 0.0)
    is_back: Callable[[], bool] = lambda: True


def all_faults(
    site: Mapping[str, Supervised], postgres: Postgres, redis: Redis, draw: random.Random, *, has_disk: bool
) -> list[Fault]:
    """Each process killed, each server restarted, crashed, stopped and silent, the disk full."""
    web, worker, beat = site["web"], site["worker"], site["beat"]
    found = [
        Fault("SIGKILL of web", web.kill, is_back=lambda: web.is_ready),
        Fault("SIGKILL of a web process", web.kill_a_child),
        Fault("SIGKILL of the worker", worker.kill, is_back=lambda: worker.is_ready),
        Fault("SIGKILL of a worker process", worker.kill_a_child),
        Fault("SIGKILL of beat", beat.kill),
        Fault("PostgreSQL restarted", postgres.restart),
        Fault("PostgreSQL crashed", lambda: postgres.restart(signal.SIGQUIT)),
        Fault("PostgreSQL stopped", postgres.stop, postgres.start, (1, 6)),
        Fault("PostgreSQL silent", postgres.silence, postgres.resume, (2, 20)),
        Fault("Redis restarted", redis.restart),
        Fault("Redis stopped", redis.stop, redis.start, (1, 6)),
        Fault("Redis silent", redis.silence, redis.resume, (1, 10)),
        Fault("Redis flushed", redis.flush),
    ]
    if has_disk:

        def free() -> None:
            postgres.empty()
            # With no room for its log PostgreSQL ends; whoever keeps services starts it again.
            if postgres.server is None or postgres.server.poll() is not None:
                postgres.start()

        found.append(Fault("disk full", lambda: postgres.fill(draw.choice([0, 2**20, 2**23])), free, (2, 10)))
    return found


class Disturber:
    """Faults in turn, each at a random moment, until told to stop. `current` is the one that is on."""

    def __init__(
        self, faults: list[Fault], draw: random.Random, answers: Answers, pause: tuple[float, float]
    ) -> None:
        self.faults, self.draw, self.answers, self.pause = faults, draw, answers, pause
        self.current = ""
        self.done: Counter[str] = Counter()
        self.away: dict[str, float] = {}
        self.back_after: dict[str, float] = {}
        self.late: list[str] = []
        self.is_over, self.has_ended = threading.Event(), threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def end(self) -> None:
        """Return when no fault is on any more."""
        self.is_over.set()
        self.has_ended.wait()

    def _run(self) -> None:
        try:
            self._go_on()
        except Exception as error:
            self.late.append(f"{self.current}: {type(error).__name__}: {error}")
            raise
        finally:
            self.has_ended.set()
        # Linux ends the servers that this thread has started when it ends, as it would with the process.
        threading.Event().wait()

    def _go_on(self) -> None:
        waiting: list[Fault] = []
        # Before anybody asks, nobody could say when the answers are back.
        while not self.answers.good_at and not self.is_over.wait(0.1):
            pass
        while not self.is_over.wait(self.draw.uniform(*self.pause)):
            waiting = waiting or self.draw.sample(self.faults, len(self.faults))
            self._do(waiting.pop())

    def _do(self, fault: Fault) -> None:
        self.current = fault.name
        fault.begin()
        time.sleep(self.draw.uniform(*fault.seconds))
        fault.end()
        self.done[fault.name] += 1
        undone_at = time.monotonic()
        while not fault.is_back() and time.monotonic() < undone_at + STARTING_SECONDS:
            time.sleep(0.01)
        over_at = time.monotonic()
        # People ask several times a second: the first good answer that came after it was over.
        while self.answers.good_at < over_at and time.monotonic() < over_at + 60:
            time.sleep(0.01)
        took = max(0.0, self.answers.good_at - over_at)
        away = over_at - undone_at
        self.away[fault.name] = max(away, self.away.get(fault.name, 0.0))
        self.back_after[fault.name] = max(took, self.back_after.get(fault.name, 0.0))
        if away > STARTING_SECONDS:
            self.late.append(f"{fault.name}: not loaded after {away:.0f} s")
        if took > BACK_WITHIN_SECONDS:
            self.late.append(f"{fault.name}: back after {took:.1f} s")
        self.current = ""
