"""The single blocks (Block Kit), each no longer than Slack takes it.

Slack refuses a whole message for one text that is too long or empty, so that every text is cut here. What
people wrote is escaped: `&`, `<` and `>` alone mean something to Slack (mentions, links).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_SECTION = 3_000
LONGEST_HEADER = 150
LONGEST_CONTEXT = 1_900
LONGEST_BUTTON = 75
LONGEST_VALUE = 2_000
LONGEST_URL = 3_000
LONGEST_OPTION = 75
LONGEST_OPTION_VALUE = 150
LONGEST_LABEL = 2_000
LONGEST_INPUT = 3_000
LONGEST_METADATA = 3_000
LONGEST_MODAL_TITLE = 24
LONGEST_SUBMIT = 24
LONGEST_ACTION_ID = 255
MOST_BLOCKS = 50
MOST_BLOCKS_OF_A_VIEW = 100
MOST_BUTTONS = 25
MOST_OPTIONS = 10

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: with `url` it opens a page, else lifow is told `action` and `value`."""

    text: str
    action: str = "open"
    value: str = ""
    url: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    text: str
    value: str


def escaped(text: str) -> str:
    """The text as mrkdwn shows it as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The text in at most so many characters, with … at the end where it is shortened; never empty."""
    words = text.strip() or "–"
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def cut_escaped(text: str, most: int) -> str:
    """The text escaped and within so many characters: no escape is cut in two."""
    words = cut(text, most)
    while len(escaped(words)) > most:
        words = cut(words, len(words) - max(1, (len(escaped(words)) - most) // 5))
    return escaped(words)


def link(text: str, url: str) -> str:
    """A link as mrkdwn, of what somebody wrote."""
    words = cut(" ".join(text.split()), 300).replace("|", "¦")
    return f"<{escaped(url)}|{escaped(words)}>"


def plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(mrkdwn: str, button: Button | None = None) -> Block:
    """A paragraph of mrkdwn, whose parts are escaped already, with at most one button beside it."""
    block: Block = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut(mrkdwn, LONGEST_SECTION), "verbatim": True},
    }
    if button is not None:
        block["accessory"] = button_of(button, 0)
    return block


def context(mrkdwn: str) -> Block:
    """A quiet line."""
    text = {"type": "mrkdwn", "text": cut(mrkdwn, LONGEST_CONTEXT), "verbatim": True}
    return {"type": "context", "elements": [text]}


def divider() -> Block:
    return {"type": "divider"}


def actions(buttons: Sequence[Button]) -> Block:
    """A row of buttons."""
    return {
        "type": "actions",
        "elements": [button_of(one, at) for at, one in enumerate(buttons[:MOST_BUTTONS])],
    }


def button_of(button: Button, at: int) -> Block:
    """A button; `at` tells those of one block apart, as their ids have to differ."""
    told: Block = {
        "type": "button",
        "text": plain(button.text, LONGEST_BUTTON),
        "action_id": f"{button.action}:{at}"[:LONGEST_ACTION_ID],
    }
    if button.value:
        told["value"] = button.value[:LONGEST_VALUE]
    if button.url:
        told["url"] = button.url[:LONGEST_URL]
    if button.is_primary:
        told["style"] = "primary"
    return told


def choice(
    block_id: str,
    label: str,
    options: Sequence[Option],
    *,
    many: bool = False,
    chosen: str = "",
    optional: bool = False,
) -> Block:
    """Radio buttons, or checkboxes with `many`; at most ten."""
    listed = [_option(one) for one in options[:MOST_OPTIONS]]
    element: Block = {
        "type": "checkboxes" if many else "radio_buttons",
        "action_id": "given",
        "options": listed,
    }
    first = next((one for one in listed if one["value"] == chosen), None)
    if first is not None:
        element["initial_option"] = first
    return _input(block_id, label, element, optional=optional)


def select(
    block_id: str, label: str, options: Sequence[Option], *, chosen: str = "", optional: bool = False
) -> Block:
    """A list to choose one of, of up to a hundred."""
    listed = [_option(one) for one in options[:100]]
    element: Block = {"type": "static_select", "action_id": "given", "options": listed}
    first = next((one for one in listed if one["value"] == chosen), None)
    if first is not None:
        element["initial_option"] = first
    return _input(block_id, label, element, optional=optional)


def text_input(
    block_id: str,
    label: str,
    *,
    value: str = "",
    most: int = LONGEST_INPUT,
    least: int = 0,
    lines: bool = False,
    optional: bool = False,
) -> Block:
    """A field for text, of one line or more."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": "given",
        "multiline": lines,
        "max_length": min(most, LONGEST_INPUT),
    }
    if least:
        element["min_length"] = least
    if value.strip():
        element["initial_value"] = cut(value, min(most, LONGEST_INPUT))
    return _input(block_id, label, element, optional=optional)


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback: str = "",
    submit: str = "",
    close: str,
    metadata: str = "",
) -> Block:
    """A dialog; with `submit` it is sent as `callback`."""
    view: Block = {
        "type": "modal",
        "title": plain(title, LONGEST_MODAL_TITLE),
        "close": plain(close, LONGEST_SUBMIT),
        "blocks": list(blocks)[:MOST_BLOCKS_OF_A_VIEW],
        "private_metadata": metadata[:LONGEST_METADATA],
    }
    if callback:
        view["callback_id"] = callback
    if submit:
        view["submit"] = plain(submit, LONGEST_SUBMIT)
    return view


def home(blocks: Iterable[Block]) -> Block:
    """The Home tab."""
    return {"type": "home", "blocks": list(blocks)[:MOST_BLOCKS_OF_A_VIEW]}


def message(text: str, blocks: Iterable[Block]) -> Block:
    """A message: `text` is what a notification reads out, and is shown where blocks are not."""
    return {
        "text": cut_escaped(text, LONGEST_SECTION),
        "blocks": list(blocks)[:MOST_BLOCKS],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _option(option: Option) -> Block:
    return {"text": plain(option.text, LONGEST_OPTION), "value": option.value[:LONGEST_OPTION_VALUE] or "–"}


def _input(block_id: str, label: str, element: Block, *, optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": block_id[:LONGEST_ACTION_ID],
        "label": plain(label, LONGEST_LABEL),
        "element": element,
        "optional": optional,
    }
