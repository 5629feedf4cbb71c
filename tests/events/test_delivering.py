"""Each delivery is made once, in order, and one that fails holds up nobody and comes to an end."""

import errno
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from lifow.base.database.batches import delete_in_batches
from lifow.base.models import IdempotencyKey
from lifow.events import services, tasks
from lifow.events.models import Delivery, Event
from lifow.events.registry import subscribe
from lifow.events.services import Drained, deliver_due, forget_delivered, publish, retry_deliveries
from tests.company import NOON
from tests.events.event_types import PersonLeft, RolesChanged

pytestmark = pytest.mark.django_db
HALF_A_MINUTE, FIVE_MINUTES = timedelta(seconds=30), timedelta(minutes=5)


def drain(after: timedelta = timedelta(0)) -> Drained:
    return deliver_due(as_of=NOON + after, limit=100)


def left(*person_ids: int) -> None:
    """Publish that these people have left."""
    publish(*map(PersonLeft, person_ids), occurred_at=NOON)


@pytest.fixture
def failing():
    """Errors by person, raised by the handler that this fixture subscribes; who was handled is in `rows`."""
    errors: dict[int, BaseException] = {}

    def write_or_fail(event, *, occurred_at):
        IdempotencyKey.objects.create(client="tests", key=str(event.person_id), request_digest="")
        if event.person_id in errors:
            raise errors[event.person_id]

    subscribe(PersonLeft, write_or_fail, name="tests.write")
    return errors


def handled() -> list[int]:
    """Whom the handler has written a row of, in that order."""
    return [int(key) for key in IdempotencyKey.objects.order_by("pk").values_list("key", flat=True)]


def test_a_handler_gets_the_event_and_when_it_occurred(handler, received):
    subscribe(RolesChanged, handler, name="tests.first")
    publish(RolesChanged((7, 8)), occurred_at=NOON)
    assert drain(HALF_A_MINUTE) == Drained(delivered=1)
    assert received == [(RolesChanged((7, 8)), NOON)]
    made = Delivery.objects.get()
    assert (made.delivered_at, made.attempts, made.last_error) == (NOON + HALF_A_MINUTE, 1, "")
    assert drain(FIVE_MINUTES) == Drained()


@pytest.mark.usefixtures("failing")
def test_events_are_delivered_in_their_order_and_no_more_than_asked_for():
    left(3, 1, 2)
    assert deliver_due(as_of=NOON, limit=2) == Drained(delivered=2)
    assert handled() == [3, 1]
    assert drain() == Drained(delivered=1)


def test_one_that_fails_leaves_nothing_behind_and_holds_up_nobody(failing):
    failing[1] = ValueError("no such seat")
    left(1, 2, 3)
    assert drain() == Drained(delivered=2, failed=1)
    assert handled() == [2, 3]
    assert Delivery.objects.waiting().get().last_error == "ValueError: no such seat"


def test_it_rests_longer_each_time_and_is_set_aside_after_three_attempts(failing):
    failing[1] = ValueError("no such seat")
    left(1)
    tried = [seconds for seconds in range(0, 1200, 10) if drain(timedelta(seconds=seconds)).failed]
    assert tried == [0, 30, 330]
    aside = Delivery.objects.set_aside().get()
    assert (aside.attempts, aside.last_error) == (3, "ValueError: no such seat")
    assert aside.set_aside_at == NOON + timedelta(seconds=330)


def test_what_was_set_aside_is_tried_again_when_somebody_says_so(failing):
    failing[1] = ValueError("no such seat")
    left(1, 2)
    for after in (timedelta(0), HALF_A_MINUTE, 2 * FIVE_MINUTES):
        drain(after)
    del failing[1]
    assert drain(timedelta(days=1)) == Drained()
    assert retry_deliveries(delivery_ids=Delivery.objects.values_list("pk", flat=True)) == 1
    assert drain(timedelta(days=1)) == Drained(delivered=1)
    assert handled() == [2, 1]


