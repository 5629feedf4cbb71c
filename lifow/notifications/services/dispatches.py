"""Delivering what is due: each message once on each way, whoever is killed at whatever moment.

A delivery is three short transactions. The first takes rows: it fixes the delivery id, counts the attempt and
the delivery of the day, and moves `due_at` behind a lease, so that they are found again should this process
die. The second says that the way is about to be asked; the third says that it has taken the delivery. A
process that dies between the last two leaves a delivery of which nobody knows whether it arrived: it goes
again under the same id.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone, translation

from lifow.base.days import zone_of
from lifow.base.fields import new_public_id
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently
from lifow.notifications.choices import OPEN, DispatchState
from lifow.notifications.compute import Collecting, DeliveryPlan, Due, WorkingWeek, plan_deliveries
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import (
    Letter,
    Outgoing,
    SendError,
    Way,
    WayClosedError,
    all_kinds,
    find_kind,
    known_kind,
)
from lifow.notifications.reports import (
    Choices,
    Words,
    choices_of,
    language_of,
    put_into_words,
    working_weeks,
)
from lifow.notifications.services.bounces import record_bounce
from lifow.notifications.services.messages import LOOK_AGAIN_AFTER, settle_messages
from lifow.notifications.services.other_ways import OtherWays, other_ways
from lifow.people.persons.models import Person

MOST_ATTEMPTS = 5
MOST_PEOPLE = 500
# Longer than any server takes to answer: nobody else sends what somebody is sending.
LEASE = timedelta(minutes=10)
RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
UNKNOWN_KIND_AFTER = timedelta(hours=1)
# What was set aside is tried again each day, for as long as it is news.
SET_ASIDE_FOR = timedelta(days=1)
TRIED_AGAIN_FOR = timedelta(days=14)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """Dispatches that this process delivers together; nobody else touches them until the lease is over."""

    person: Person
    dispatches: Sequence[Dispatch]
    delivery_id: str


def people_to_reach(*, way: Way, as_of: datetime) -> list[int]:
    """Ids of people with something due on a way, whoever waits longest first; at most 500."""
    due = Dispatch.objects.due(way.key, as_of).values("receiver").annotate(since=Min("due_at"))
    return list(due.order_by("since", "receiver").values_list("receiver", flat=True)[:MOST_PEOPLE])


def send_next(*, person_id: int, way: Way, as_of: datetime) -> bool:
    """Try the next delivery to somebody that hours, leave, choice and cap allow now; whether there was one.

    Raises WayClosedError where the way's server cannot be reached: then nothing is counted. An outage of the
    database or the machine is raised, and counts as no attempt either.
    """
    taken = _take(person_id, way, as_of)
    if taken is None:
        return False
    try:
        with (
            translation.override(language_of(taken.person)),
            timezone.override(zone_of(taken.person.timezone)),
        ):
            outgoing, taken = _put_together(taken, as_of)
            if outgoing is not None:
                _hand_over(outgoing, taken, way, as_of)
    except Exception as error:
        if is_outage(error):
            _take_attempt_back(taken, as_of, reason_of(error))
        raise
    return True


def look_again(*, person: Person, as_of: datetime) -> None:
    """Have what waits for somebody planned anew, because their hours or choices have changed."""
    waiting = Dispatch.objects.for_receiver(person).filter(state=DispatchState.WAITING)
    waiting.filter(due_at__gt=as_of).update(due_at=as_of)


def try_again(*, dispatch_ids: Collection[int], as_of: datetime) -> int:
    """Give dispatches that were set aside new attempts, as a new delivery; how many."""
    aside = Dispatch.objects.filter(pk__in=dispatch_ids, state=DispatchState.FAILED)
    return aside.update(state=DispatchState.WAITING, attempts=0, delivery_id="", begun_at=None, due_at=as_of)


def try_set_aside_again(*, as_of: datetime) -> int:
    """Give what was set aside a day ago one more attempt, under the id that it has; how many.

    What a server has refused for good is not tried again, nor what somebody was told of weeks ago: the inbox
    has it.
    """
    worn = Dispatch.objects.filter(state=DispatchState.FAILED, attempts__gte=MOST_ATTEMPTS)
    rested = worn.filter(due_at__lte=as_of - SET_ASIDE_FOR, message__created_at__gte=as_of - TRIED_AGAIN_FOR)
    return rested.update(state=DispatchState.WAITING, attempts=MOST_ATTEMPTS - 1, due_at=as_of)


def _take(person_id: int, way: Way, as_of: datetime) -> Taken | None:
    """Take what goes to a person next; None where nothing may now, or somebody else is at it."""
    with transaction.atomic():
        people = Person.objects.select_for_update(no_key=True, skip_locked=True)
        person = people.filter(pk=person_id).first()
        if person is None:
            return None
        rows = list(
            Dispatch.objects.due(way.key, as_of).for_receiver(person).select_related("message").order_by("pk")
        )
        choices = choices_of([person_id])[person_id]
        wanted = _still_wanted(person, rows, way, choices, as_of)
        plan = _plan(person, wanted, choices.collecting, as_of)
        for dispatch_id, moment in plan.later.items():
            Dispatch.objects.filter(pk=dispatch_id).update(due_at=moment or as_of + LOOK_AGAIN_AFTER)
        if not plan.deliveries:
            return None
        by_id = {row.pk: row for row in wanted}
        taken = [by_id[each] for each in plan.deliveries[0]]
        delivery_id = taken[0].delivery_id or _new_delivery_id()
        # Counted from here on: whoever takes the next one for this person knows of this one.
        _update(
            taken,
            attempts=F("attempts") + 1,
            last_error=NOT_ENDED,
            due_at=as_of + LEASE,
            delivery_id=delivery_id,
            begun_at=Coalesce("begun_at", Value(as_of)),
        )
    for row in taken:
        row.attempts += 1
        row.message.receiver = person
    return Taken(person, taken, delivery_id)


def _new_delivery_id() -> str:
    return f"{new_public_id('dlv')}@{urlsplit(settings.SITE_URL).hostname}"


def _still_wanted(
    person: Person, rows: Sequence[Dispatch], way: Way, choices: Choices, as_of: datetime
) -> list[Dispatch]:
    """Those of the rows that are to be sent; the others are dropped, set aside or left for later."""
    if not rows:
        return []
    if not person.is_active or not way.can_reach(person):
        _drop(rows)
        return []
    others = other_ways(person=person, rows=rows, way=way, as_of=as_of)
    wanted = []
    for row in rows:
        kind = find_kind(row.message.kind)
        if row.attempts >= MOST_ATTEMPTS:
            _update([row], state=DispatchState.FAILED, last_error=row.last_error or NOT_ENDED)
        elif kind is None:
            _update([row], due_at=as_of + UNKNOWN_KIND_AFTER)
        elif _is_done(row, others) or not choices.is_on(kind, way.key):
            _drop([row])
        elif until := others.waits.get(row.message_id):
            _update([row], due_at=until)
        else:
            wanted.append(row)
    return wanted


def _is_done(row: Dispatch, others: OtherWays) -> bool:
    """Whether what the message asks for is done, or its receiver has it by another way."""
    return row.message.done_at is not None or row.message_id in others.gone


def _plan(person: Person, rows: Iterable[Dispatch], collecting: Collecting, as_of: datetime) -> DeliveryPlan:
    due = [_due(row) for row in rows]
    if not due:
        return DeliveryPlan()
    week = working_weeks([person], as_of.date() - timedelta(days=1))[person.pk]
    return plan_deliveries(
        due,
        week=week,
        collecting=collecting,
        cap=settings.NOTIFICATIONS_A_DAY,
        made_today=_made_today(person, week, as_of),
        now=as_of,
    )


def _due(row: Dispatch) -> Due:
    kind = known_kind(row.message.kind)
    return Due(
        row.pk,
        row.message.created_at,
        row.message.is_act,
        kind.must_not_wait,
        row.delivery_id,
        kind.is_single,
    )


def _made_today(person: Person, week: WorkingWeek, as_of: datetime) -> int:
    """Deliveries of the person's present day that arrived or may have, whatever the way.

    But for what the cap does not count. What a way has refused is none: it goes by another.
    """
    begun = Dispatch.objects.for_receiver(person).begun_since(week.begins(week.local_day(as_of)))
    begun = begun.filter(Q(state=DispatchState.SENT) | Q(state__in=OPEN, last_error=NOT_ENDED))
    uncounted = [kind.key for kind in all_kinds() if kind.must_not_wait or kind.is_single]
    if uncounted:
        begun = begun.exclude(message__kind__in=uncounted)
    return begun.values("delivery_id").distinct().count()


def _put_together(taken: Taken, as_of: datetime) -> tuple[Outgoing | None, Taken]:
    """Put what was taken into words, and write down that it is about to be handed over.

    What no longer waits is settled, what cannot be put into words is tried again later: None where nothing is
    left, so that nothing empty is ever sent.
    """
    words = put_into_words(row.message for row in taken.dispatches)
    _give_back([row for row in taken.dispatches if row.message_id not in words.said])
    settle_messages(message_ids=words.gone, as_of=as_of)
    _drop([row for row in taken.dispatches if row.message_id in words.gone])
    for row in taken.dispatches:
        if row.message_id in words.failed:
            _put_off([row], words.failed[row.message_id], as_of)
    rest = [row for row in taken.dispatches if row.message_id in words.said]
    if not rest:
        return None, taken
    _update(rest, state=DispatchState.SENDING)
    letters = tuple(_letter(row, words) for row in rest)
    return Outgoing(taken.delivery_id, taken.person, letters), Taken(taken.person, rest, taken.delivery_id)


def _letter(row: Dispatch, words: Words) -> Letter:
    return Letter(row.message.public_id, known_kind(row.message.kind), words.said[row.message_id])


def _hand_over(outgoing: Outgoing, taken: Taken, way: Way, as_of: datetime) -> None:
    """Have the way deliver it, and write down what came of it."""
    try:
        way.send(outgoing)
    except WayClosedError as error:
        _take_attempt_back(taken, as_of, reason_of(error))
        raise
    except SendError as error:
        log.warning("delivery_refused", way=way.key, delivery=outgoing.delivery_id, error=str(error))
        _refused(taken, error, as_of)
        return
    except Exception as error:
        if is_outage(error):
            raise
        # Whatever is wrong with one delivery, the others go on.
        log.exception("delivery_failed", way=way.key, delivery=outgoing.delivery_id)
        _put_off(taken.dispatches, reason_of(error), as_of)
        return
    # It is on its way: a database that takes nothing for a while must not have it sent twice.
    written_patiently(
        lambda: _update(taken.dispatches, state=DispatchState.SENT, sent_at=as_of, last_error="")
    )
    for letter in outgoing.letters:
        if letter.kind.after_sending is not None:
            letter.kind.after_sending(letter, way.key, as_of)


def _take_attempt_back(taken: Taken, as_of: datetime, reason: str) -> None:
    """Count an attempt as none that an outage ended; what may be on its way goes again by its own id."""
    ids = [row.pk for row in taken.dispatches]
    begun = Dispatch.objects.open().filter(pk__in=ids, last_error=NOT_ENDED)
    written_patiently(
        lambda: begun.update(attempts=Greatest(F("attempts") - 1, 0), due_at=as_of, last_error=reason)
    )


def _refused(taken: Taken, error: SendError, as_of: datetime) -> None:
    if not error.is_permanent:
        _put_off(taken.dispatches, str(error), as_of)
        return
    with transaction.atomic():
        _update(taken.dispatches, state=DispatchState.FAILED, last_error=str(error))
        if error.is_bounce:
            record_bounce(
                address=taken.person.email or "",
                is_permanent=True,
                reason=str(error),
                key=taken.delivery_id,
                occurred_at=as_of,
            )


def _put_off(rows: Sequence[Dispatch], error: str, as_of: datetime) -> None:
    """Try again later, the more attempts there were the later; after the last one set aside."""
    for row in rows:
        if row.attempts >= MOST_ATTEMPTS:
            _update([row], state=DispatchState.FAILED, last_error=error)
        else:
            _update([row], due_at=as_of + RETRY_AFTER[row.attempts - 1], last_error=error)


def _give_back(rows: Sequence[Dispatch]) -> None:
    """Have what was taken and never handed over count as no delivery of the day."""
    untried = [row for row in rows if row.state == DispatchState.WAITING]
    _update(untried, delivery_id="", begun_at=None)


def _drop(rows: Sequence[Dispatch]) -> None:
    _update(rows, state=DispatchState.DROPPED)


def _update(rows: Sequence[Dispatch], **values: object) -> None:
    if rows:
        Dispatch.objects.filter(pk__in=[row.pk for row in rows], state__in=OPEN).update(**values)
