"""Whether an address answers is asked without being led inside."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lifow.base import outgoing
from lifow.base.outgoing import is_outside, problem_of


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_web_are_outside(address):
    assert is_outside(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"),
        *("::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "100.64.0.1", "fe80::1%eth0"),
    ],
)
def test_addresses_inside_are_not(address):
    assert not is_outside(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0/"),
        *(
            "file:///etc/passwd",
            "ftp://example.org/",
            "gopher://example.org/",
            "//example.org/",
            "",
            "http://",
        ),
        *("http://example.org:6379/", "http://a:b@example.org/", "https://example.org:22/", "http://[::1"),
        "http://" + "a" * 70 + ".example/",
        "http://example.org:99999/",
    ],
)
def test_nothing_inside_is_asked(url, monkeypatch):
    def connect(*_args, **_options):
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", _no_other_names(socket.getaddrinfo))
    assert problem_of(url)


def _no_other_names(ask):
    """Looks up what is here or is an address, nothing in the network."""

    def lookup(host, *args, **options):
        if host in ("localhost",) or not host.endswith((".org", ".example")):
            return ask(host, *args, **options)
        raise socket.gaierror("no such name")

    return lookup


class Handler(BaseHTTPRequestHandler):
    """Answers by path: a status, a redirect, or nothing at all."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.send_response(int(name) if name.isdigit() else 302)
        if not name.isdigit():
            self.send_header("Location", {"loop": "/loop", "in": "http://10.0.0.1/"}.get(name, "/200"))
        self.end_headers()

    def do_HEAD(self) -> None:
        if self.path == "/head":
            self.send_error(405)
            return
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Nothing: the tests say what came of it."""


@pytest.fixture
def site(monkeypatch) -> Iterator[str]:
    """A server here that the guard takes for one outside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    monkeypatch.setattr(outgoing, "PORTS", {"http": port, "https": 443})
    monkeypatch.setattr(outgoing, "is_outside", lambda address: address == "127.0.0.1")
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["200", "204", "403", "429", "moved", "head"])
def test_what_answers_has_no_problem(site, path):
    assert problem_of(f"{site}/{path}") == ""


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("404", "There is no such page."),
        ("410", "There is no such page."),
        ("503", "It answers with an error (503)."),
        ("loop", "It redirects too often."),
        ("in", "It is not an address of the public web."),
    ],
)
def test_a_problem_is_said(site, path, problem):
    assert problem_of(f"{site}/{path}") == problem


def test_a_server_that_says_nothing_is_left(site, monkeypatch):
    silent = socket.create_server(("127.0.0.1", 0))
    port = silent.getsockname()[1]
    monkeypatch.setattr(outgoing, "PORTS", {"http": port})
    monkeypatch.setattr(outgoing, "SECONDS_IN_ALL", 0.2)
    assert problem_of(f"http://127.0.0.1:{port}/")
    silent.close()
