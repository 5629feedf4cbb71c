"""Learners who sit tests over HTTP: each answers the question that is shown, thinks, and takes the next one.

One thread and one event loop for all of them: what they cost is a part of the machine that is measured. Each
keeps a list of its own of what the site has acknowledged; what got no answer is sent again, under its key.
"""

import asyncio
import math
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

AGAIN_SECONDS = 0.3
PATIENCE_SECONDS = 60
SLOPE = 1.4
TOKEN = "benchmarkbenchmarkbenchmarkbench"
CHOICE = re.compile(rb'name="key" value="(\d+)"[^>]*>\s*<span>([^<]+)</span>')
LEVEL = re.compile(rb"At level (\d+)")
LOCATION = re.compile(rb"(?i)\r\nlocation: (\S+)")
QUESTION = re.compile(r"/sittings/(?P<sitting>sit_\w+)/(?P<number>\d+)/$")
Answer = tuple[str, int]
"""A sitting and the number of one of its questions."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who sits tests: the session they are signed in with, and their true level."""

    session: str
    level: float


@dataclass(slots=True)
class Pace:
    """How learners go on from now on: what it is called, and their mean seconds of thought, 0 for none."""

    name: str
    think: float


@dataclass(slots=True)
class Told:
    """What was measured and acknowledged.

    seconds       by name of the pace, of each next question: from sending an answer to having read its page
    ends          the same of each last answer, up to the result
    requests      by name of the pace, as is how long it `took`
    acknowledged  the text of the option that was chosen, by answer
    failures      answers that are none of those that may be
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    ends: dict[str, list[float]] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    took: dict[str, float] = field(default_factory=dict)
    retries: int = 0
    acknowledged: dict[Answer, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


class Learners:
    """All of them, until `is_over`; they finish what they have sent."""

    def __init__(self, port: int, form: str, who: Sequence[Who], pace: Pace) -> None:
        self.port, self.form, self.who, self.pace = port, form, who, pace
        self.told = Told()
        self.begun = 0
        self.is_over = False

    def run(self) -> None:
        """Have all of them sit tests; call it in a thread of its own."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        await asyncio.gather(*[self._sit(one, random.Random(place)) for place, one in enumerate(self.who)])

    async def _sit(self, who: Who, draw: random.Random) -> None:
        """Begin a test, answer until it is over, begin it again."""
        path, page = await self._begin(who)
        self.begun += 1
        while not self.is_over:
            await self._think(draw)
            path, page = await self._answer(who, draw, path, page)
            if not QUESTION.search(path) and not self.is_over:
                path, page = await self._begin(who)

    async def _think(self, draw: random.Random) -> None:
        """Think for an exponential time by the pace of the moment, also where that changes meanwhile."""
        began, share = time.perf_counter(), draw.expovariate(1)
        while not self.is_over:
            left = share * self.pace.think - (time.perf_counter() - began)
            if left <= 0:
                return
            await asyncio.sleep(min(left, 1.0))

    async def _begin(self, who: Who) -> tuple[str, bytes]:
        return await self._send(who, f"/tests/{self.form}/", f"idempotency_key={uuid4()}")

    async def _answer(self, who: Who, draw: random.Random, path: str, page: bytes) -> tuple[str, bytes]:
        found = QUESTION.search(path)
        options = {text.decode(): key.decode() for key, text in CHOICE.findall(page)}
        if found is None or not options:
            self.told.failures.append(f"{path}: no question")
            return await self._begin(who)
        level = LEVEL.search(page)
        chance = 1 / (1 + math.exp(-SLOPE * (who.level - int(level.group(1) if level else 3) + 0.5)))
        wrong = [text for text in options if text != "This one"]
        chosen = "This one" if draw.random() < chance else draw.choice(wrong)
        name, began = self.pace.name, time.perf_counter()
        body = f"key={options[chosen]}&confidence=think_so&idempotency_key={uuid4()}"
        following, after = await self._send(
            who, path, body, lambda: self._acknowledge(found["sitting"], int(found["number"]), chosen)
        )
        kept = self.told.seconds if QUESTION.search(following) else self.told.ends
        kept.setdefault(name, []).append(time.perf_counter() - began)
        return following, after

    def _acknowledge(self, sitting: str, number: int, chosen: str) -> None:
        if self.told.acknowledged.setdefault((sitting, number), chosen) != chosen:
            self.told.failures.append(f"{sitting} {number}: acknowledged twice")

    async def _send(
        self, who: Who, path: str, body: str, acknowledged: Callable[[], None] | None = None
    ) -> tuple[str, bytes]:
        """POST a form until it is taken, and read the page that it leads to; its path and its bytes."""
        status, head, page = await self._persistently(who, "POST", path, body)
        if acknowledged is not None and status == 302:
            acknowledged()
        while status == 302:
            found = LOCATION.search(head)
            path = found.group(1).decode() if found else "/"
            status, head, page = await self._persistently(who, "GET", path, "")
        if status != 200:
            self.told.failures.append(f"{path}: {status}")
        return path, page

    async def _persistently(self, who: Who, method: str, path: str, body: str) -> tuple[int, bytes, bytes]:
        while True:
            self.told.requests[self.pace.name] += 1
            try:
                status, head, page = await asyncio.wait_for(
                    self._ask(who, method, path, body), PATIENCE_SECONDS
                )
            except (OSError, TimeoutError, ValueError):
                status, head, page = 0, b"", b""
            if status in (200, 302, 409, 422) or 400 <= status < 500:
                return status, head, page
            if status not in (0, 503):
                self.told.failures.append(f"{method} {path}: {status}")
            self.told.retries += 1
            await asyncio.sleep(AGAIN_SECONDS)

    async def _ask(self, who: Who, method: str, path: str, body: str) -> tuple[int, bytes, bytes]:
        """Status, head and body of an answer. Raises ValueError for one that ends before its end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                f"Cookie: sessionid={who.session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            said = await reader.read(-1)
        finally:
            writer.close()
        head, _, page = said.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if length is not None and len(page) < int(length.group(1)):
            raise ValueError(path)
        return int(head[9:12]), head, page
