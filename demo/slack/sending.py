"""What somebody does in the demo's Slack, sent to lifow as Slack sends it: signed, to the real address."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from demo.slack.recording import TEAM
from lifow.base.links import absolute_url

SECONDS = 10
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMANDS = ("/learn", "/ask")


def run_command(user: str, command: str, text: str) -> int:
    """Type a command; the status with which lifow answers, as of all below."""
    told = {
        "team_id": TEAM,
        "user_id": user,
        "command": command,
        "text": text,
        "response_url": absolute_url(reverse("demo:slack_response", args=[user])),
        "trigger_id": _trigger(user),
    }
    return _post(urlencode(told), FORM)


def open_home(user: str) -> int:
    """Look at the Home tab."""
    event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"}
    told = {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": f"Ev{secrets.token_hex(8)}",
        "event": event,
    }
    return _post(json.dumps(told), JSON)


def save_message(user: str, text: str) -> int:
    """Choose “Save as question” of a message."""
    message = {"type": "message", "text": text, "user": "UCOLLEAGUE"}
    told = {"type": "message_action", "callback_id": "save_as_question", "message": message}
    return _interact(user, told)


def click(user: str, sent: QueryDict) -> int:
    """Click a button where it stands: in a message, in a dialog, on the Home tab."""
    action = {"type": "button", "action_id": sent.get("action", ""), "value": sent.get("value", "")}
    told: dict[str, Any] = {"type": "block_actions", "actions": [action]}
    if view_id := sent.get("view_id"):
        told["container"] = {"type": "view", "view_id": view_id}
        told["view"] = {"id": view_id, "type": "modal"}
    elif sent.get("is_home"):
        told["container"] = {"type": "view", "view_id": "VHOME"}
        told["view"] = {"id": "VHOME", "type": "home"}
    else:
        told["container"] = {
            "type": "message",
            "channel_id": f"D{user}",
            "message_ts": sent.get("message_ts", ""),
            "is_ephemeral": False,
        }
    return _interact(user, told)


def submit(user: str, sent: QueryDict) -> int:
    """Send the form of a dialog."""
    values = {
        name.removeprefix("field:"): {"given": _given(sent, name)}
        for name in sent
        if name.startswith("field:")
    }
    view = {
        "id": sent.get("view_id", ""),
        "type": "modal",
        "callback_id": sent.get("callback", ""),
        "private_metadata": sent.get("metadata", ""),
        "state": {"values": values},
    }
    return _interact(user, {"type": "view_submission", "view": view})


def _given(sent: QueryDict, name: str) -> dict[str, Any]:
    chosen = [one for one in sent.getlist(name) if one]
    kind = sent.get(f"kind:{name.removeprefix('field:')}", "")
    if kind == "checkboxes":
        return {"type": kind, "selected_options": [{"value": one} for one in chosen]}
    if kind in ("radio_buttons", "static_select"):
        return {"type": kind, "selected_option": {"value": chosen[0]} if chosen else None}
    return {"type": "plain_text_input", "value": chosen[0] if chosen else None}


def _interact(user: str, told: Mapping[str, Any]) -> int:
    full = {
        "team": {"id": TEAM},
        "user": {"id": user},
        "trigger_id": _trigger(user),
        "response_url": absolute_url(reverse("demo:slack_response", args=[user])),
        **told,
    }
    return _post(urlencode({"payload": json.dumps(full)}), FORM)


def _trigger(user: str) -> str:
    return f"{user}.{secrets.token_hex(8)}"


def _post(body: str, content_type: str) -> int:
    moment = str(int(time.time()))
    base = f"v0:{moment}:{body}".encode()
    digest = hmac.new(settings.SLACK_SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    request = Request(  # noqa: S310  # the address of this site
        absolute_url(reverse("channels:slack_requests")),
        data=body.encode(),
        headers={
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": f"v0={digest}",
        },
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code
