"""What people have been told: the messages that are open, in words, and what of them is still to be sent."""

from lifow.notifications.choices import DispatchState
from lifow.notifications.models import Dispatch, Message
from lifow.notifications.registry import Rendered
from lifow.notifications.reports import put_into_words
from lifow.people.persons.models import Person


def told(person: Person, kind: str) -> list[Rendered]:
    """What somebody's open messages of a kind say now, the oldest first; without those that say nothing."""
    rows = Message.objects.for_receiver(person).open().filter(kind=kind).select_related("receiver")
    messages = list(rows.order_by("pk"))
    words = put_into_words(messages)
    assert not words.failed, words.failed
    return [words.said[message.pk] for message in messages if message.pk in words.said]


def titles(person: Person, kind: str) -> list[str]:
    """The titles of what somebody is told of a kind."""
    return [rendered.title for rendered in told(person, kind)]


def is_settled(person: Person, kind: str) -> bool:
    """Whether nothing of a kind is open or about to be sent to somebody, without anybody having looked."""
    is_open = Message.objects.for_receiver(person).open().filter(kind=kind).exists()
    waiting = Dispatch.objects.for_receiver(person).filter(message__kind=kind, state=DispatchState.WAITING)
    return not is_open and not waiting.exists()


def inbox_of(person: Person) -> list[str]:
    """The titles of all that somebody is told, of whatever kind."""
    kinds = Message.objects.for_receiver(person).open().values_list("kind", flat=True).distinct()
    return [title for kind in sorted(kinds) for title in titles(person, kind)]
