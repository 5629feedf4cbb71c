"""Messages: results of a search, help that is wanted, what somebody is told, and how to connect."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels.slack.blocks.elements import (
    LONGEST_VALUE,
    Block,
    Button,
    actions,
    context,
    cut_escaped,
    escaped,
    home,
    link,
    message,
    section,
)

CLAIM, PASS, ASK_FORM = "claim_help", "pass_help", "ask_form"


@dataclass(frozen=True, slots=True)
class FoundShown:
    """One result of a search with the passage that answers."""

    title: str
    url: str
    note: str
    passage: str


@dataclass(frozen=True, slots=True)
class HelpShown:
    """Help that somebody wants now."""

    help_id: str
    title: str
    who: str
    skill: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One message that somebody is told: its title leads to `url`.

    `help_id` is where help can be given in place; `act` what else can be done there, on `act_value`.
    """

    title: str
    body: str
    url: str
    action: str
    levels: Sequence[str] = ()
    help_id: str = ""
    act: str = ""
    act_words: str = ""
    act_value: str = ""


def found_message(words: str, found: Sequence[FoundShown]) -> Block:
    """What a search found, and asking colleagues where that does not answer."""
    told = {"words": words}
    head = _("Results for “%(words)s”") if found else _("No results for “%(words)s”.")
    blocks = [section(cut_escaped(head % told, 2_900))]
    for one in found:
        lines = [f"*{link(one.title, one.url)}*"]
        if one.note:
            lines[0] += f" · {cut_escaped(one.note, 200)}"
        if one.passage:
            lines.append(cut_escaped(one.passage, 600))
        blocks.append(section("\n".join(lines)))
    asking = Button(_("Ask colleagues"), action=ASK_FORM, value=words[:LONGEST_VALUE], is_primary=not found)
    return message(head % told, [*blocks, actions([asking])])


def help_words(one: HelpShown) -> str:
    """Who wants help with what, as mrkdwn."""
    told = _("%(who)s needs help now: %(about)s") % {"who": one.who, "about": one.title}
    lines = [f"*{cut_escaped(told, 500)}*"]
    if one.skill:
        lines.append(escaped(_("It is about %(skill)s.") % {"skill": one.skill}))
    if one.text:
        lines.append(cut_escaped(one.text, 1_000))
    return "\n".join(lines)


def help_buttons(help_id: str) -> list[Button]:
    """To take a request, or to pass it on."""
    return [
        Button(_("Help"), action=CLAIM, value=help_id, is_primary=True),
        Button(_("I have no time"), action=PASS, value=help_id),
    ]


def told_message(words: str, *buttons: Button) -> Block:
    """A sentence or two, and where they lead."""
    return message(words, [section(cut_escaped(words, 2_900)), *([actions(buttons)] if buttons else [])])


def letters_message(heading: str, letters: Sequence[LetterShown]) -> Block:
    """What somebody is told in one delivery; `heading` says it in a line."""
    blocks = [section(f"*{cut_escaped(heading, 500)}*")] if len(letters) > 1 else []
    for one in letters[:20]:
        blocks += _letter(one)
    return message(heading, blocks)


def connect_message(words: str, button: Button | None) -> Block:
    """How to connect an account in Slack."""
    return told_message(words, *([button] if button else []))


def connect_home(words: str, button: Button | None) -> Block:
    """The same as the Home tab."""
    return home([section(cut_escaped(words, 2_900)), *([actions([button])] if button else [])])


def unfurled(title: str, note: str, url: str) -> Block:
    """What a link leads to; without a title, only that it leads to lifow."""
    if not title:
        return {"blocks": [section(link(_("Open in lifow"), url))]}
    blocks = [section(f"*{link(title, url)}*")]
    if note:
        blocks.append(context(cut_escaped(note, 300)))
    return {"blocks": blocks}


def _letter(one: LetterShown) -> list[Block]:
    lines = [f"*{link(one.title, one.url)}*"]
    if one.body:
        lines.append(cut_escaped(one.body, 2_000))
    lines += [cut_escaped(level, 300) for level in one.levels]
    blocks = [section("\n".join(lines))]
    if one.help_id:
        return [*blocks, actions(help_buttons(one.help_id))]
    buttons = [Button(one.act_words, action=one.act, value=one.act_value, is_primary=True)] if one.act else []
    if one.action:
        buttons.append(Button(one.action, url=one.url))
    return [*blocks, *([actions(buttons)] if buttons else [])]
