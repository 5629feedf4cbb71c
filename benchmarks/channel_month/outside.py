"""What is outside of the company: a mail server, a push service and a chat, in a process of their own.

Each writes down what it takes, and when by the company's clock; each step of a conversation may be the one in
which the sending process is killed.
"""

import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from ctypes import c_double, c_int
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from tests.backing.smtp import mail_server

SPAWN = multiprocessing.get_context("spawn")


class Taken(NamedTuple):
    """One delivery that a server has taken: by which way, to whom, under which id, and when."""

    way: str
    address: str
    delivery_id: str
    at: float
    body: bytes = b""


@dataclass(slots=True)
class Shared:
    """Memory that both processes see, without locks: whoever is killed holds none."""

    at: Any = field(default_factory=lambda: SPAWN.RawValue(c_double, 0))
    process: Any = field(default_factory=lambda: SPAWN.RawValue(c_int, 0))
    steps_to_kill: Any = field(default_factory=lambda: SPAWN.RawValue(c_int, 0))
    kills: Any = field(default_factory=lambda: SPAWN.RawValue(c_int, 0))

    def step(self) -> None:
        """One step of a conversation; the last one before a kill is the end of the sending process."""
        if self.steps_to_kill.value <= 0:
            return
        self.steps_to_kill.value -= 1
        if self.steps_to_kill.value == 0 and self.process.value:
            with suppress(ProcessLookupError):
                os.kill(self.process.value, signal.SIGKILL)
                self.kills.value += 1


class Outside:
    """The servers, from the company's side: where each is, and at the end what they took."""

    def __init__(self) -> None:
        self.shared = Shared()
        self._here, there = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_serve, args=(self.shared, there), daemon=True)
        self._process.start()
        self.mail_url, self.push_port, self.slack_url = self._here.recv()

    def taken(self) -> list[Taken]:
        """End the servers; all that they took, in order."""
        self._here.send("end")
        taken: list[Taken] = self._here.recv()
        self._process.join()
        return taken


def _serve(shared: Shared, there: Connection) -> None:
    taken: list[Taken] = []
    with ExitStack() as stack:
        mail = stack.enter_context(mail_server())

        def watch(command: str) -> None:
            if command == "ACCEPTED":
                taken.append(_mail_taken(mail.mails.pop(), shared.at.value))
            shared.step()

        mail.watch = watch
        push = stack.enter_context(_http_server(_push_answer, shared, taken))
        slack = stack.enter_context(_http_server(_slack_answer, shared, taken))
        there.send((mail.url, push.server_port, f"http://127.0.0.1:{slack.server_port}/api/"))
        there.recv()
    there.send(taken)


def _mail_taken(mail: EmailMessage, at: float) -> Taken:
    return Taken("email", mail["To"], mail["Message-ID"].strip("<>"), at)


Answer = Callable[[str, bytes, float], tuple[Taken, int, bytes]]


def _push_answer(path: str, body: bytes, at: float) -> tuple[Taken, int, bytes]:
    return Taken("push", path, "", at, body), 201, b""


def _slack_answer(path: str, body: bytes, at: float) -> tuple[Taken, int, bytes]:
    told = json.loads(body)
    known_as = told["metadata"]["event_payload"]["id"]
    return Taken("slack", told["channel"], known_as, at), 200, b'{"ok": true, "ts": "1.1"}'


@contextmanager
def _http_server(answer: Answer, shared: Shared, taken: list[Taken]) -> Iterator[ThreadingHTTPServer]:
    """A server of which each request takes three steps: asked, taken, answered."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            shared.step()
            took, status, said = answer(self.path, body, shared.at.value)
            taken.append(took)
            shared.step()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            shared.step()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
