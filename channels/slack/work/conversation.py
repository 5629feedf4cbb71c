"""Who a request from Slack is of, and answering them where they asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from channels.slack.blocks.elements import Block, Button
from channels.slack.blocks.forms import told_view
from channels.slack.blocks.messages import told_message
from channels.slack.calls import SlackError, call, respond
from channels.slack.choices import OPENS, WorkKind
from channels.slack.models import SlackInstallation, SlackLink, SlackWork
from channels.slack.reports import installation, link_of, may_use
from channels.slack.services import note_use, token_of
from channels.slack.work.connecting import tell_how_to_connect
from channels.usage.choices import Outcome
from channels.usage.services import count_use
from lifow.base.channels import Channel, through
from lifow.base.days import zone_of
from lifow.notifications.reports import language_of
from lifow.people.accounts.rules import lacks_second_step
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Conversation:
    """One request of one person, and the ways to answer it."""

    work: SlackWork
    person: Person
    token: str
    as_of: datetime

    @property
    def key(self) -> str:
        """The idempotency key of what this request writes: the same however often it is tried."""
        return f"slack:{sha256(self.work.key.encode()).hexdigest()[:48]}"

    def told(self, name: str) -> str:
        """A text of the request; empty where it has none of this name."""
        value = self.work.payload.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def fields(self) -> list[str]:
        """The names of the fields of a form that were sent."""
        known = self.work.payload.get("values")
        return [str(name) for name in known] if isinstance(known, dict) else []

    def values(self, name: str) -> list[str]:
        """What was typed or chosen in a field of a form."""
        known = self.work.payload.get("values")
        found = known.get(name) if isinstance(known, dict) else None
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def value(self, name: str) -> str:
        """The one value of a field; empty where there is none."""
        return next(iter(self.values(name)), "")

    def say(self, message: Block) -> None:
        """Answer where it was asked, for the asker alone; else by a direct message."""
        url = self.told("response_url")
        if url:
            respond(url, {"response_type": "ephemeral", **message})
        else:
            call("chat.postMessage", {"channel": self.work.slack_user_id, **message}, token=self.token)

    def replace(self, message: Block) -> None:
        """Have the message that was clicked say something else."""
        channel, moment = self.told("channel"), self.told("message_ts")
        if channel and moment:
            call("chat.update", {"channel": channel, "ts": moment, **message}, token=self.token)
        else:
            self.say(message)

    def show(self, view: Block) -> None:
        """Fill the dialog that was opened for the request."""
        if not self.told("view_id"):
            raise SlackError("no_view")
        call("views.update", {"view_id": self.told("view_id"), "view": view}, token=self.token)

    def show_words(self, words: str, *buttons: Button) -> None:
        self.show(told_view(words, *buttons))

    def publish(self, view: Block) -> None:
        """Put something on the person's Home tab."""
        call("views.publish", {"user_id": self.work.slack_user_id, "view": view}, token=self.token)


Handle = Callable[[Conversation], None]

OUTCOMES: Mapping[WorkKind, Outcome] = {
    **dict.fromkeys((WorkKind.HOME, WorkKind.WEEK, WorkKind.SEARCH, WorkKind.ASK_FORM), Outcome.SHOWN),
    **dict.fromkeys((WorkKind.REFRESH, WorkKind.CHECK, WorkKind.RATE_FORM), Outcome.SHOWN),
    **dict.fromkeys((WorkKind.ASK, WorkKind.ANSWER, WorkKind.RATE, WorkKind.CLAIM_HELP), Outcome.TAKEN),
    WorkKind.PASS_HELP: Outcome.DISMISSED,
}
"""What is counted of a request that was carried out."""


def for_person(handle: Handle) -> Callable[[SlackWork, datetime], None]:
    """What is carried out for somebody who has confirmed their account and may use lifow at this moment.

    Whoever has not confirmed it is told how to; whoever may not sign in any more gets nothing. It is done in
    the person's language and time zone.
    """

    @wraps(handle)
    def carry_out(work: SlackWork, as_of: datetime) -> None:
        found = connected(work)
        if work.kind in OPENS and not work.payload.get("view_id"):
            # Nothing opened: what would be shown there is not begun.
            raise SlackError("no_view")
        token = token_of(found, as_of=as_of)
        link = link_of(work.team_id, work.slack_user_id)
        if link is None:
            tell_how_to_connect(work, token, as_of)
        elif may_use(link.person, as_of):
            _in_their_words(handle, Conversation(work, link.person, token, as_of), link)

    return carry_out


def connected(work: SlackWork) -> SlackInstallation:
    """The workspace that a request came from. Raises SlackError where it is connected no more."""
    found = installation()
    if found is None or found.team_id != work.team_id:
        raise SlackError("not_installed")
    return found


def _in_their_words(handle: Handle, conversation: Conversation, link: SlackLink) -> None:
    person = conversation.person
    with (
        translation.override(language_of(person)),
        timezone.override(zone_of(person.timezone)),
        through(Channel.CHAT),
    ):
        if lacks_second_step(person):
            words = _("HR admins sign in with two steps. Turn it on in lifow to go on.")
            return _refuse(conversation, words)
        note_use(link=link, as_of=conversation.as_of)
        handle(conversation)
        if (outcome := OUTCOMES.get(WorkKind(conversation.work.kind))) is not None:
            count_use(channel=Channel.CHAT, outcome=outcome, as_of=conversation.as_of)
        return None


def _refuse(conversation: Conversation, words: str) -> None:
    if conversation.told("view_id"):
        conversation.show_words(words)
    else:
        conversation.say(told_message(words))


def whole(value: Any) -> int:
    """A number of a request; 0 where it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
