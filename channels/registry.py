"""Which programs outside can be connected to lifow, and what each can show: declared in `AppConfig.ready`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lifow.base.channels import Channel
from lifow.notifications.registry import Check as Check
from lifow.people.persons.models import Person

Text = str | Promise


class Shape(TextChoices):
    """What a channel can show: not every program has room for a form, or a way to answer a question."""

    CARD = "card", _("Card")
    QUESTION = "question", _("Question")
    LIST = "list", _("List")
    FORM = "form", _("Form")
    TEXT = "text", _("Text")


@dataclass(frozen=True, slots=True)
class Connection:
    """One program that acts for somebody: since when, when it last signed in, and what was allowed, a phrase
    each."""

    id: str
    name: str
    since: datetime
    signed_in_at: datetime | None = None
    may: tuple[Text, ...] = ()


class Integration(ABC):
    """A kind of program that people connect themselves, such as an assistant or a calendar.

    `how_to_connect` is one or two sentences, and `address` what the other program asks for, or empty.
    `act` and `act_url` are the button that leads to a connection made in lifow, where there is one.
    """

    key: ClassVar[str]
    channel: ClassVar[Channel]
    shows: ClassVar[frozenset[Shape]]
    title: ClassVar[Text]
    how_to_connect: ClassVar[Text]
    act: ClassVar[Text] = ""
    act_url: ClassVar[Text] = ""

    def address(self, person: Person) -> str:
        """What to give the other program so that it finds lifow; empty where it needs nothing."""
        return ""

    def is_set_up(self) -> bool:
        """Whether the company has done what has to be done before anybody can connect it."""
        return True

    def counted_people(self) -> int | None:
        """How many people have connected it; None where that is not counted."""
        return None

    @abstractmethod
    def check(self, *, as_of: datetime) -> Check:
        """Whether it works now, tried for real; nobody sees or is sent anything. It takes seconds at most."""

    @abstractmethod
    def connections_of(self, person: Person) -> Sequence[Connection]:
        """What the person has connected and not ended, the newest first."""

    @abstractmethod
    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        """End one connection of the person at once, on all ways in; whether there was one. Twice is once."""

    @abstractmethod
    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        """Remove the connections of all who may not sign in any more; how many.

        What comes through a connection asks whether its person may sign in each time: this only sees to it
        that nothing is left which would work again if they came back.
        """


_integrations: dict[str, Integration] = {}


def register_integration(integration: Integration) -> None:
    """Declare a kind of program that people can connect; a key is given once."""
    if integration.key in _integrations:
        raise ValueError(f"There is an integration {integration.key} already.")
    _integrations[integration.key] = integration


def all_integrations() -> Sequence[Integration]:
    """Every kind, in the order of declaration."""
    return list(_integrations.values())


def find_integration(key: str) -> Integration | None:
    """The kind with this key, if there is one."""
    return _integrations.get(key)
