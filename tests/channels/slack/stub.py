"""A Slack of our own on the loopback address: it records what it is asked, and answers in Slack's shapes."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

RESPONSE = "/response/"


@dataclass(frozen=True)
class Call:
    """One call: the method of the API, or `response` for an answer at a response_url."""

    method: str
    token: str
    body: dict[str, Any]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks of the message or of the view."""
        return self.body.get("blocks") or (self.body.get("view") or {}).get("blocks") or []

    @property
    def text(self) -> str:
        """All that a person reads of it."""
        return "\n".join(_texts(self.body.get("view") or self.body))

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Its buttons, in their order."""
        found = []
        for block in self.blocks:
            inside = [*block.get("elements", ()), block.get("accessory") or {}]
            found += [one for one in inside if one.get("type") == "button"]
        return found


@dataclass
class Slack:
    """What it was asked; and, by method, what it answers instead of "ok": (status, headers, body), or seconds
    to wait before."""

    calls: list[Call] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], dict[str, Any]]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    url: str = ""
    views: int = 0

    def named(self, method: str) -> list[Call]:
        return [one for one in self.calls if one.method == method]

    def last(self, method: str) -> Call:
        return self.named(method)[-1]

    def refuse(self, method: str, error: str, status: int = 200, **headers: str) -> None:
        self.answers[method] = (status, headers, {"ok": False, "error": error})

    @property
    def response_url(self) -> str:
        return self.url.removesuffix("/api/") + RESPONSE + "1"

    def answer(self, call: Call) -> tuple[int, dict[str, str], dict[str, Any]]:
        """What Slack says, as recorded in its documentation, with ids of our own."""
        if call.method in self.answers:
            return self.answers[call.method]
        told: dict[str, Any] = {"ok": True}
        if call.method == "views.open":
            self.views += 1
            told["view"] = {"id": f"V{self.views}", "type": "modal", "hash": "1.a"}
        elif call.method == "users.info":
            user = str(call.body.get("user"))
            told["user"] = {"id": user, "profile": {"email": self.emails.get(user, "")}}
        elif call.method in ("chat.postMessage", "chat.update"):
            told |= {"channel": "D1", "ts": f"170000000{len(self.calls)}.000100"}
        elif call.method == "oauth.v2.access":
            told |= TOKENS
        return 200, {}, told


TOKENS = {
    "app_id": "A1",
    "token_type": "bot",
    "access_token": "xoxe.xoxb-second",
    "refresh_token": "xoxe-second",
    "expires_in": 43_200,
    "bot_user_id": "UBOT",
    "team": {"id": "T1", "name": "Larkfield"},
    "scope": "chat:write,commands",
}


@contextmanager
def served() -> Iterator[Slack]:
    """A block in which it answers at `url`."""
    slack = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            method = "response" if self.path.startswith(RESPONSE) else self.path.removeprefix("/api/")
            call = Call(
                method, self.headers.get("Authorization", "").removeprefix("Bearer "), _body(self, raw)
            )
            slack.calls.append(call)
            time.sleep(slack.slow.get(method, 0))
            status, headers, told = slack.answer(call)
            content = json.dumps(told).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(content)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    slack.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()


def _body(handler: BaseHTTPRequestHandler, raw: str) -> dict[str, Any]:
    if "json" in handler.headers.get("Content-Type", ""):
        found: dict[str, Any] = json.loads(raw or "{}")
        return found
    return {name: values[0] for name, values in parse_qs(raw).items()}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("text", "url") and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
