"""An endpoint of short answers on loopback: it answers as it is told, and keeps every byte that it gets."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

KEY = "key-that-nobody-may-see"
TRUE = "A zeppelin refund is paid within nine days."


class Stub:
    """An endpoint on loopback that answers as it is told to, and keeps every byte that it gets."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.answer: Callable[[Any], None] = lambda handler: handler.says(("p0", TRUE))
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                stub.got.append(f"{self.requestline}\n{self.headers}".encode() + body)
                # Whoever is cut off closes the connection.
                with contextlib.suppress(OSError):
                    stub.answer(self)

            def says(self, *pairs: tuple[str, str], text: str | None = None) -> None:
                told = {"sentences": [{"passage": passage, "text": said} for passage, said in pairs]}
                content = json.dumps(told) if text is None else text
                self.raw(json.dumps({"choices": [{"message": {"content": content}}]}).encode())

            def raw(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    @property
    def sent(self) -> dict[str, Any]:
        """The body of the last request."""
        body: dict[str, Any] = json.loads(self.got[-1][self.got[-1].index(b'{"model"') :])
        return body

    @property
    def passages(self) -> list[dict[str, str]]:
        """The passages of the last request."""
        found: list[dict[str, str]] = json.loads(self.sent["messages"][1]["content"])["passages"]
        return found


@pytest.fixture
def answers_endpoint(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    """The endpoint, which is the one that the company names."""
    from lifow.base.circuit_breaker import CircuitBreaker
    from lifow.base.passages import generating

    made = Stub()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    settings.ANSWERS_URL, settings.ANSWERS_MODEL = made.url, "small"
    settings.ANSWERS_KEY, settings.ANSWERS_SECONDS = KEY, 1.0
    monkeypatch.setattr(generating, "circuit", CircuitBreaker())
    yield made
    made.server.shutdown()
    made.server.server_close()
