"""Who subscribes to what, each under one name."""

import pytest

from lifow.events.registry import (
    SubscriptionError,
    UnknownSubscriptionError,
    subscribe,
    subscription_named,
    subscriptions_of,
)
from tests.events.event_types import PersonLeft, RolesChanged


def other(event, *, occurred_at):
    """Another handler."""


def test_subscriptions_are_found_by_event_type_and_by_name(handler):
    subscribe(RolesChanged, handler, name="content.first")
    subscribe(PersonLeft, handler, name="content.left")
    subscribe(RolesChanged, other, name="mentoring.second")
    assert [one.name for one in subscriptions_of(RolesChanged)] == ["content.first", "mentoring.second"]
    assert subscription_named("mentoring.second").handler is other


def test_subscribing_twice_is_subscribing_once(handler):
    for _ in range(2):
        subscribe(RolesChanged, handler, name="content.first")
    assert len(subscriptions_of(RolesChanged)) == 1


@pytest.mark.parametrize("event_type", [RolesChanged, PersonLeft])
def test_a_name_belongs_to_one_subscription(handler, event_type):
    subscribe(RolesChanged, handler, name="content.first")
    with pytest.raises(SubscriptionError, match=r"content\.first"):
        subscribe(event_type, other, name="content.first")


def test_only_events_are_subscribed_to(handler):
    with pytest.raises(TypeError, match="int is no event type"):
        subscribe(int, handler, name="content.first")


def test_a_name_that_nobody_has_is_unknown():
    with pytest.raises(UnknownSubscriptionError, match=r"content\.gone"):
        subscription_named("content.gone")
