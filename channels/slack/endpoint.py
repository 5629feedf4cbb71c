"""What Slack asks of lifow: verified, written down once, and answered within three seconds.

slack-bolt checks the signature, which is good for five minutes, and sorts what came. Here it is written down
as a row that a worker carries out; a dialog alone is opened at once, because what Slack gives to open one
(`trigger_id`) is good for three seconds. Nothing here reads messages.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from channels.slack.blocks.forms import ASK, RATE, moment_view
from channels.slack.blocks.questions import ANSWER, SKIP
from channels.slack.calls import SECONDS_IN_A_REQUEST, SlackError, call
from channels.slack.choices import OPENS, WorkKind
from channels.slack.models import SlackWork
from channels.slack.reports import installation, link_of, may_use
from channels.slack.services import add_to_work, take_request, token_of
from lifow.base.characters import NO_TEXT
from lifow.notifications.reports import language_of

SAVE_AS_QUESTION = "save_as_question"
EVENTS = ("app_home_opened", "link_shared", "app_uninstalled", "tokens_revoked")
COMPLETED_WITHIN = timedelta(seconds=20)
"""So long a request may take to open its dialog; what has none by then is set aside."""
MOST_VALUES = 20
LONGEST_VALUE = 4_000
CLICKS = {
    "ask_form": WorkKind.ASK_FORM,
    "refresh": WorkKind.REFRESH,
    "check": WorkKind.CHECK,
    "rate_form": WorkKind.RATE_FORM,
    "next_question": WorkKind.NEXT_QUESTION,
    SKIP: WorkKind.ANSWER,
    "claim_help": WorkKind.CLAIM_HELP,
    "pass_help": WorkKind.PASS_HELP,
}
SUBMITTED = {ASK: WorkKind.ASK, RATE: WorkKind.RATE, ANSWER: WorkKind.ANSWER}

NO_TOKEN = "-"  # noqa: S105
"""Bolt calls nothing itself."""

log = structlog.get_logger(__name__)
Body = dict[str, Any]


@lru_cache(maxsize=4)
def app_with(signing_secret: str) -> App:
    """The app that takes requests signed with this secret; all of it runs in the request's own thread."""
    app = App(
        name="lifow",
        signing_secret=signing_secret,
        authorize=_authorize,
        process_before_response=True,
        request_verification_enabled=True,
    )
    app.use(_only_of_the_workspace)
    app.command("/learn")(_learn)
    app.command("/ask")(_ask)
    app.shortcut(SAVE_AS_QUESTION)(_save_as_question)
    for event in EVENTS:
        app.event(event)(_event)
    app.action(re.compile(r".*"))(_click)
    app.view(re.compile(r".*"))(_submit)
    app.event(re.compile(r".*"))(_nothing)
    return app


def current_app() -> App:
    """The app of the configured secret."""
    return app_with(settings.SLACK_SIGNING_SECRET)


def _authorize(team_id: str | None = None, **_more: Any) -> AuthorizeResult:
    """Whatever workspace it is of: the next step lets the connected one through. No token is looked at."""
    return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=NO_TOKEN)


def _only_of_the_workspace(body: Body, next: Callable[[], None]) -> BoltResponse | None:
    """Have nothing done for a workspace that is not connected, which reads so where it can read anything."""
    found = installation()
    if found is not None and found.team_id == _team(body):
        next()
        return None
    if "command" in body:
        return BoltResponse(status=200, body={"text": _("lifow is not connected to this workspace.")})
    return BoltResponse(status=200, body="")


def _learn(ack: Ack, body: Body, req: BoltRequest) -> None:
    _take(req, body, WorkKind.WEEK, {"response_url": body.get("response_url", "")})
    ack()


def _ask(ack: Ack, body: Body, req: BoltRequest) -> None:
    """With words it searches; without, it opens the form."""
    words = _clean(body.get("text"))
    told = {"response_url": body.get("response_url", ""), "text": words}
    if words:
        _take(req, body, WorkKind.SEARCH, told)
    else:
        _open(req, body, WorkKind.ASK_FORM, told)
    ack()


def _save_as_question(ack: Ack, body: Body, req: BoltRequest) -> None:
    """A message as the beginning of a question: its text alone, as the person who has it sends it."""
    message = body.get("message") or {}
    _open(req, body, WorkKind.ASK_FORM, {"text": typed(_clean(message.get("text")))})
    ack()


def _event(ack: Ack, body: Body, event: Body, req: BoltRequest) -> None:
    kind = event.get("type")
    if kind == "app_home_opened" and event.get("tab", "home") == "home":
        _take(req, body, WorkKind.HOME, {"is_home": True}, user=_clean(event.get("user")))
    elif kind == "link_shared":
        _take(req, body, WorkKind.UNFURL, _shared(event, body), user=_clean(event.get("user")))
    elif kind == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
        _take(req, body, WorkKind.UNINSTALL, {"reason": kind, "event_time": body.get("event_time")})
    ack()


def _click(ack: Ack, body: Body, req: BoltRequest) -> None:
    """A button. Where it opens a page, there is nothing to do."""
    clicked: Body = next(iter(body.get("actions") or ()), {})
    name = str(clicked.get("action_id", "")).partition(":")[0]
    kind = CLICKS.get(name)
    if kind is not None:
        told = {"value": _clean(clicked.get("value")), **_place(body)}
        if name == "ask_form":
            told["text"] = told["value"]
        if name == SKIP:
            told["skip"] = "1"
        if kind in OPENS and "view_id" not in told:
            _open(req, body, kind, told)
        else:
            _take(req, body, kind, told)
    ack()