def test_it_is_tried_again_each_day_once(failing):
    failing[1] = ValueError("no such seat")
    left(1)
    for after in (timedelta(0), HALF_A_MINUTE, 2 * FIVE_MINUTES):
        drain(after)
    day = timedelta(days=1, minutes=30)
    assert services.try_set_aside_again(as_of=NOON + day - timedelta(hours=1)) == 0
    assert services.try_set_aside_again(as_of=NOON + day) == 1
    assert drain(day) == Drained(failed=1)
    assert Delivery.objects.set_aside().get().last_error == "ValueError: no such seat"
    del failing[1]
    assert services.try_set_aside_again(as_of=NOON + 2 * day) == 1
    assert drain(2 * day) == Drained(delivered=1)


def test_an_outage_is_not_counted_however_often_it_comes(failing):
    failing[1] = OSError(errno.ENOSPC, "No space left on device")
    left(1)
    for minutes in range(0, 60, 6):
        assert drain(timedelta(minutes=minutes)) == Drained(failed=1)
    waiting = Delivery.objects.waiting().get()
    assert (waiting.attempts, waiting.last_error) == (0, "OSError: [Errno 28] No space left on device")
    del failing[1]
    assert drain(timedelta(hours=2)) == Drained(delivered=1)


def test_a_process_that_ends_in_the_middle_has_made_an_attempt_and_nothing_else(failing):
    failing[1] = SystemExit()
    left(1)
    for after in (timedelta(0), HALF_A_MINUTE, 2 * FIVE_MINUTES):
        with pytest.raises(SystemExit):
            drain(after)
        waiting = Delivery.objects.waiting().get()
    assert (waiting.attempts, waiting.last_error, handled()) == (3, services.NOT_ENDED, [])
    assert drain(4 * FIVE_MINUTES) == Drained()
    assert Delivery.objects.set_aside().get().last_error == services.NOT_ENDED


@pytest.mark.parametrize("text", ["one\0two", "half of \ud83d", "x" * 100_000])
def test_any_error_can_be_kept(failing, text):
    failing[1] = ValueError(text)
    left(1, 2)
    assert drain() == Drained(delivered=1, failed=1)
    assert Delivery.objects.waiting().get().last_error.startswith("ValueError: ")


def test_a_handler_publishes_and_is_delivered_to_in_the_same_run(handler, received, sent):
    def pass_on(event, *, occurred_at):
        publish(PersonLeft(event.person_ids[0]), occurred_at=occurred_at)

    subscribe(RolesChanged, pass_on, name="tests.pass_on")
    subscribe(PersonLeft, handler, name="tests.first")
    publish(RolesChanged((7,)), occurred_at=NOON)
    assert tasks.deliver_events() == 2
    assert received == [(PersonLeft(7), NOON)]
    assert tasks.deliver_events() == 0


def test_a_run_stops_after_its_time_and_goes_on_as_another_task(failing, sent, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_SECONDS", 0)
    left(*range(1, 31))
    assert tasks.deliver_events() == tasks.AT_ONCE
    assert len(handled()) == tasks.AT_ONCE
    assert connection.run_on_commit[-1][1].args[0] == "lifow.events.tasks.deliver_events"


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("kind", "payload", "subscription", "reason"),
    [
        ("tests.person.left", {}, "tests.write", "person_id"),
        ("person.promoted", {"person_id": 1}, "tests.write", "event type 'person.promoted'"),
        ("tests.person.left", {"person_id": 1}, "tests.gone", "subscription 'tests.gone'"),
        (
            "tests.roles.changed",
            {"person_ids": [1]},
            "tests.write",
            "does not subscribe to tests.roles.changed",
        ),
        ("tests.person.left", [1], "tests.write", "PayloadError"),
    ],
)
def test_what_another_version_wrote_does_not_break_a_drain(kind, payload, subscription, reason):
    strange = Event.objects.create(type=kind, payload=payload, occurred_at=NOON)
    Delivery.objects.create(event=strange, subscription=subscription)
    left(2)
    assert drain() == Drained(delivered=1, failed=1)
    assert reason in Delivery.objects.waiting().get().last_error


@pytest.mark.usefixtures("failing")
def test_fields_that_another_version_wrote_are_delivered_without():
    event = Event.objects.create(
        type="tests.person.left", payload={"person_id": 1, "on": "2026-03-02"}, occurred_at=NOON
    )
    Delivery.objects.create(event=event, subscription="tests.write")
    assert drain() == Drained(delivered=1)


