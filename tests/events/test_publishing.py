"""An event and its deliveries are written with their cause, and a worker is told once."""

import pytest
from django.db import DatabaseError, connection, transaction

from lifow.events.models import Delivery, Event
from lifow.events.registry import subscribe
from lifow.events.services import publish
from lifow.events.types import PayloadError
from tests.company import NOON
from tests.events.event_types import PersonLeft, RolesChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two_subscriptions(handler) -> None:
    subscribe(RolesChanged, handler, name="content.first")
    subscribe(RolesChanged, handler, name="mentoring.second")


@pytest.mark.usefixtures("_two_subscriptions")
def test_an_event_is_written_with_a_delivery_for_each_subscription():
    publish(RolesChanged((7, 8)), occurred_at=NOON)
    event = Event.objects.get()
    assert (event.type, event.payload, event.occurred_at) == (
        "tests.roles.changed",
        {"person_ids": [7, 8]},
        NOON,
    )
    assert set(event.deliveries.values_list("subscription", "attempts", "delivered_at")) == {
        ("content.first", 0, None),
        ("mentoring.second", 0, None),
    }


def test_an_event_that_nobody_subscribes_to_is_kept():
    publish(PersonLeft(7), occurred_at=NOON)
    assert Event.objects.get().payload == {"person_id": 7}
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("_two_subscriptions")
def test_many_events_are_as_many_statements_as_one(django_assert_num_queries):
    with django_assert_num_queries(2):
        publish(*(RolesChanged((pk,)) for pk in range(20)), occurred_at=NOON)
    assert Delivery.objects.count() == 40


@pytest.mark.parametrize(("event", "error"), [(RolesChanged([7]), PayloadError), (object(), TypeError)])
def test_what_is_no_event_is_not_written(event, error):
    with pytest.raises(error):
        publish(PersonLeft(7), event, occurred_at=NOON)
    assert not Event.objects.exists()


def test_the_database_refuses_to_change_an_event():
    publish(PersonLeft(7), occurred_at=NOON)
    event = Event.objects.get()
    event.payload = {"person_id": 8}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.update(type="person.stayed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_two_subscriptions")
class TestInRealTransactions:
    def test_a_worker_is_told_on_commit_and_once_a_transaction(self, sent):
        for _ in range(2):
            with transaction.atomic():
                publish(RolesChanged((7,)), occurred_at=NOON)
                publish(RolesChanged((8,)), RolesChanged((9,)), occurred_at=NOON)
                assert "lifow.events.tasks.deliver_events" not in sent[1:]
        assert sent == ["lifow.events.tasks.deliver_events"] * 2

    def test_nobody_is_told_of_what_nobody_subscribes_to(self, sent):
        with transaction.atomic():
            publish(PersonLeft(7), occurred_at=NOON)
        assert sent == []

    def test_what_is_rolled_back_is_neither_written_nor_told(self, sent):
        with transaction.atomic():
            publish(RolesChanged((7,)), occurred_at=NOON)
            transaction.set_rollback(True)
        assert (sent, Event.objects.count(), Delivery.objects.count()) == ([], 0, 0)

    def test_a_savepoint_that_is_rolled_back_does_not_keep_the_next_event_from_being_told(self, sent):
        with transaction.atomic():
            with transaction.atomic():
                publish(RolesChanged((7,)), occurred_at=NOON)
                transaction.set_rollback(True)
            publish(RolesChanged((8,)), occurred_at=NOON)
        assert sent == ["lifow.events.tasks.deliver_events"]
        assert Event.objects.get().payload == {"person_ids": [8]}

    def test_outside_of_a_transaction_nothing_is_published(self):
        assert not connection.in_atomic_block
        with pytest.raises(transaction.TransactionManagementError, match="of its cause"):
            publish(RolesChanged((7,)), occurred_at=NOON)
        assert not Event.objects.exists()
