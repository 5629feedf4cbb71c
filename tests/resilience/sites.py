"""The site as its own process, asked over HTTP."""

import socket
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.test import Client

from tests.backing.processes import Running

CSRF = "c" * 32


class Site:
    """A running web server, asked over HTTP; `person` is who is signed in."""

    def __init__(self, address: str, running: Running) -> None:
        self.address, self.running = address, running
        self.cookies = {settings.CSRF_COOKIE_NAME: CSRF}

    def sign_in(self, person: Any) -> None:
        client = Client()
        client.force_login(person)
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, path: str) -> "Answer":
        return self.ask(Request(self.address + path))

    def post(self, path: str, body: bytes | dict[str, str], **headers: str) -> "Answer":
        content = body if isinstance(body, bytes) else urlencode(body).encode()
        return self.ask(Request(self.address + path, content, {"X-CSRFToken": CSRF, **headers}))

    def ask(self, request: Request) -> "Answer":
        request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        try:
            with build_opener(Stay).open(request, timeout=60) as response:
                return Answer(response.status, dict(response.headers), response.read().decode())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())


class Stay(HTTPRedirectHandler):
    """Redirects are answers, too."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], text: str) -> None:
        self.status, self.headers, self.text = status, headers, text


def listens(port: int) -> bool:
    """Whether something accepts connections on this port of the loopback address."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
