"""Telling people: once, in the transaction of the cause, with ids only."""

from datetime import timedelta

import pytest
from django.db import transaction

from lifow.notifications.choices import DispatchState
from lifow.notifications.models import Dispatch, Message
from lifow.notifications.services import (
    New,
    forget_old_messages,
    notify,
    notify_all,
    settle,
    settle_finished,
    switch_kinds,
)
from tests.company import person
from tests.notifications.conftest import MORNING, NIGHT
from tests.notifications.kinds import SAID

pytestmark = pytest.mark.django_db


def test_what_is_told_twice_is_one_message_with_one_dispatch(tell):
    assert tell("act") == tell("act")
    assert (Message.objects.count(), Dispatch.objects.count()) == (1, 1)


def test_what_is_done_can_be_told_anew(tell, abena):
    first = tell("act")
    settle(person=abena, kind="act", key="1", as_of=MORNING)
    assert tell("act") != first
    assert list(Message.objects.open().values_list("done_at", flat=True)) == [None]


def test_what_is_settled_is_not_sent(tell, abena, send, mailoutbox):
    tell("act")
    settle(person=abena, kind="act", key="1", as_of=MORNING)
    assert send(abena) == 0
    assert not mailoutbox
    assert Dispatch.objects.get().state == DispatchState.DROPPED


def test_a_cause_that_is_taken_back_tells_nobody(tell):
    with transaction.atomic():
        tell("act")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_the_job_is_started_when_the_cause_is_written_and_something_may_go_at_once(
    tell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as begun:
        tell("act", 1, NIGHT)
    assert not begun
    with django_capture_on_commit_callbacks() as begun:
        tell("act", 2, MORNING)
    assert len(begun) == 1


def test_a_dispatch_is_due_when_the_receivers_day_begins(tell):
    tell("news", as_of=NIGHT)
    assert Dispatch.objects.get().due_at == MORNING.replace(hour=8)


@pytest.mark.parametrize(("kind", "ways"), [("news", ["email"]), ("quiet", [])])
def test_ways_are_those_of_the_kind_unless_the_receiver_chose_others(tell, abena, kind, ways):
    tell(kind)
    assert list(Dispatch.objects.values_list("way", flat=True)) == ways
    switch_kinds(person=abena, kinds=[kind], way="email", is_on=not ways)
    tell(kind, 2)
    assert Dispatch.objects.filter(message__idempotency_key="2").exists() is not bool(ways)


def test_many_are_told_in_as_many_queries_whatever_their_number(django_assert_max_num_queries):
    people = [person(f"Person {number}") for number in range(30)]
    new = [New(one, "news", {"number": 1}, "1") for one in people]
    with django_assert_max_num_queries(9):
        assert notify_all(new=new, as_of=MORNING) == 30
    assert notify_all(new=new, as_of=MORNING) == 0
    assert Dispatch.objects.count() == 30


def test_who_may_not_sign_in_is_told_nothing(abena, tell):
    abena.is_active = False
    notify(person=abena, kind="act", refs={"number": 1}, key="1", as_of=MORNING)
    assert not Message.objects.exists()


@pytest.mark.parametrize("refs", [{"name": "Abena Osei"}, {"level": 2.5}, {"is_known": True}])
def test_refs_are_ids(abena, refs):
    with pytest.raises(ValueError, match="Refs are ids"):
        notify(person=abena, kind="act", refs=refs, key="1", as_of=MORNING)


def test_a_kind_that_nobody_declared_is_refused(abena):
    with pytest.raises(ValueError, match="no kind of message gossip"):
        notify(person=abena, kind="gossip", refs={}, key="1", as_of=MORNING)


def test_acts_that_no_longer_wait_are_found_and_settled(tell):
    tell("act", 1)
    tell("act", 2)
    tell("news", 3)
    SAID[1] = SAID[3] = None
    assert settle_finished(as_of=MORNING) == 1
    assert set(Message.objects.open().values_list("idempotency_key", flat=True)) == {"2", "3"}


def test_old_messages_are_forgotten_but_for_acts_that_wait(tell):
    old = MORNING - timedelta(days=181)
    tell("act", 1, old)
    tell("news", 2, old)
    tell("news", 3)
    assert forget_old_messages(before=MORNING - timedelta(days=180)) == 1
    assert set(Message.objects.values_list("idempotency_key", flat=True)) == {"1", "3"}
