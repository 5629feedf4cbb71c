"""What somebody sees in the demo's Slack: the Home tab, a dialog, and messages, from what lifow has told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from demo.slack.recording import Call

LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")
BOLD = re.compile(r"\*(\S(?:[^*\n]*\S)?)\*")


@dataclass(frozen=True, slots=True)
class Button:
    """A button: with `url` a link, else a click that lifow is told of."""

    text: str
    action: str
    value: str
    url: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    label: str
    kind: str
    options: Sequence[tuple[str, str]]
    value: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block as the page shows it."""

    kind: str
    html: SafeString | str = ""
    buttons: Sequence[Button] = ()
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message, a dialog or a Home tab: its blocks, and what a click in it says of where it is."""

    blocks: Sequence[Block]
    title: str = ""
    submit: str = ""
    view_id: str = ""
    message_ts: str = ""
    is_home: bool = False
    callback: str = ""
    metadata: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """All that one person sees."""

    home: Shown | None
    dialog: Shown | None
    messages: Sequence[Shown]


def screen_of(user: str, calls: Sequence[Call]) -> Screen:
    """What somebody sees after these calls: a message that was changed stands at its place."""
    home: Shown | None = None
    dialog: Shown | None = None
    messages: dict[str, Shown] = {}
    for call in calls:
        if call.user != user:
            continue
        if call.method == "views.publish":
            home = _view(call.body.get("view"), is_home=True)
        elif call.method in ("views.open", "views.update"):
            view_id = call.body.get("view_id") or (call.answer.get("view") or {}).get("id", "")
            dialog = _view(call.body.get("view"), view_id=str(view_id))
        elif call.method in ("chat.postMessage", "chat.update", "response"):
            place = str(call.answer.get("ts") or call.id)
            messages[place] = Shown(blocks=_blocks(call.body.get("blocks")), message_ts=place)
    return Screen(home, dialog, list(messages.values())[::-1])


def mrkdwn(text: str) -> SafeString:
    """Slack's mrkdwn as HTML: links, bold and line breaks; all else as it stands."""
    pieces: list[str] = []
    begin = 0
    for found in LINK.finditer(text):
        pieces.append(_plain(text[begin : found.start()]))
        url, words = unescape(found.group(1)), unescape(found.group(2))
        pieces.append(format_html('<a href="{}">{}</a>', url, words))
        begin = found.end()
    pieces.append(_plain(text[begin:]))
    joined = BOLD.sub(r"<strong>\1</strong>", "".join(pieces))
    return mark_safe(joined.replace("\n", "<br>"))  # noqa: S308  # each piece is escaped above


def _plain(text: str) -> str:
    return str(escape(unescape(text)))


def _view(view: Any, *, view_id: str = "", is_home: bool = False) -> Shown:
    told = view if isinstance(view, dict) else {}
    return Shown(
        blocks=_blocks(told.get("blocks")),
        title=_text(told.get("title")),
        submit=_text(told.get("submit")),
        view_id=view_id,
        is_home=is_home,
        callback=str(told.get("callback_id", "")),
        metadata=str(told.get("private_metadata", "")),
    )


def _blocks(blocks: Any) -> list[Block]:
    return [_block(one) for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []


def _block(block: Mapping[str, Any]) -> Block:
    kind = str(block.get("type", ""))
    if kind == "input":
        return Block(kind, field=_field(block))
    if kind == "actions":
        return Block(kind, buttons=[_button(one) for one in block.get("elements", ())])
    if kind == "context":
        texts = [str(one.get("text", "")) for one in block.get("elements", ())]
        return Block(kind, html=mrkdwn("\n".join(texts)))
    if kind == "header":
        return Block(kind, html=format_html("{}", _text(block.get("text"))))
    accessory = block.get("accessory")
    return Block(
        kind, html=mrkdwn(_text(block.get("text"))), buttons=[_button(accessory)] if accessory else []
    )


def _button(told: Mapping[str, Any]) -> Button:
    return Button(
        text=_text(told.get("text")),
        action=str(told.get("action_id", "")),
        value=str(told.get("value", "")),
        url=str(told.get("url", "")),
        is_primary=told.get("style") == "primary",
    )


def _field(block: Mapping[str, Any]) -> Field:
    element = block.get("element") or {}
    initial = element.get("initial_option") or {}
    kind = str(element.get("type", ""))
    if kind == "plain_text_input" and element.get("multiline"):
        kind = "lines"
    return Field(
        name=str(block.get("block_id", "")),
        label=_text(block.get("label")),
        kind=kind,
        options=list(_options(element)),
        value=str(element.get("initial_value") or initial.get("value") or ""),
        optional=bool(block.get("optional")),
    )


def _options(element: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in element.get("options", ()):
        yield str(one.get("value", "")), _text(one.get("text"))


def _text(told: Any) -> str:
    return str(told.get("text", "")) if isinstance(told, dict) else ""
