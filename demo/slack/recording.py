"""The demo's Slack: it keeps what lifow tells it as files, and answers in Slack's shapes."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from lifow.people.persons.models import Person

TEAM = "TLARKFIELD"
TEAM_NAME = "Larkfield"
BOT = "ULIFOW"
MOST_KEPT = 300
SECRETS = {"access_token", "client_secret", "refresh_token", "token"}
METHODS = {
    "auth.test",
    "chat.postMessage",
    "chat.unfurl",
    "chat.update",
    "oauth.v2.access",
    "users.info",
    "views.open",
    "views.publish",
    "views.update",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of Slack's API by lifow: by whom it is seen, what was said, and what Slack answered."""

    id: str
    method: str
    user: str
    body: Mapping[str, Any]
    answer: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What was said, as JSON."""
        return json.dumps(self.body, indent=2, ensure_ascii=False)


def is_open() -> bool:
    """Whether this site stands in for Slack itself."""
    return settings.SLACK_API_URL.startswith(f"{settings.SITE_URL}/demo/slack/api/")


def user_of(person: Person) -> str:
    """What somebody is called in the demo's Slack."""
    return f"U{person.pk}"


def person_of(user: str) -> Person | None:
    """Who this is."""
    number = user.removeprefix("U")
    known = number.isascii() and number.isdigit() and len(number) < 10
    return Person.objects.filter(pk=int(number)).first() if known else None


def record(method: str, body: Mapping[str, Any], *, user: str = "") -> Mapping[str, Any]:
    """Keep a call, and what Slack answers to it."""
    moment = f"{time.time_ns():020d}"
    answer = {"ok": True, **_answer(method, body, moment)}
    told = {
        "method": method,
        "user": user or _seen_by(method, body),
        "body": _without_secrets(body),
        "answer": _without_secrets(answer),
    }
    folder().mkdir(parents=True, exist_ok=True)
    draft = folder() / f"{moment}-{secrets.token_hex(3)}.draft"
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.rename(draft.with_suffix(".json"))
    return answer


def calls() -> list[Call]:
    """What was kept, the oldest first; of more than 300 the newest."""
    files = sorted(folder().glob("*.json"))[-MOST_KEPT:] if folder().exists() else []
    return [_read(path) for path in files]


def forget() -> None:
    """Begin anew: nothing was said."""
    for path in folder().glob("*.json") if folder().exists() else ():
        path.unlink(missing_ok=True)


def folder() -> Path:
    """Where the calls are."""
    return Path(settings.VAR_DIR) / "demo" / "slack"


def _without_secrets(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in SECRETS}


def _read(path: Path) -> Call:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Call(path.stem, told["method"], told["user"], told["body"], told["answer"])


def _answer(method: str, body: Mapping[str, Any], moment: str) -> dict[str, Any]:
    if method == "views.open":
        return {"view": {"id": f"V{moment}", "type": "modal"}}
    if method in ("chat.postMessage", "chat.update"):
        return {"channel": f"D{body.get('channel', '')}", "ts": body.get("ts") or moment}
    if method == "users.info":
        person = person_of(str(body.get("user", "")))
        email = person.email if person is not None else ""
        return {"user": {"id": body.get("user"), "profile": {"email": email}}}
    if method == "oauth.v2.access":
        return {
            "access_token": f"xoxb-{secrets.token_hex(8)}",
            "bot_user_id": BOT,
            "app_id": "ALIFOW",
            "team": {"id": TEAM, "name": TEAM_NAME},
        }
    return {}


def _seen_by(method: str, body: Mapping[str, Any]) -> str:
    """Whom a call is for, of what it names."""
    if method == "views.open":
        return str(body.get("trigger_id", "")).partition(".")[0]
    if method == "views.update":
        opened = (one for one in reversed(calls()) if _view_id(one) == body.get("view_id"))
        return next((one.user for one in opened), "")
    named = body.get("user_id") or body.get("user") or str(body.get("channel", "")).removeprefix("D")
    return str(named or "")


def _view_id(call: Call) -> str:
    view = call.answer.get("view")
    return str(view.get("id", "")) if isinstance(view, dict) else ""
