"""The manifest by which a company makes its own app in Slack: what the app may do, and where it asks."""

import json
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from channels.slack.endpoint import EVENTS, SAVE_AS_QUESTION
from lifow.base.links import absolute_url

NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_json="
SCOPES = ("chat:write", "commands", "links:read", "links:write", "users:read", "users:read.email")
"""No scope reads messages, files or members of channels."""


def manifest() -> dict[str, Any]:
    """The manifest for the address of this site."""
    requests = absolute_url(reverse("channels:slack_requests"))
    return {
        "display_information": {
            "name": "lifow",
            "description": _("Learning in the flow of work"),
            "background_color": "#5269d6",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "lifow", "always_online": True},
            "shortcuts": [
                {
                    "name": _("Save as question"),
                    "type": "message",
                    "callback_id": SAVE_AS_QUESTION,
                    "description": _("Ask colleagues what a message asks"),
                }
            ],
            "slash_commands": [
                {
                    "command": "/learn",
                    "url": requests,
                    "description": _("Your week in lifow"),
                    "should_escape": False,
                },
                {
                    "command": "/ask",
                    "url": requests,
                    "description": _("Search, or ask colleagues"),
                    "usage_hint": _("your question"),
                    "should_escape": False,
                },
            ],
            "unfurl_domains": [urlsplit(settings.SITE_URL).hostname or ""],
        },
        "oauth_config": {
            "redirect_urls": [redirect_uri()],
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"request_url": requests, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": requests},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": True,
        },
    }


def manifest_text() -> str:
    """The manifest as it is pasted into Slack."""
    return json.dumps(manifest(), indent=2, ensure_ascii=False)


def new_app_url() -> str:
    """Where Slack makes an app of the manifest."""
    return NEW_APP + quote(json.dumps(manifest()), safe="")


def redirect_uri() -> str:
    """Where Slack leads back to after the app was allowed."""
    return absolute_url(reverse("channels:slack_installed"))


def install_url(state: str) -> str:
    """Where somebody of the company allows the app in its workspace."""
    asked = {
        "client_id": settings.SLACK_CLIENT_ID,
        "scope": ",".join(SCOPES),
        "redirect_uri": redirect_uri(),
        "state": state,
    }
    return urljoin(settings.SLACK_API_URL, "../oauth/v2/authorize") + "?" + urlencode(asked)
