"""Several drains at the same moment make each delivery once."""

from collections import Counter
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from lifow.base.models import IdempotencyKey
from lifow.events import services
from lifow.events.models import Delivery
from lifow.events.registry import subscribe
from lifow.events.services import deliver_due, publish
from tests.company import NOON
from tests.concurrency import at_once
from tests.events.event_types import PersonLeft

pytestmark = pytest.mark.django_db(transaction=True)


def test_drains_at_once_share_the_deliveries_and_make_each_once(sent):
    called: list[int] = []

    def write_slowly(event, *, occurred_at):
        called.append(event.person_id)
        sleep(0.005)
        IdempotencyKey.objects.create(client="tests", key=str(event.person_id), request_digest="")

    subscribe(PersonLeft, write_slowly, name="tests.first")
    subscribe(PersonLeft, lambda event, *, occurred_at: None, name="tests.second")
    with transaction.atomic():
        publish(*map(PersonLeft, range(30)), occurred_at=NOON)
    drains = at_once([partial(deliver_due, as_of=NOON, limit=100)] * 4)
    assert sum(drained.delivered for drained in drains) == 60
    assert [drained.failed for drained in drains] == [0] * 4
    assert Counter(called) == Counter(range(30))
    assert IdempotencyKey.objects.count() == 30
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.postgres
def test_who_only_looks_at_a_delivery_does_not_keep_its_drain_from_it(sent):
    """PostgreSQL locks a row before it sees that it is due no more, and then keeps the lock for a moment."""
    subscribe(PersonLeft, lambda event, *, occurred_at: None, name="tests.first")
    with transaction.atomic():
        publish(PersonLeft(1), occurred_at=NOON)
    pk = Delivery.objects.get().pk
    attempt = services._count_attempt(pk, NOON)
    is_locked = Event()

    def look():
        with transaction.atomic():
            Delivery.objects.select_for_update().get(pk=pk)
            is_locked.set()
            sleep(0.2)

    def handle():
        is_locked.wait(10)
        with transaction.atomic():
            return services._handle(pk, attempt, NOON)

    assert at_once([look, handle]) == [None, True]


@pytest.mark.postgres
def test_a_drain_passes_by_what_another_has_in_hand(sent):
    """On SQLite the write transaction is one, and the second drain waits."""
    others: list[int] = []

    def drain_meanwhile(event, *, occurred_at):
        if event.person_id == 1:
            (drained,) = at_once([partial(deliver_due, as_of=NOON, limit=100)])
            others.append(drained.delivered)

    subscribe(PersonLeft, drain_meanwhile, name="tests.first")
    with transaction.atomic():
        publish(*map(PersonLeft, (1, 2, 3)), occurred_at=NOON)
    assert deliver_due(as_of=NOON, limit=100).delivered == 1
    assert others == [2]