@pytest.mark.usefixtures("failing")
def test_who_was_overtaken_between_counting_and_locking_leaves_it_to_the_other():
    left(1)
    pk = Delivery.objects.get().pk
    slow, quick = services._count_attempt(pk, NOON), services._count_attempt(pk, NOON + HALF_A_MINUTE)
    assert (slow, quick) == (1, 2)
    assert services._handle(pk, slow, NOON) is None
    assert services._handle(pk, quick, NOON) is True
    assert services._handle(pk, quick, NOON) is None
    assert handled() == [1]


def test_what_everybody_has_had_is_forgotten(failing):
    failing[2] = ValueError("no such seat")
    left(1, 2)
    publish(RolesChanged((7,)), occurred_at=NOON)
    drain()
    left(3)
    late = NOON + timedelta(days=1)
    publish(RolesChanged((8,)), occurred_at=late)
    assert forget_delivered(before=NOON) == 0
    assert forget_delivered(before=late) == 2
    assert [event.payload for event in Event.objects.order_by("pk")] == [
        {"person_id": 2},
        {"person_id": 3},
        {"person_ids": [8]},
    ]
    assert Delivery.objects.count() == 2


def test_more_than_a_batch_is_forgotten(failing, monkeypatch):
    monkeypatch.setattr(services, "delete_in_batches", partial(delete_in_batches, at_once=2))
    publish(*(RolesChanged((pk,)) for pk in range(5)), occurred_at=NOON)
    assert tasks.forget_delivered_events() == 5


def test_nothing_is_forgotten_where_the_settings_say_so(failing, settings):
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"events": 0}
    publish(RolesChanged((7,)), occurred_at=NOON)
    assert tasks.forget_delivered_events() == 0


@pytest.mark.django_db(transaction=True)
class TestInRealTransactions:
    @pytest.mark.usefixtures("failing")
    def test_nothing_is_delivered_inside_a_transaction(self, sent):
        with transaction.atomic():
            left(1)
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            drain()
        assert handled() == []

    @pytest.mark.postgres
    def test_a_lost_connection_is_no_attempt(self, failing, sent):
        def lose_connection(event, *, occurred_at):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        subscribe(RolesChanged, lose_connection, name="tests.lose")
        with transaction.atomic():
            publish(RolesChanged((7,)), occurred_at=NOON)
            left(1)
        for number in range(5):
            assert drain(number * FIVE_MINUTES).failed == 1
        waiting = Delivery.objects.waiting().get()
        assert (waiting.attempts, waiting.subscription, handled()) == (0, "tests.lose", [1])
        assert waiting.last_error.startswith("django.db.utils.OperationalError: ")

    @pytest.mark.postgres
    @pytest.mark.parametrize(
        ("state", "attempts"), [("53200", 0), ("57P01", 0), ("08006", 0), ("40P01", 0), ("22012", 1)]
    )
    def test_what_the_server_is_at_fault_for_is_no_attempt(self, handler, sent, state, attempts):
        def fail(event, *, occurred_at):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '{state}'; END $$")

        subscribe(PersonLeft, fail, name="tests.fail")
        with transaction.atomic():
            left(1)
        assert drain() == Drained(failed=1)
        assert Delivery.objects.get().attempts == attempts

    def test_a_statement_that_is_wrong_is_an_attempt(self, sent):
        def ask_for_what_is_not_there(event, *, occurred_at):
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM there_is_none")

        subscribe(PersonLeft, ask_for_what_is_not_there, name="tests.fail")
        with transaction.atomic():
            left(1)
        assert drain() == Drained(failed=1)
        assert Delivery.objects.get().attempts == 1

    def test_a_full_disk_of_sqlite_is_no_attempt(self, sent):
        if connection.vendor != "sqlite":
            pytest.skip("this run is on PostgreSQL")

        def fill_it(event, *, occurred_at):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA page_count")
                pages = cursor.fetchone()[0]
                cursor.execute(f"PRAGMA max_page_count = {pages}")
                try:
                    IdempotencyKey.objects.create(
                        client="tests", key="1", request_digest="", body="x" * 10**7
                    )
                finally:
                    cursor.execute("PRAGMA max_page_count = 1073741823")

        subscribe(PersonLeft, fill_it, name="tests.fill")
        with transaction.atomic():
            left(1)
        assert drain() == Drained(failed=1)
        assert Delivery.objects.get().attempts == 0
