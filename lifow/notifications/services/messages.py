"""Telling people, and what becomes of what they were told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from lifow.base.database.batches import delete_in_batches
from lifow.base.jobs import start_soon
from lifow.notifications.choices import DispatchState
from lifow.notifications.compute import Due, collection_moment
from lifow.notifications.models import Bounce, Dispatch, Message
from lifow.notifications.registry import all_ways, known_kind
from lifow.notifications.reports import choices_of, put_into_words, working_weeks
from lifow.people.persons.models import Person

AT_ONCE = 1000
LOOK_AGAIN_AFTER = timedelta(days=1)
SEND_DUE = "lifow.notifications.tasks.send_due"


@dataclass(frozen=True, slots=True)
class New:
    """Somebody to tell: `refs` are ids of what it is about, `key` makes what is told twice one message."""

    person: Person
    kind: str
    refs: Mapping[str, int]
    key: str


def notify(*, person: Person, kind: str, refs: Mapping[str, int], key: str, as_of: datetime) -> None:
    """Tell somebody, in the transaction of the cause: once for each kind and key while the message is open.

    `kind` is the key of a registered kind, `refs` are ids: what the message says is made from them when it is
    shown or sent. Whoever may not sign in is told nothing. Raises ValueError for an unknown kind and for refs
    that are no ids.
    """
    notify_all(new=[New(person, kind, refs, key)], as_of=as_of)


def notify_all(*, new: Sequence[New], as_of: datetime) -> int:
    """Tell many people at once, as `notify` does; how many messages are new."""
    for one in new:
        known_kind(one.kind)
        if not all(type(value) is int for value in one.refs.values()):
            raise ValueError(f"Refs are ids, which say nothing by themselves: {dict(one.refs)}")
    told = [one for one in new if one.person.is_active]
    if not told:
        return 0
    with transaction.atomic():
        made = [_write(told[start : start + AT_ONCE], as_of) for start in range(0, len(told), AT_ONCE)]
    return sum(made)


def settle(*, person: Person, kind: str, key: str, as_of: datetime) -> None:
    """Close what somebody was told, because it is done or no longer wanted: it leaves the inbox, unsent."""
    settle_all(kind=kind, keys=[(person.pk, key)], as_of=as_of)


def settle_all(*, kind: str, keys: Collection[tuple[int, str]], as_of: datetime) -> int:
    """Close messages of one kind, each named by its receiver's id and its key; how many were open."""
    named = Message.objects.open().filter(
        kind=kind,
        receiver__in={person_id for person_id, _key in keys},
        idempotency_key__in={key for _person_id, key in keys},
    )
    rows = named.values_list("pk", "receiver_id", "idempotency_key")
    wanted = set(keys)
    return settle_messages(message_ids=[pk for pk, *told in rows if tuple(told) in wanted], as_of=as_of)


def settle_messages(*, message_ids: Iterable[int], as_of: datetime) -> int:
    """Close these messages, and drop what of them is not sent yet; how many were open."""
    ids = list(message_ids)
    if not ids:
        return 0
    with transaction.atomic():
        settled = Message.objects.open().filter(pk__in=ids).update(done_at=as_of)
        waiting = Dispatch.objects.filter(message__in=ids, state=DispatchState.WAITING)
        waiting.update(state=DispatchState.DROPPED)
    return settled


def settle_finished(*, as_of: datetime) -> int:
    """Close every act that no longer waits though nobody said so; how many there were."""
    acts = Message.objects.open().filter(is_act=True).select_related("receiver").order_by("pk")
    settled, last = 0, 0
    while batch := list(acts.filter(pk__gt=last)[:AT_ONCE]):
        settled += settle_messages(message_ids=put_into_words(batch).gone, as_of=as_of)
        last = batch[-1].pk
    return settled


def mark_read(*, message: Message, as_of: datetime) -> None:
    """The receiver has seen it; the first time counts."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=as_of)


def mark_opened(*, message: Message, way: str, as_of: datetime) -> None:
    """The receiver has followed the link of what came by this way; the first time counts."""
    message.dispatches.filter(way=way, state=DispatchState.SENT, opened_at__isnull=True).update(
        opened_at=as_of
    )


def mark_all_read(*, person: Person, as_of: datetime) -> int:
    """All that is open has been seen; how many messages had not."""
    return Message.objects.for_receiver(person).open().unread().update(read_at=as_of)


def forget_old_messages(*, before: datetime) -> int:
    """Delete messages of before that moment, but for acts that still wait, and bounces; how many messages."""
    old = Message.objects.filter(Q(is_act=False) | Q(done_at__isnull=False), created_at__lt=before)
    forgotten = delete_in_batches(old)
    delete_in_batches(Bounce.objects.filter(occurred_at__lt=before))
    return forgotten


def _write(new: Collection[New], as_of: datetime) -> int:
    """Write the messages that are not there yet, each with its dispatches; how many."""
    rows = [
        Message(
            receiver=one.person,
            kind=one.kind,
            is_act=known_kind(one.kind).is_act,
            refs=dict(one.refs),
            idempotency_key=one.key,
            created_at=as_of,
        )
        for one in new
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    # Whichever were there already have other public ids.
    written = list(Message.objects.filter(public_id__in=[row.public_id for row in rows]))
    dispatches = _dispatches(written, {one.person.pk: one.person for one in new}, as_of)
    Dispatch.objects.bulk_create(dispatches)
    if any(dispatch.due_at <= as_of for dispatch in dispatches):
        start_soon(SEND_DUE)
    return len(written)


def _dispatches(messages: Iterable[Message], people: Mapping[int, Person], as_of: datetime) -> list[Dispatch]:
    """One row for each message and way that its receiver wants it on, due in the receiver's hours."""
    choices = choices_of(people.keys())
    weeks = working_weeks(people.values(), as_of.date() - timedelta(days=1))
    dispatches = []
    for message in messages:
        kind, chosen = known_kind(message.kind), choices[message.receiver_id]
        due = Due(message.pk, as_of, kind.is_act, kind.must_not_wait, is_single=kind.is_single)
        moment = collection_moment(weeks[message.receiver_id], chosen.collecting, due)
        dispatches += [
            Dispatch(
                message=message,
                receiver_id=message.receiver_id,
                way=way.key,
                due_at=moment or as_of + LOOK_AGAIN_AFTER,
            )
            for way in all_ways()
            if chosen.is_on(kind, way.key)
        ]
    return dispatches
