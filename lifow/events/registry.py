"""Subscriptions: which function handles which event type, declared in each subscriber's `AppConfig.ready`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from lifow.events.types import E, name_of

E_contra = TypeVar("E_contra", contravariant=True)


class Handler(Protocol[E_contra]):
    """What handles an event, inside the transaction that marks it delivered.

    It may be called again for the same event, and after later ones: it reads rows as they are by then, and
    marks long work as rows. It may publish.
    """

    def __call__(self, event: E_contra, /, *, occurred_at: datetime) -> object: ...


class SubscriptionError(ValueError):
    """A name that is taken by another subscription."""


class UnknownSubscriptionError(LookupError):
    """A stored name that no subscription of this version has."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler of one event type. `name` is stored with each delivery and outlives a renamed function."""

    name: str
    event_type: type
    handler: Handler[Any]


_subscriptions: dict[str, Subscription] = {}


def subscribe(event_type: type[E], handler: Handler[E], *, name: str) -> None:
    """Have each event of this type that is published from now on delivered to the handler.

    Twice the same is once. Raises SubscriptionError where the name is another subscription's, TypeError for
    a class that is no event type.
    """
    name_of(event_type)
    asked = Subscription(name, event_type, handler)
    if _subscriptions.setdefault(name, asked) != asked:
        raise SubscriptionError(f"{name} is the name of another subscription already")


def subscriptions_of(event_type: type) -> Sequence[Subscription]:
    """The subscriptions to an event type, in the order in which they were declared."""
    return [each for each in _subscriptions.values() if each.event_type is event_type]


def subscription_named(name: str) -> Subscription:
    """The subscription of this name; UnknownSubscriptionError where this version has none."""
    if name not in _subscriptions:
        raise UnknownSubscriptionError(f"This version knows no subscription {name!r}.")
    return _subscriptions[name]
