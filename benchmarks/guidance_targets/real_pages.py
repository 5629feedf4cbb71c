"""Real front ends from npm in two versions, years apart: Swagger UI 3 and 5, the editor of Node-RED 1 and 4.

A page is shown in several states (a dialog, a menu), as more elements are there to point at. Each state is
reached by what both versions have.
"""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

Reach = Callable[[Page], None]
STARTS_WITHIN = 60


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """A product in two versions, by the folders of its packages, and the states in which it is looked at."""

    name: str
    before: str
    after: str
    serve: Callable[[Path, str], AbstractContextManager[str]]
    states: dict[str, Reach]


SPECIFICATION = {
    "swagger": "2.0",
    "info": {
        "title": "Refunds",
        "version": "1.0",
        "description": "Orders and what is paid back.",
        "contact": {"email": "desk@refunds.example"},
    },
    "basePath": "/v1",
    "schemes": ["https", "http"],
    "tags": [
        {"name": "orders", "description": "What customers bought"},
        {"name": "refunds", "description": "What is paid back"},
    ],
    "securityDefinitions": {"key": {"type": "apiKey", "name": "key", "in": "header"}},
    "paths": {
        "/orders": {
            "get": {
                "tags": ["orders"],
                "operationId": "listOrders",
                "summary": "Orders of a customer",
                "parameters": [
                    {"name": "customer", "in": "query", "type": "string"},
                    {"name": "limit", "in": "query", "type": "integer"},
                ],
                "responses": {"200": {"description": "Orders", "schema": {"$ref": "#/definitions/Order"}}},
            },
            "post": {
                "tags": ["orders"],
                "operationId": "addOrder",
                "summary": "Enter an order",
                "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Order"}}],
                "responses": {"201": {"description": "Entered"}},
            },
        },
        "/orders/{id}": {
            "get": {
                "tags": ["orders"],
                "operationId": "oneOrder",
                "summary": "One order",
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {"200": {"description": "The order"}, "404": {"description": "No such order"}},
            },
            "delete": {
                "tags": ["orders"],
                "operationId": "cancelOrder",
                "summary": "Cancel an order",
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {"204": {"description": "Cancelled"}},
            },
        },
        "/refunds": {
            "post": {
                "tags": ["refunds"],
                "operationId": "payBack",
                "summary": "Pay back",
                "security": [{"key": []}],
                "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Refund"}}],
                "responses": {"201": {"description": "Paid"}},
            },
            "get": {
                "tags": ["refunds"],
                "operationId": "listRefunds",
                "summary": "Refunds of a day",
                "parameters": [
                    {"name": "day", "in": "query", "type": "string", "format": "date"},
                    {"name": "state", "in": "query", "type": "string", "enum": ["open", "paid"]},
                ],
                "responses": {"200": {"description": "Refunds"}},
            },
        },
    },
    "definitions": {
        "Order": {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "total": {"type": "number"},
                "customer": {"type": "string"},
            },
        },
        "Refund": {
            "type": "object",
            "properties": {
                "order": {"type": "string"},
                "amount": {"type": "number"},
                "reason": {"type": "string"},
            },
        },
    },
}

SWAGGER_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Refunds</title>
<link rel="stylesheet" href="swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="swagger-ui-bundle.js"></script><script src="swagger-ui-standalone-preset.js"></script><script>
SwaggerUIBundle({url: "specification.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  layout: "StandaloneLayout",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset]});
</script></body></html>"""


class _SwaggerHandler(SimpleHTTPRequestHandler):
    """The package's files, and a page and a specification of ours."""

    def do_GET(self) -> None:
        made = {
            "/": ("text/html", SWAGGER_PAGE),
            "/specification.json": ("application/json", json.dumps(SPECIFICATION)),
        }
        if self.path not in made:
            super().do_GET()
            return
        kind, text = made[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_arguments: object) -> None:
        """Nothing is printed."""


@contextmanager
def _swagger(modules: Path, package: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_SwaggerHandler, directory=str(modules / package)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _free_port() -> int:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _node_red(modules: Path, package: str) -> Iterator[str]:
    folder = modules.parent / f"{package}-data"
    folder.mkdir(exist_ok=True)
    settings = folder / "settings.js"
    settings.write_text(
        "module.exports = {uiHost: '127.0.0.1', flowFile: 'flows.json', editorTheme: {tours: false},"
        " telemetry: {enabled: false}, logging: {console: {level: 'error'}}};"
    )
    (folder / "flows.json").write_text(json.dumps([{"id": "a1", "type": "tab", "label": "Refunds"}]))
    port = _free_port()
    process = subprocess.Popen(
        [
            "node",
            str(modules / package / "red.js"),
            "--userDir",
            str(folder),
            "--settings",
            str(settings),
            "--port",
            str(port),
        ],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        _await(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Raises TimeoutError where nothing answers, RuntimeError where the server has ended."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"Node-RED ended with {process.returncode}.")
        try:
            with urlopen(address) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"Nothing answers at {address}.")


def _as_it_opens(_page: Page) -> None:
    """The page as it comes."""


def _operation_open(page: Page) -> None:
    page.locator("#operations-orders-listOrders .opblock-summary").click()
    page.get_by_role("button", name="Try it out").first.click()


def _authorize(page: Page) -> None:
    page.get_by_role("button", name="Authorize").first.click()


def _menu_open(page: Page) -> None:
    page.locator("#red-ui-header-button-sidemenu").click()


def _settings_open(page: Page) -> None:
    page.keyboard.press("Control+,")
    page.wait_for_timeout(500)


def _import_open(page: Page) -> None:
    page.keyboard.press("Control+i")
    page.wait_for_timeout(500)


FRONT_ENDS = [
    FrontEnd(
        "swagger-ui",
        "swagger-ui-3",
        "swagger-ui-5",
        _swagger,
        {"list": _as_it_opens, "operation": _operation_open, "authorize": _authorize},
    ),
    FrontEnd(
        "node-red",
        "node-red-1",
        "node-red-4",
        _node_red,
        {"editor": _as_it_opens, "menu": _menu_open, "settings": _settings_open, "import": _import_open},
    ),
]
