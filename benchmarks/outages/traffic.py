"""People and machines who go on working: what they ask, what they were answered, and how long it took."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.3
SLOW_SECONDS = 5.0
NO_ANSWER = 0


@dataclass
class Answers:
    """What was answered, by the fault that was on at the time; `slowest` is of answers alone."""

    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    without_retry: int = 0
    failures: list[str] = field(default_factory=list)
    good_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, fault: str, what: str, status: int, seconds: float, *, has_retry: bool) -> None:
        with self.lock:
            self.counts[fault, status] += 1
            self.slowest[fault] = max(self.slowest.get(fault, 0.0), seconds)
            if 200 <= status < 400:
                self.good_at = time.monotonic()
            if status in (503, 507) and not has_retry:
                self.without_retry += 1
            if status >= 500 and status not in (503, 507):
                self.failures.append(f"{fault}: {what}: {status}")


class Traffic:
    """Threads that read pages and write evidence until they are told to stop."""

    def __init__(self, port: int, answers: Answers, fault: Callable[[], str]) -> None:
        self.port, self.answers, self.fault = port, answers, fault
        self.is_over = threading.Event()
        self.threads: list[threading.Thread] = []
        self.writers: list[threading.Thread] = []

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None = None
    ) -> tuple[int, bytes]:
        """The status of a request, 0 where there was no answer, and the body."""
        fault, began = self.fault(), time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            content, status = answer.read(), answer.status
            has_retry = answer.getheader("Retry-After") is not None
        except (OSError, http.client.HTTPException):
            content, status, has_retry = b"", NO_ANSWER, False
        finally:
            connection.close()
        # Of a fault that came meanwhile it is the answer, too.
        fault = self.fault() or fault
        self.answers.note(fault, f"{method} {path}", status, time.monotonic() - began, has_retry=has_retry)
        return status, content

    def read(self, pages: Sequence[tuple[str, str]], seed: int) -> None:
        """Somebody opens pages, each a path and the cookie of who reads it, one after the other."""
        draw = random.Random(seed)

        def go_on() -> None:
            while not self.is_over.is_set():
                path, cookie = draw.choice(pages)
                status, _ = self.ask("GET", path, {"Cookie": cookie} if cookie else {})
                self.is_over.wait(PAUSE_SECONDS / 10 if status == 200 else PAUSE_SECONDS)

        self._start(go_on)

    def write(self, token: str, pieces: Sequence[Mapping[str, object]]) -> None:
        """A machine records evidence, each piece until it is acknowledged, under one key."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        def go_on() -> None:
            for piece in pieces:
                body, key = json.dumps(piece["body"]), str(piece["key"])
                while not self.is_over.is_set():
                    status, content = self.ask(
                        "POST", "/api/v1/evidence", {**headers, "Idempotency-Key": key}, body
                    )
                    if status == 201:
                        break
                    if 400 <= status < 500:
                        self.answers.failures.append(f"evidence {key}: {status} {content[:200]!r}")
                        break
                    self.is_over.wait(PAUSE_SECONDS)
                self.is_over.wait(PAUSE_SECONDS / 5)

        self._start(go_on)
        self.writers.append(self.threads[-1])

    def wait_for_writers(self, seconds: float) -> bool:
        """Whether all that was to be written is acknowledged within that time."""
        deadline = time.monotonic() + seconds
        for thread in self.writers:
            thread.join(max(0.0, deadline - time.monotonic()))
        is_done = not any(thread.is_alive() for thread in self.writers)
        self.writers = [thread for thread in self.writers if thread.is_alive()]
        return is_done

    def end(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _start(self, go_on: Callable[[], None]) -> None:
        thread = threading.Thread(target=go_on, daemon=True)
        self.threads.append(thread)
        thread.start()
