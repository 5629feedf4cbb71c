"""The inbox as a page, and the number beside it."""

from dataclasses import dataclass

from lifow.notifications.models import Message
from lifow.notifications.registry import Rendered
from lifow.notifications.reports.rendering import put_into_words
from lifow.people.persons.models import Person

ON_A_PAGE = 30
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message with what it says now."""

    message: Message
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of somebody's open messages: acts first, the oldest of them on top; then the newest news.

    `gone` are ids of messages that no longer wait and are still open: whoever shows the page settles them.
    """

    acts: tuple[InboxRow, ...]
    news: tuple[InboxRow, ...]
    gone: tuple[int, ...]
    number: int
    first: int
    total: int

    @property
    def last(self) -> int:
        return min(self.first + ON_A_PAGE - 1, self.total)

    @property
    def has_next(self) -> bool:
        return self.last < self.total

    @property
    def has_unread_news(self) -> bool:
        return any(row.message.read_at is None for row in self.news)


def inbox_page(person: Person, number: int = 1) -> InboxPage:
    """A page of the inbox, counted from 1: three queries, and those of the kinds that are on it."""
    messages = Message.objects.for_receiver(person).open()
    total = messages.count()
    number = min(max(number, 1), max(-(-total // ON_A_PAGE), 1))
    start = (number - 1) * ON_A_PAGE
    shown = list(messages.acts_first()[start : start + ON_A_PAGE])
    for message in shown:
        message.receiver = person
    words = put_into_words(shown)
    rows = [InboxRow(message, words.said[message.pk]) for message in shown if message.pk in words.said]
    return InboxPage(
        acts=tuple(row for row in rows if row.message.is_act),
        news=tuple(row for row in rows if not row.message.is_act),
        gone=tuple(sorted(words.gone)),
        number=number,
        first=start + 1,
        total=total,
    )


def count_inbox(person: Person) -> int:
    """How many acts wait and how much news is unread, up to 100: one query, by an index of just these."""
    counted = Message.objects.for_receiver(person).counted()
    return counted[: MOST_COUNTED + 1].count()