def _submit(ack: Ack, body: Body, req: BoltRequest) -> None:
    """A form that is sent: the dialog says that it takes a moment, and a worker tells what came of it."""
    view = body.get("view") or {}
    kind = SUBMITTED.get(str(view.get("callback_id", "")))
    if kind is None:
        ack()
        return
    told = {
        "view_id": str(view.get("id", "")),
        "metadata": _clean(view.get("private_metadata")),
        "values": values_of(view),
    }
    _take(req, body, kind, told)
    with translation.override(_language(body)):
        ack(response_action="update", view=moment_view())


def _nothing(ack: Ack) -> None:
    ack()


def _take(req: BoltRequest, body: Body, kind: WorkKind, told: Mapping[str, Any], *, user: str = "") -> None:
    take_request(
        key=_key(req, body),
        kind=kind,
        team_id=_team(body),
        slack_user_id=user or _user(body),
        payload=told,
        as_of=timezone.now(),
    )


def _open(req: BoltRequest, body: Body, kind: WorkKind, told: Mapping[str, Any]) -> None:
    """Write it down and open a dialog at once, which a worker fills; for whoever may use lifow alone."""
    now, team, user = timezone.now(), _team(body), _user(body)
    link = link_of(team, user)
    if link is None or not may_use(link.person, now):
        _take(req, body, WorkKind.CONNECT, {"response_url": told.get("response_url", "")})
        return
    work = take_request(
        key=_key(req, body),
        kind=kind,
        team_id=team,
        slack_user_id=user,
        payload=told,
        as_of=now,
        after=COMPLETED_WITHIN,
    )
    if work is not None:
        with translation.override(language_of(link.person)):
            _open_dialog(work, str(body.get("trigger_id", "")))


def _open_dialog(work: SlackWork, trigger_id: str) -> None:
    now, found = timezone.now(), installation()
    try:
        token = token_of(found, as_of=now) if found is not None else ""
        asked = {"trigger_id": trigger_id, "view": moment_view()}
        told = call("views.open", asked, token=token, seconds=SECONDS_IN_A_REQUEST)
    except SlackError as error:
        # The person sees that nothing opened, and clicks again.
        log.warning("slack_dialog_not_opened", work=work.pk, error=str(error))
        return
    add_to_work(work=work, payload={"view_id": str((told.get("view") or {}).get("id", ""))}, as_of=now)


def values_of(view: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was typed and chosen in a form, by the names of its fields."""
    values = (view.get("state") or {}).get("values")
    found: dict[str, list[str]] = {}
    for block_id, fields in list(values.items())[:MOST_VALUES] if isinstance(values, dict) else []:
        given = fields.get("given") if isinstance(fields, dict) else None
        if isinstance(given, dict):
            found[str(block_id).partition("@")[0]] = _chosen(given)
    return found


def _chosen(given: Mapping[str, Any]) -> list[str]:
    options = given.get("selected_options") or [given.get("selected_option")]
    chosen = [_clean(one.get("value")) for one in options if isinstance(one, dict)]
    return chosen or ([_clean(given["value"])] if given.get("value") else [])


def typed(text: str) -> str:
    """The text of a message as somebody would type it: without names of people, with addresses of links."""
    plain = re.sub(r"<[@!#][^>]*>", "", text)
    plain = re.sub(r"<([^|>]+)\|([^>]+)>", r"\2 (\1)", plain)
    plain = re.sub(r"<([^>]+)>", r"\1", plain)
    for sign, meant in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(sign, meant)
    return plain.strip()


def _shared(event: Body, body: Body) -> dict[str, Any]:
    """Which links were posted, and where; nothing of the message."""
    links = [str(one.get("url", ""))[:2_000] for one in event.get("links") or () if isinstance(one, dict)]
    return {
        "links": links[:MOST_VALUES],
        "unfurl_id": str(event.get("unfurl_id") or ""),
        "source": str(event.get("source") or ""),
        "channel": str(event.get("channel") or ""),
        "message_ts": str(event.get("message_ts") or ""),
        # Of a link that is still being typed nobody knows in which channel it will stand.
        "is_shared": bool(body.get("is_ext_shared_channel")) or event.get("source") == "composer",
    }


def _place(body: Body) -> dict[str, Any]:
    """Where something was clicked: in a dialog, or in a message that can be replaced."""
    container, view = body.get("container") or {}, body.get("view") or {}
    told: dict[str, Any] = {"response_url": str(body.get("response_url") or "")}
    if container.get("type") == "view" and view.get("type") == "modal":
        told["view_id"] = str(view.get("id", ""))
    elif container.get("type") == "message" and not container.get("is_ephemeral"):
        told |= {"channel": str(container.get("channel_id", ""))}
        told |= {"message_ts": str(container.get("message_ts", ""))}
    return told


def _key(req: BoltRequest, body: Body) -> str:
    """The same for what Slack sends twice, and for what somebody else sends again."""
    event_id = body.get("event_id")
    if isinstance(event_id, str) and event_id:
        return f"event:{_team(body)}:{_clean(event_id)}"
    return f"body:{sha256(req.raw_body.encode()).hexdigest()}"


def _team(body: Body) -> str:
    team = body.get("team")
    return _clean(body.get("team_id") or (team.get("id") if isinstance(team, dict) else ""))


def _user(body: Body) -> str:
    user = body.get("user")
    return _clean(body.get("user_id") or (user.get("id") if isinstance(user, dict) else ""))


def _language(body: Body) -> str:
    link = link_of(_team(body), _user(body))
    return language_of(link.person) if link is not None else settings.LANGUAGE_CODE


def _clean(value: Any) -> str:
    """A text of a request as it can be kept."""
    return NO_TEXT.sub("", value)[:LONGEST_VALUE].strip() if isinstance(value, str) else ""
