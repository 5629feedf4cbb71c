"""A push service on the loopback address."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lifow.base import outgoing


@dataclass
class PushService:
    """What it was sent, by path: headers and body; and the status that it answers, by path, where not 201.

    `asked` are paths that were asked for, without being sent anything.
    """

    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def push_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """Whatever is sent to an address outside is sent here; without TLS, which ends before it."""
    service = PushService()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append((self.path, dict(self.headers), body))
            status = service.statuses.get(self.path, 201)
            if status == 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_HEAD(self):
            service.asked.append(self.path)
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(
        outgoing, "_connect", lambda _parts: socket.create_connection(server.server_address[:2], timeout=5)
    )
    yield service
    server.shutdown()
    server.server_close()
