"""Connecting an assistant in a browser: sign in, say what it may do, see it listed, and disconnect it."""

import base64
import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.looks import SETTLED, SIZES, looks, overflow
from tests.channels.assistant.calling import ENDPOINT
from tests.larkfield import PASSWORD

pytestmark = pytest.mark.browser
VERIFIER = "browser-" * 8


@pytest.fixture
def program(live_server: Any) -> str:
    """The id of a program that has made itself known."""
    told = {"client_name": "Desk assistant", "redirect_uris": ["http://127.0.0.1/callback"]}
    return requests.post(f"{live_server.url}/assistant/oauth/register", json=told, timeout=30).json()[
        "client_id"
    ]


class Callback(BaseHTTPRequestHandler):
    """Where the assistant listens on the person's own machine for the answer."""

    came_back: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if self.path.startswith("/callback"):
            self.came_back.append(self.path)
        said = b"<!doctype html><link rel='icon' href='data:,'>Back in the assistant."
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def back() -> Iterator[str]:
    """The address on which the assistant listens."""
    Callback.came_back.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Callback) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/callback"
        server.shutdown()


def page_of_consent(live_server: Any, program: str, back: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": program,
        "redirect_uri": back,
        "state": "s",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "resource": f"{live_server.url}{ENDPOINT}",
    }
    return f"/assistant/oauth/authorize?{urlencode(asked)}"


def test_a_person_signs_in_agrees_and_disconnects(page: Page, larkfield, live_server, program, back, axe):
    page.goto(page_of_consent(live_server, program, back))
    page.get_by_label("Email").fill(larkfield.learner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Connect Desk assistant to lifow?")).to_be_visible()
    for size, scheme in looks():
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        axe(page)
        assert overflow(page) <= 0, size
    expect(page.get_by_role("checkbox", name="Read your skill levels")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Ask questions in your name")).not_to_be_checked()
    page.get_by_role("checkbox", name="Ask questions in your name").check()
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_text("Back in the assistant.")).to_be_visible()
    code = parse_qs(urlsplit(Callback.came_back[0]).query)["code"][0]
    token = _exchanged(live_server, program, back, code)
    assert set(token["scope"].split()) == {"learning:read", "search:read", "questions:write"}
    _ends_on_the_page(page, live_server, token["access_token"], axe)


def _exchanged(live_server: Any, program: str, back: str, code: str) -> dict[str, Any]:
    told = {
        "grant_type": "authorization_code",
        "client_id": program,
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": back,
    }
    answer = requests.post(f"{live_server.url}/assistant/oauth/token", told, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _ends_on_the_page(page: Page, live_server: Any, token: str, axe: Any) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    address = f"{live_server.url}{ENDPOINT}"
    assert requests.post(address, json=message, headers=headers, timeout=30).status_code == 200
    page.goto("/settings/connections/")
    row = page.get_by_role("listitem").filter(has_text="Desk assistant")
    expect(row).to_contain_text("Ask questions in your name")
    axe(page)
    row.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Disconnected.")).to_be_visible()
    expect(row).to_have_count(0)
    assert requests.post(address, json=message, headers=headers, timeout=30).status_code == 401
