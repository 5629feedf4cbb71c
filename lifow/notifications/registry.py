"""What people are told (kinds) and how they are reached (ways): both are declared in `AppConfig.ready`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from lifow.base.calendars import CalendarPart
from lifow.base.channels import Channel
from lifow.people.persons.models import Person

Text = str | Promise


class SendError(Exception):
    """A delivery that was not taken. `is_permanent` where sending it again would change nothing.

    `is_bounce` where the refusal is about the receiver's address.
    """

    def __init__(self, reason: str, *, is_permanent: bool, is_bounce: bool = False) -> None:
        super().__init__(reason)
        self.is_permanent, self.is_bounce = is_permanent, is_bounce


class WayClosedError(Exception):
    """The server behind a way cannot be reached: nothing was tried, and nothing has to be counted."""


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A skill level that a message names: drawn as a level bar on pages, as text in mails and chats.

    `level` is None where nobody has assessed it; `is_unsure` and `is_met` as a gap report gives them.
    """

    skill: str
    level: float | None
    needed: float | None
    lowest: int
    highest: int
    is_unsure: bool = False
    is_met: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is to be put into words: whom it tells, the ids that it is about, and since when."""

    receiver: Person
    refs: Mapping[str, int]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words, for this moment: `action` is what the receiver does at `url`, a path of the site.

    `title` is one line, and the subject of a mail of its own; `body` is plain text. `calendar` makes what
    calendar programs read of a mail of its own: an invitation, or its end. `details` are for
    the templates of a kind that brings its own.
    """

    title: str
    url: str
    action: str
    body: str = ""
    levels: tuple[LevelLine, ...] = ()
    calendar: Callable[[], CalendarPart] | None = None
    details: object | None = None


Render = Callable[[Sequence[Notice]], Sequence[Rendered | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message.

    `render` puts many notices of the kind into words at once, in their order and in as many queries whatever
    their number; None is a notice that no longer waits: it is not sent, and leaves the inbox. `is_act` is a
    kind that waits for the receiver to do something; the others are news. `title` and `description` are what
    preferences say. `by_default` are the keys of ways by which it goes unless the receiver says otherwise;
    the inbox has every message. Only what is `must_not_wait` goes outside of working hours and past the cap.
    What is `is_single` is never collected, and the cap does not count it: it goes by itself in working hours,
    as calendar programs read one invitation a mail. On a way on which somebody has it, the kinds that it
    `replaces` are not sent to them; the inbox has those too. `after_sending` is called once a way has taken a
    message of it: for counts, as a process may be killed before.

    Templates under `notifications/<key>/` (`subject.txt`, `mail.html`, `mail.txt`) take the place of the
    common ones.
    """

    key: str
    title: Text
    description: Text
    render: Render
    is_act: bool
    by_default: frozenset[str] = frozenset({"email"})
    may_be_off: bool = True
    must_not_wait: bool = False
    is_single: bool = False
    replaces: frozenset[str] = frozenset()
    after_sending: "AfterSending | None" = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in words, with its public id and its kind, as a way delivers it."""

    message_id: str
    kind: Kind
    rendered: Rendered


AfterSending = Callable[[Letter, str, datetime], None]
"""Takes a message that a way has taken, the way's key, and the moment."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes to one person as one delivery. `delivery_id` stays the same however often it is tried."""

    delivery_id: str
    receiver: Person
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a test of something that is connected has found: whether it works, and a sentence about it."""

    is_well: bool
    says: Text


class Way(ABC):
    """One way to reach a person. Hours, leave and the cap are kept before it is asked to send anything.

    `channel` is the one through which its messages are read, where there is one.

    Of several ways that somebody has ticked for a kind, a message goes by the one of the lowest `precedence`
    that takes it.
    """

    key: str
    title: Text
    precedence: int
    channel: Channel | None = None

    @abstractmethod
    def can_reach(self, person: Person) -> bool:
        """Whether there is an address that works."""

    def is_offered_to(self, person: Person) -> bool:
        """Whether the person's preferences ask about it: not where they would have to do something first."""
        return True

    @abstractmethod
    def send(self, outgoing: Outgoing) -> None:
        """Deliver. Raises SendError where it is refused, WayClosedError where nothing could be tried.

        Killed at any moment it is called again with the same `delivery_id`.
        """

    def check(self) -> Check | None:
        """Whether it would take a delivery now, found out without one; None where nothing can be tried."""
        return None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """A block in which several deliveries are sent: a way may keep a connection for it."""
        yield


_kinds: dict[str, Kind] = {}
_ways: dict[str, Way] = {}


def register_kind(kind: Kind) -> None:
    """Declare a kind of message; a key is given once."""
    if kind.key in _kinds:
        raise ValueError(f"There is a kind {kind.key} already.")
    _kinds[kind.key] = kind


def register_way(way: Way) -> None:
    """Declare a way to reach people; a key is given once."""
    if way.key in _ways:
        raise ValueError(f"There is a way {way.key} already.")
    _ways[way.key] = way


def find_kind(key: str) -> Kind | None:
    """The kind of this key. None where only a newer version of the site, or one before, declares it."""
    return _kinds.get(key)


def known_kind(key: str) -> Kind:
    """The kind of this key. Raises ValueError where none is declared."""
    kind = _kinds.get(key)
    if kind is None:
        raise ValueError(f"There is no kind of message {key}.")
    return kind


def all_kinds() -> list[Kind]:
    """Every kind: acts first, then by key."""
    return sorted(_kinds.values(), key=lambda kind: (not kind.is_act, kind.key))


def all_ways() -> list[Way]:
    """Every way besides the inbox, by precedence."""
    return sorted(_ways.values(), key=lambda way: way.precedence)
