"""Publishing events and delivering them, safe under any number of workers, killed at any moment.

What a handler writes and the mark that it was delivered are one transaction: killed in between, it is done
again as if it had never been. The attempt is counted before, in a transaction of its own, so that an event
that kills its worker comes to an end too.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from lifow.base.database.batches import delete_in_batches
from lifow.base.jobs import start_soon
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently
from lifow.events.models import Delivery, Event
from lifow.events.registry import subscription_named, subscriptions_of
from lifow.events.types import PayloadError, from_payload, name_of, to_payload

MOST_ATTEMPTS = 3
# What was set aside is tried again, once, after this long.
SET_ASIDE_FOR = timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Drained:
    """What a drain did: deliveries that succeeded, and those that failed or have to be tried again."""

    delivered: int = 0
    failed: int = 0


def publish(*events: object, occurred_at: datetime) -> None:
    """Write events and a delivery for each of their subscriptions, in the transaction of their cause.

    A worker is told on commit, once a transaction. Raises TransactionManagementError outside of one: a
    crash between the cause and the event would lose it. PayloadError for a value that is not of its type.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is published in the transaction of its cause.")
    rows = Event.objects.bulk_create(
        Event(type=name_of(type(event)), payload=to_payload(event), occurred_at=occurred_at)
        for event in events
    )
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=row, subscription=subscription.name)
        for event, row in zip(events, rows, strict=True)
        for subscription in subscriptions_of(type(event))
    )
    # A rolled back savepoint takes its callbacks with it, so this list knows whether one is still to run.
    if deliveries and not any(callback[1] is _start_delivery for callback in connection.run_on_commit):
        transaction.on_commit(_start_delivery)


def deliver_due(*, as_of: datetime, limit: int) -> Drained:
    """Deliver at most `limit` events that are due, oldest first, each in a transaction of its own.

    One that fails holds up no other: it rests for half a minute, then for five, and is set aside with the
    reason after the third attempt. What another worker has in hand is left to it. An outage is nobody's fault
    and not counted.

    Raises OperationalError while the database is away, RuntimeError inside a transaction.
    """
    due = Delivery.objects.due(as_of).order_by("pk").values_list("pk", flat=True)[:limit]
    outcomes = Counter(_deliver(delivery_id, as_of) for delivery_id in list(due))
    return Drained(delivered=outcomes[True], failed=outcomes[False])


def retry_deliveries(*, delivery_ids: Collection[int]) -> int:
    """Give those of the deliveries that were set aside three new attempts, from now on; how many."""
    chosen = Delivery.objects.set_aside().filter(pk__in=delivery_ids)
    return chosen.update(attempts=0, attempted_at=None, set_aside_at=None, last_error="")


def try_set_aside_again(*, as_of: datetime) -> int:
    """Give deliveries that were set aside a day ago one more attempt; how many."""
    rested = Delivery.objects.set_aside().filter(set_aside_at__lte=as_of - SET_ASIDE_FOR)
    return rested.update(set_aside_at=None, attempts=MOST_ATTEMPTS - 1)


def forget_delivered(*, before: datetime) -> int:
    """Delete the events of before that moment that nobody waits for any more; how many.

    Those with a delivery that waits or was set aside stay.
    """
    return delete_in_batches(Event.objects.delivered().filter(occurred_at__lt=before))


def _start_delivery() -> None:
    start_soon("lifow.events.tasks.deliver_events")


def _deliver(delivery_id: int, as_of: datetime) -> bool | None:
    """Whether one delivery succeeded; None where it is another worker's or was set aside."""
    attempt = _count_attempt(delivery_id, as_of)
    if attempt is None:
        return None
    try:
        with transaction.atomic(durable=True):
            return _handle(delivery_id, attempt, as_of)
    except Exception as error:
        reason = reason_of(error)
        log.warning("delivery_failed", delivery=delivery_id, attempt=attempt, error=reason)
        if is_outage(error):
            _take_attempt_back(delivery_id, attempt, reason)
        else:
            _note_failure(delivery_id, attempt, reason, as_of)
        return False


def _count_attempt(delivery_id: int, as_of: datetime) -> int | None:
    """Which attempt this is, counted and committed before it begins; None where it is not to be tried now.

    Between this transaction and that of the attempt no lock is held, but others let the delivery rest.
    """
    with transaction.atomic(durable=True):
        due = Delivery.objects.due(as_of).filter(pk=delivery_id).select_for_update(skip_locked=True)
        delivery = due.first()
        if delivery is None:
            return None
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.set_aside_at = as_of
            delivery.save(update_fields=["set_aside_at"])
            return None
        delivery.attempts += 1
        delivery.attempted_at, delivery.last_error = as_of, NOT_ENDED
        delivery.save(update_fields=["attempts", "attempted_at", "last_error"])
        return delivery.attempts


def _handle(delivery_id: int, attempt: int, as_of: datetime) -> bool | None:
    """Call the handler and mark the delivery; None where somebody else has begun another attempt since.

    A lock is waited for: whoever found the delivery due, and then counted already, has it until they let go.
    """
    mine = Delivery.objects.waiting().filter(pk=delivery_id, attempts=attempt).select_related("event")
    delivery = mine.select_for_update(of=("self",)).first()
    if delivery is None:
        return None
    subscription = subscription_named(delivery.subscription)
    event = from_payload(delivery.event.type, delivery.event.payload)
    if not isinstance(event, subscription.event_type):
        raise PayloadError(f"{subscription.name} does not subscribe to {delivery.event.type} any more.")
    subscription.handler(event, occurred_at=delivery.event.occurred_at)
    _mark_delivered(delivery, as_of)
    return True


def _mark_delivered(delivery: Delivery, as_of: datetime) -> None:
    delivery.delivered_at, delivery.last_error = as_of, ""
    delivery.save(update_fields=["delivered_at", "last_error"])


def _note_failure(delivery_id: int, attempt: int, reason: str, as_of: datetime) -> None:
    """Keep why the attempt failed; the last one sets the delivery aside."""
    set_aside_at = as_of if attempt >= MOST_ATTEMPTS else None
    mine = Delivery.objects.waiting().filter(pk=delivery_id, attempts=attempt)
    mine.update(last_error=reason, set_aside_at=set_aside_at)


def _take_attempt_back(delivery_id: int, attempt: int, reason: str) -> None:
    """Count an attempt as none, as soon as the database answers again; for a minute it is waited for."""
    mine = Delivery.objects.waiting().filter(pk=delivery_id, attempts=attempt)
    written_patiently(lambda: mine.update(attempts=Greatest(F("attempts") - 1, 0), last_error=reason))
