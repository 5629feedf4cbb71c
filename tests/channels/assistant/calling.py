"""Programs that call the assistant's endpoint for somebody: as bytes, and by the official client."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_mcpz.oauth.models import AccessToken, AuthorizationCode, RefreshToken
from django_mcpz.oauth.models import Client as Program

from channels.assistant.scopes import SCOPES
from lifow.people.persons.models import Person

ENDPOINT = "/assistant/mcp"
NEWEST, BEFORE = "2026-07-28", "2025-06-18"
ALL = tuple(scope.name for scope in SCOPES)
PREFIX = "io.modelcontextprotocol/"


def program(name: str = "Desk assistant") -> Program:
    """A program that has registered, the same for the same name."""
    return Program.objects.get_or_create(
        client_id=name,
        defaults={
            "name": name,
            "kind": Program.Kind.REGISTERED,
            "redirect_uris": ["http://127.0.0.1/callback"],
            "last_used_at": timezone.now(),
        },
    )[0]


def token_for(
    person: Person, *scopes: str, by: str = "Desk assistant", resource: str = f"http://testserver{ENDPOINT}"
) -> str:
    """A token that somebody has given to a program, with all scopes unless some are named."""
    given = {
        "client": program(by),
        "user": person,
        "resource": resource,
        "scope": " ".join(scopes or ALL),
    }
    code = AuthorizationCode.objects.create(
        **given,
        digest=f"code-{AuthorizationCode.objects.count()}",
        redirect_uri="http://127.0.0.1/callback",
        code_challenge="x" * 43,
        expires_at=timezone.now(),
        used_at=timezone.now(),
    )
    access, value = AccessToken.create(lifetime=settings.MCPZ_OAUTH_ACCESS_TOKEN_LIFETIME, code=code, **given)
    RefreshToken.create(lifetime=timedelta(days=30), code=code, access_token=access, **given)
    return value


def send(token: str, method: str, params: dict[str, Any] | None = None, **headers: str) -> Any:
    """One message in the newest revision; the response as it is."""
    meta = {
        f"{PREFIX}protocolVersion": NEWEST,
        f"{PREFIX}clientCapabilities": {},
        f"{PREFIX}clientInfo": {"name": "tests", "version": "1"},
    }
    told = {**(params or {}), "_meta": meta}
    named = {"Mcp-Name": told["name"]} if "name" in told else {}
    return Client().post(
        ENDPOINT,
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": told}),
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {token}",
            "MCP-Protocol-Version": NEWEST,
            "Mcp-Method": method,
            **named,
            **headers,
        },
    )


def call(token: str, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool tells. Raises AssertionError with the words where it is an error."""
    result = raw(token, tool, **arguments)
    assert not result["isError"], result["content"]
    told: dict[str, Any] = result["structuredContent"]
    return told


def raw(token: str, tool: str, **arguments: Any) -> dict[str, Any]:
    """The result of a call, an error or not."""
    answer = send(token, "tools/call", {"name": tool, "arguments": arguments})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert "result" in body, body
    result: dict[str, Any] = body["result"]
    return result


def agreed(token: str, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool that changes something tells, once it is confirmed."""
    first = call(token, tool, **arguments)
    assert first["state"] == "to_confirm", first
    return call(token, tool, **arguments, confirmation=first["confirmation"])


def refusal(token: str, tool: str, **arguments: Any) -> str:
    """The words with which a tool refuses."""
    result = raw(token, tool, **arguments)
    assert result["isError"], result
    words: str = result["content"][0]["text"]
    return words


def listed(token: str) -> set[str]:
    """The names of the tools that somebody has."""
    return {one["name"] for one in send(token, "tools/list").json()["result"]["tools"]}
