"""A message goes by one way, however many are ticked: by the next one only where the one before it fails."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from lifow.notifications import registry
from lifow.notifications.choices import DispatchState
from lifow.notifications.compute import Collecting
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import Outgoing, SendError, Way, WayClosedError
from lifow.notifications.services import (
    MOST_ATTEMPTS,
    save_preferences,
    send_next,
    switch_kinds,
    try_set_aside_again,
)
from lifow.people.persons.models import Person
from tests.notifications.conftest import MORNING, NIGHT

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Bell(Way):
    """A way that is asked before email, and answers as a test wants it to."""

    key, title, precedence = "bell", "Bell", 5

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.error: BaseException | None = None

    def can_reach(self, person: Person) -> bool:
        return True

    def send(self, outgoing: Outgoing) -> None:
        if self.error:
            raise self.error
        self.rung += [letter.rendered.title for letter in outgoing.letters]


@pytest.fixture
def bell(abena, email, monkeypatch) -> Bell:
    """Abena has ticked both ways."""
    bell = Bell()
    monkeypatch.setattr(registry, "_ways", {email.key: email, bell.key: bell})
    switch_kinds(person=abena, kinds=["act", "news"], way=bell.key, is_on=True)
    return bell


@pytest.fixture
def send_on(abena) -> Callable[..., None]:
    """`send_on(at, email, bell)`: what is due goes by these ways, in this order."""

    def send(at: datetime, *ways: Way) -> None:
        for way in ways:
            while send_next(person_id=abena.pk, way=way, as_of=at):
                pass

    return send


def state_of(way: Way) -> str:
    return Dispatch.objects.get(way=way.key).state


def test_the_way_that_is_asked_first_has_it_and_the_other_drops_it(tell, send_on, email, bell, smtp):
    tell("act")
    send_on(MORNING, email, bell)
    assert bell.rung == ["Number 1"]
    send_on(MORNING + 2 * MINUTE, email, bell)
    assert (smtp.mails, state_of(bell), state_of(email)) == ([], DispatchState.SENT, DispatchState.DROPPED)


def test_after_two_failed_attempts_it_goes_by_the_next_way_and_no_more_by_the_first(
    tell, send_on, email, bell, smtp
):
    bell.error = SendError("busy", is_permanent=False)
    tell("act")
    for minutes in range(0, 8, 2):
        send_on(MORNING + minutes * MINUTE, bell, email)
    assert len(smtp.mails) == 1
    bell.error = None
    send_on(MORNING + 60 * MINUTE, bell, email)
    assert (bell.rung, state_of(bell)) == ([], DispatchState.DROPPED)
    assert len(smtp.mails) == 1


def test_what_is_refused_for_good_goes_by_the_next_way_at_once(tell, send_on, email, bell, smtp):
    bell.error = SendError("gone", is_permanent=True)
    tell("act")
    send_on(MORNING, bell, email)
    assert (len(smtp.mails), state_of(bell)) == (1, DispatchState.FAILED)


def test_it_waits_half_an_hour_for_a_way_whose_server_is_away(tell, send_on, email, bell, smtp, abena):
    bell.error = WayClosedError("away")
    tell("act")
    for minutes, mails in ((0, 0), (29, 0), (31, 1)):
        at = MORNING + minutes * MINUTE
        with suppress(WayClosedError):
            send_on(at, bell)
        send_on(at, email)
        assert len(smtp.mails) == mails, minutes
    bell.error = None
    send_on(MORNING + 40 * MINUTE, bell)
    assert bell.rung == []


def test_what_may_be_on_its_way_is_waited_for(tell, send_on, email, bell, smtp):
    bell.error = KeyboardInterrupt()
    tell("act")
    with pytest.raises(KeyboardInterrupt):
        send_on(MORNING, bell)
    bell.error = None
    send_on(MORNING + 5 * MINUTE, bell, email)
    assert (bell.rung, smtp.mails) == ([], [])
    send_on(MORNING + 11 * MINUTE, email, bell)
    assert (bell.rung, smtp.mails) == (["Number 1"], [])


def test_what_is_tried_again_a_day_later_does_not_repeat_what_came_by_another_way(
    tell, send_on, email, bell, smtp
):
    bell.error = SendError("busy", is_permanent=False)
    tell("act")
    send_on(MORNING, bell)
    send_on(MORNING + 2 * MINUTE, bell)
    Dispatch.objects.filter(way=bell.key).update(attempts=MOST_ATTEMPTS, state=DispatchState.FAILED)
    send_on(MORNING + 3 * MINUTE, email)
    bell.error = None
    try_set_aside_again(as_of=MORNING + timedelta(days=2))
    send_on(MORNING + timedelta(days=2), bell, email)
    assert (bell.rung, len(smtp.mails)) == ([], 1)


def test_what_waits_for_the_morning_waits_on_both_and_comes_once(tell, send_on, email, bell, smtp):
    tell("act", 1, NIGHT)
    for minutes in range(0, 60 * 12, 20):
        send_on(NIGHT + minutes * MINUTE, email, bell)
    assert (bell.rung, smtp.mails) == (["Number 1"], [])


def test_a_kind_that_is_ticked_for_one_way_goes_by_that(tell, send_on, email, bell, smtp, abena):
    switch_kinds(person=abena, kinds=["act"], way=bell.key, is_on=False)
    tell("act")
    send_on(MORNING, bell, email)
    assert (bell.rung, len(smtp.mails)) == ([], 1)


@pytest.mark.parametrize("is_permanent", [True, False])
def test_what_a_way_refuses_costs_nothing_of_the_day(
    tell, send_on, email, bell, smtp, abena, settings, is_permanent
):
    settings.NOTIFICATIONS_A_DAY = 1
    bell.error = SendError("gone", is_permanent=is_permanent)
    tell("act")
    for minutes in range(0, 8, 2):
        send_on(MORNING + minutes * MINUTE, bell, email)
    assert len(smtp.mails) == 1


def test_who_is_told_once_a_day_is_told_by_the_next_way_on_the_same_day(
    tell, send_on, email, bell, smtp, abena
):
    save_preferences(person=abena, collecting=Collecting.DAILY, switched={}, as_of=NIGHT)
    switch_kinds(person=abena, kinds=["act", "news"], way=bell.key, is_on=True)
    bell.error = SendError("gone", is_permanent=True)
    tell("act", 1, NIGHT)
    tell("news", 2, NIGHT)
    for minutes in range(0, 60 * 12, 20):
        send_on(NIGHT + minutes * MINUTE, bell, email)
    assert [mail["Subject"] for mail in smtp.mails] == ["lifow: 1 to do, 1 update"]
