"""Requests as Slack sends them, signed or not: shapes recorded from its documentation, ids of our own."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from channels.slack.tasks import carry_out

SECRET = "f0a1b2c3d4e5f60718293a4b5c6d7e8f"
ADDRESS = "/slack/requests"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TEAM = "T1"
_numbers = itertools.count(1)


def signature(body: str, moment: int, secret: str = SECRET) -> str:
    """The signature of a body at a moment (Slack's v0)."""
    base = f"v0:{moment}:{body}"
    return "v0=" + hmac.new(secret.encode(), base.encode(), hashlib.sha256).hexdigest()


def post(body: str, content_type: str, *, age: int = 0, secret: str = SECRET, **headers: str) -> Any:
    """One request; the response as it is."""
    moment = int(time.time()) - age
    signed = {
        "X-Slack-Request-Timestamp": str(moment),
        "X-Slack-Signature": signature(body, moment, secret),
        **headers,
    }
    return Client().post(ADDRESS, body, content_type=content_type, headers=signed)


def command_body(
    name: str, text: str = "", *, user: str = "U1", response_url: str = "", team: str = TEAM
) -> str:
    """A slash command."""
    return urlencode(
        {
            "token": "gone",
            "team_id": team,
            "team_domain": "larkfield",
            "channel_id": "C1",
            "channel_name": "support",
            "user_id": user,
            "user_name": "abena",
            "command": name,
            "text": text,
            "api_app_id": "A1",
            "response_url": response_url,
            "trigger_id": f"{next(_numbers)}.abc",
        }
    )


def command(name: str, text: str = "", **more: Any) -> Any:
    return post(command_body(name, text, **more), FORM)


def event_body(event: dict[str, Any], *, event_id: str = "", **more: Any) -> str:
    """An event of the Events API."""
    told = {
        "token": "gone",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_numbers)}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True}],
        **more,
    }
    return json.dumps(told)


def event(told: dict[str, Any], **more: Any) -> Any:
    return post(event_body(told, **more), JSON)


def home_opened(user: str = "U1") -> Any:
    return event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", "event_ts": "1.1"})


def links_posted(*urls: str, user: str = "U1", **more: Any) -> Any:
    links = [{"domain": "127.0.0.1", "url": url} for url in urls]
    told = {"type": "link_shared", "user": user, "channel": "C1", "message_ts": "1.2", "links": links}
    return event({**told, "unfurl_id": "C1.1.2", "source": "conversations_history"}, **more)


def interaction(told: dict[str, Any], *, user: str = "U1", team: str = TEAM) -> Any:
    """A click, a shortcut or a form that is sent."""
    full = {
        "user": {"id": user, "username": "abena", "team_id": team},
        "team": {"id": team, "domain": "larkfield"},
        "api_app_id": "A1",
        "token": "gone",
        "trigger_id": f"{next(_numbers)}.abc",
        **told,
    }
    return post(urlencode({"payload": json.dumps(full)}), FORM)


def click(
    button: dict[str, Any], *, view: str = "", home: bool = False, user: str = "U1", response_url: str = ""
) -> Any:
    """A button of a message; of a dialog with `view`, of the Home tab with `home`."""
    action = {**button, "block_id": "b1", "action_ts": "1.3"}
    told: dict[str, Any] = {"type": "block_actions", "actions": [action], "response_url": response_url}
    if view or home:
        told["container"] = {"type": "view", "view_id": view or "VHOME"}
        told["view"] = {"id": view or "VHOME", "type": "modal" if view else "home", "state": {"values": {}}}
    else:
        told["container"] = {
            "type": "message",
            "channel_id": "D1",
            "message_ts": "1.1",
            "is_ephemeral": False,
        }
    return interaction(told, user=user)


def button_for(action: str, value: str = "") -> dict[str, Any]:
    """A button as Slack tells of it."""
    return {"type": "button", "action_id": f"{action}:0", "value": value}


def submit(view: dict[str, Any], values: dict[str, Any], *, view_id: str = "V1", user: str = "U1") -> Any:
    """A form that is sent: `view` as lifow made it, `values` by the beginning of the field's name."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name = block["block_id"].partition("@")[0]
            state[block["block_id"]] = {"given": _given(block["element"], values.get(name))}
    told = {
        "type": "view_submission",
        "view": {
            "id": view_id,
            "type": "modal",
            "callback_id": view.get("callback_id", ""),
            "private_metadata": view.get("private_metadata", ""),
            "state": {"values": state},
            "hash": "1.a",
        },
    }
    return interaction(told, user=user)


def message_shortcut(text: str, *, user: str = "U1") -> Any:
    told = {
        "type": "message_action",
        "callback_id": "save_as_question",
        "channel": {"id": "C1", "name": "support"},
        "message_ts": "1.1",
        "message": {"type": "message", "user": "U2", "text": text, "ts": "1.1"},
        "response_url": "",
    }
    return interaction(told, user=user)


def work() -> int:
    """Have a worker carry out what is due."""
    done: int = carry_out()
    return done


def now() -> Any:
    return timezone.now()


def _given(element: dict[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": value if value is not None else element.get("initial_value")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": [{"value": one} for one in value or ()]}
    initial = (element.get("initial_option") or {}).get("value")
    chosen = value if value is not None else initial
    return {"type": kind, "selected_option": {"value": chosen} if chosen else None}
