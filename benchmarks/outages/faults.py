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
"""A process that was killed loads the whole site again first, on the machine that serves the pages, too."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is done, and undone after some seconds."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None] = lambda: None
    seconds: tuple[float, float] = (0.0, 0.0)
    back_within: float = BACK_WITHIN_SECONDS


def all_faults(
    site: Mapping[str, Supervised], postgres: Postgres, redis: Redis, draw: random.Random, *, has_disk: bool
) -> list[Fault]:
    """Each process killed, each server restarted, crashed, stopped and silent, the disk full."""
    web, worker, beat = site["web"], site["worker"], site["beat"]
    found = [
        Fault("SIGKILL of web", web.kill, back_within=STARTING_SECONDS),
        Fault("SIGKILL of a web process", web.kill_a_child),
        Fault("SIGKILL of the worker", worker.kill, back_within=STARTING_SECONDS),
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
        while not self.is_over.wait(self.draw.uniform(*self.pause)):
            waiting = waiting or self.draw.sample(self.faults, len(self.faults))
            self._do(waiting.pop())

    def _do(self, fault: Fault) -> None:
        self.current = fault.name
        fault.begin()
        time.sleep(self.draw.uniform(*fault.seconds))
        fault.end()
        self.done[fault.name] += 1
        over_at = time.monotonic()
        # People ask several times a second: the first good answer that came after it was over.
        while self.answers.good_at < over_at and time.monotonic() < over_at + 60:
            time.sleep(0.01)
        took = max(0.0, self.answers.good_at - over_at)
        self.back_after[fault.name] = max(took, self.back_after.get(fault.name, 0.0))
        if took > fault.back_within:
            self.late.append(f"{fault.name}: back after {took:.1f} s")
        self.current = ""
