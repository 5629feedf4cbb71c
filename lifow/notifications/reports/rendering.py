"""What messages say now: their ids put into words by their kinds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifow.base.level_bar import shown_level, text_bar
from lifow.base.outages import is_outage, reason_of
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, LevelLine, Notice, Outgoing, Rendered, find_kind

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Words:
    """Messages in words by their ids; `gone` no longer wait, `failed` could not be put into words, and why.

    A message of a kind that is not known here is in none of them: a newer version of the site knows it.
    """

    said: dict[int, Rendered] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    failed: dict[int, str] = field(default_factory=dict)


def put_into_words(messages: Iterable[Message]) -> Words:
    """What each message says at this moment, in the active language; one call of `render` a kind.

    Where a kind fails, its messages are tried one by one: what is wrong with one hides no other. An outage is
    raised.
    """
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    words = Words()
    for key, those in by_kind.items():
        kind = find_kind(key)
        if kind is not None:
            _say(kind, those, words)
    return words


def _say(kind: Kind, messages: Sequence[Message], words: Words) -> None:
    notices = [Notice(one.receiver, one.refs, one.created_at) for one in messages]
    try:
        said = list(zip(messages, kind.render(notices), strict=True))
    except Exception as error:
        if is_outage(error):
            raise
        if len(messages) > 1:
            for message in messages:
                _say(kind, [message], words)
            return
        log.exception("message_not_put_into_words", kind=kind.key, message=messages[0].public_id)
        words.failed[messages[0].pk] = reason_of(error)
        return
    words.said.update({message.pk: rendered for message, rendered in said if rendered is not None})
    words.gone.update(message.pk for message, rendered in said if rendered is None)


def collected_in_words(outgoing: Outgoing) -> str:
    """What one delivery of several messages holds: "3 to do, 2 updates"."""
    acts = sum(one.kind.is_act for one in outgoing.letters)
    news = len(outgoing.letters) - acts
    to_do = ngettext("%(count)s to do", "%(count)s to do", acts) % {"count": acts}
    updates = ngettext("%(count)s update", "%(count)s updates", news) % {"count": news}
    return ", ".join([*([to_do] if acts else []), *([updates] if news else [])])


def level_bar_in_text(line: LevelLine) -> str:
    """A level bar for mails and chats: ▮▮▯│▯▯."""
    return text_bar(
        level=line.level, needed=line.needed, lowest=line.lowest, highest=line.highest, met=line.is_met
    )


def level_in_words(line: LevelLine) -> str:
    """What a level bar says: "You 2 · Needed 3"."""
    if line.level is None:
        known = _("Not assessed yet")
    else:
        words = _("You about %(level)s") if line.is_unsure else _("You %(level)s")
        known = words % {"level": shown_level(line.level, line.needed, met=line.is_met)}
    if line.needed is None:
        return known
    return f"{known} · {_('Needed %(level)s') % {'level': shown_level(line.needed, line.needed)}}"
