"""A minimal assistant: `python -m tools.minimal_assistant ADDRESS "what should I learn before my next call?"`

It knows the address of lifow's assistant endpoint and nothing else: it finds where tokens come from,
registers, opens lifow in the browser for its person to agree, and asks the tools. A real assistant has a
model that chooses the tools; here it is always the plan of the week and the search.
"""

import argparse
import asyncio
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

ADDRESS = "http://127.0.0.1:8000/assistant/mcp"
QUESTION = "what should I learn before my next call?"
THANKS = "You can close this page and go back to the assistant."


class Memory:
    """What the assistant was given, until it ends."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class Callback(BaseHTTPRequestHandler):
    """Where the browser comes back to, on this computer alone."""

    def do_GET(self) -> None:
        told = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.came_back = told  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(THANKS.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Codes stand in no log."""


def signed_in_by(address: str, server: HTTPServer) -> OAuthClientProvider:
    """How the assistant gets its token: its person agrees in the browser."""

    async def open_browser(page: str) -> None:
        print(f"Agree in your browser: {page}\n", flush=True)
        webbrowser.open(page)

    async def wait_for_code() -> AuthorizationCodeResult:
        await asyncio.to_thread(server.handle_request)
        told: dict[str, str] = server.came_back  # type: ignore[attr-defined]
        if "code" not in told:
            raise SystemExit(f"Nothing was allowed: {told.get('error', 'no answer')}.")
        return AuthorizationCodeResult(code=told["code"], state=told.get("state"), iss=told.get("iss"))

    back = f"http://127.0.0.1:{server.server_port}/callback"
    return OAuthClientProvider(
        server_url=address,
        client_metadata=OAuthClientMetadata(client_name="Minimal assistant", redirect_uris=[AnyUrl(back)]),
        storage=Memory(),
        redirect_handler=open_browser,
        callback_handler=wait_for_code,
    )


async def answer(address: str, question: str, auth: httpx2.Auth) -> str:
    """What the tools say to a question: the plan of the week, and what the search finds."""
    async with (
        httpx2.AsyncClient(auth=auth, timeout=30) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        week = (await client.call_tool("my_week", {})).structured_content or {}
        found = (await client.call_tool("find_answers", {"query": question[:200]})).structured_content or {}
    return in_words(question, week, found)


def in_words(question: str, week: dict[str, Any], found: dict[str, Any]) -> str:
    """What to do next, and what is sure enough to answer, with the links."""
    lines = [question, ""]
    steps = [step for step in week.get("steps", ()) if not step.get("is_done")]
    if steps:
        lines += [
            f"{step['what']} ({step['minutes']} min). {step['why']}\n  {step['link']}" for step in steps[:2]
        ]
    else:
        lines.append(f"Nothing is left in your plan of this week: {week.get('link', '')}")
    if found.get("is_sure"):
        first = found["results"][0]
        lines += ["", f"{first['title']}: {first.get('passage', '')}\n  {first['link']}"]
    return "\n".join(line.replace("<quoted>", "“").replace("</quoted>", "”") for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="A minimal assistant that asks lifow.")
    parser.add_argument("address", nargs="?", default=ADDRESS)
    parser.add_argument("question", nargs="?", default=QUESTION)
    asked = parser.parse_args()
    with HTTPServer(("127.0.0.1", 0), Callback) as server:
        print(asyncio.run(answer(asked.address, asked.question, signed_in_by(asked.address, server))))


if __name__ == "__main__":
    main()
