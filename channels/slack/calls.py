"""Calling Slack: one method of its Web API, and what an answer that is none means."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

SECONDS = 8
SECONDS_IN_A_REQUEST = 2
"""Slack gives a request three seconds in all."""
LONGEST_REST = 3_600
REVOKED = {
    "account_inactive",
    "app_uninstalled",
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "team_disabled",
}
EXPIRED = "token_expired"
FOR_NOW = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    EXPIRED,
}
FORMS = {"auth.revoke", "auth.test", "oauth.v2.access", "users.info"}
"""Methods that take a form, and no JSON."""
HOOKS = "https://hooks.slack.com/"


class SlackError(Exception):
    """Slack has refused a call for good; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RevokedError(SlackError):
    """The token opens nothing any more: the app was removed, or its token withdrawn."""


class SlackAwayError(SlackError):
    """Slack cannot be reached, or not now."""


class RateLimitedError(SlackAwayError):
    """Slack wants no call for so many seconds (429 with Retry-After)."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


def call(
    method: str, arguments: Mapping[str, Any], *, token: str = "", seconds: float = SECONDS
) -> Mapping[str, Any]:
    """What a method answers, called once. Raises SlackError, or one of those that come of it."""
    client = WebClient(
        token or None, base_url=settings.SLACK_API_URL, timeout=int(seconds), retry_handlers=[]
    )
    told = dict(arguments)
    try:
        form, body = (told, None) if method in FORMS else (None, told)
        answer = client.api_call(method, data=form, json=body)
    except SlackApiError as error:
        raise _meaning_of(error) from error
    except (OSError, SlackClientError, HTTPException, ValueError) as error:
        raise SlackAwayError(str(error)) from error
    return answer.data if isinstance(answer.data, dict) else {}


def respond(url: str, message: Mapping[str, Any]) -> None:
    """Answer a command or a click at the address that came with it, which nobody else can see.

    Raises SlackError for an address that is not Slack's, and as `call` does.
    """
    if not is_of_slack(url):
        raise SlackError("no_response_url")
    try:
        answer = WebhookClient(url, timeout=SECONDS, retry_handlers=[]).send_dict(dict(message))
    except (OSError, SlackClientError, HTTPException, ValueError) as error:
        raise SlackAwayError(str(error)) from error
    if answer.status_code == 429:
        raise RateLimitedError(_seconds(answer.headers))
    if answer.status_code >= 500:
        raise SlackAwayError(f"status {answer.status_code}")
    if answer.status_code >= 400:
        raise SlackError(f"status {answer.status_code}")


def is_of_slack(url: str) -> bool:
    """Whether an address to answer at is Slack's: the host for it, or that of the configured API."""
    api = urlsplit(settings.SLACK_API_URL)
    return url.startswith((HOOKS, f"{api.scheme}://{api.netloc}/"))


def _meaning_of(error: SlackApiError) -> SlackError:
    response: Any = error.response
    status, headers = getattr(response, "status_code", 0), getattr(response, "headers", {})
    told = response.get("error", "") if hasattr(response, "get") else ""
    code = str(told or f"status {status}")[:200]
    if status == 429 or code == "ratelimited":
        return RateLimitedError(_seconds(headers))
    if code in REVOKED:
        return RevokedError(code)
    if status >= 500 or code in FOR_NOW:
        return SlackAwayError(code)
    return SlackError(code)


def _seconds(headers: Mapping[str, Any]) -> int:
    """How long Slack wants to be left alone."""
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    text = str(told[0] if isinstance(told, list) and told else told)
    return min(max(1, int(text)), LONGEST_REST) if text.isascii() and text.isdigit() and len(text) < 9 else 30
