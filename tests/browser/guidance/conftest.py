"""A page that is not lifow's, under the strictest policy under which a script of ours can be named."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

DIST = Path(__file__).resolve().parents[3] / "lifow/static/dist"
POLICY = "; ".join(
    ["default-src 'none'", *(f"{kind}-src 'self'" for kind in ("script", "style", "connect", "img", "frame"))]
)
STYLE = """
body { margin: 0; font: 16px sans-serif; background: #fff; color: #222; }
main { padding: 24px; } nav a, button, input { margin: 8px; padding: 6px 10px; }
.far { height: 1800px; } .box { height: 200px; overflow: auto; }
.above { position: fixed; inset: 0; background: #eee; }
"""


class Host(ThreadingHTTPServer):
    """A server of pages that tests give it, by path."""

    pages: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        files = {
            "/guidance.js": ("text/javascript", lambda: (DIST / "guidance.js").read_text()),
            "/page.css": ("text/css", lambda: STYLE),
        }
        kind, text = files.get(
            self.path, ("text/html; charset=utf-8", lambda: self.server.pages.get(self.path, ""))
        )
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(text().encode())

    def log_message(self, *_arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def _server() -> Iterator[Host]:
    server = Host(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def show(page: Page, _server: Host) -> Callable[..., None]:
    """`show(body, frame=…)`: open a page with this body, and the library in it as `guidance`."""

    def shown(body: str, *, frame: str = "", direction: str = "ltr") -> None:
        links = '<meta charset="utf-8"><title>Refunds</title><link rel="stylesheet" href="/page.css">'
        head = f"<head>{links}</head>"
        _server.pages = {
            "/": f'<!DOCTYPE html><html lang="en" dir="{direction}">{head}<body>{body}</body></html>',
            "/frame": f'<!DOCTYPE html><html lang="en">{head}<body>{frame}</body></html>',
        }
        page.goto(f"{_server.address}/")
        page.evaluate("async () => { window.guidance = await import('/guidance.js'); }")

    return shown
