"""Telling others that somebody's leave has begun or ended: once each, whoever sees it first."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lifow.base.database.columns import among
from lifow.events.services import publish
from lifow.events.types import LeaveBegan, LeaveEnded, in_chunks
from lifow.people.persons.models import CurrentLeave, Employment, Person
from lifow.people.persons.services.locks import keep_records

AT_ONCE = 1000


def follow_leave(*, person_ids: Collection[int], as_of: datetime) -> int:
    """Tell of these people whose leave has begun or ended where they are since it was told last; how many.

    For a transaction that has locked their rows, as everybody who writes records has: it is told in the
    transaction of what brought it about, and once (`LeaveBegan`, `LeaveEnded`).
    """
    theirs = Employment.objects.filter(person__in=among(person_ids))
    on_leave = set(theirs.on_leave(as_of).values_list("person_id", flat=True))
    rows = CurrentLeave.objects.filter(person__in=among(person_ids))
    told = set(rows.values_list("person_id", flat=True))
    began, ended = on_leave - told, told - on_leave
    if not began and not ended:
        return 0
    rows.filter(person__in=among(ended)).delete()
    CurrentLeave.objects.bulk_create(
        [CurrentLeave(person_id=person_id, told_at=as_of) for person_id in sorted(began)], batch_size=AT_ONCE
    )
    publish(*in_chunks(LeaveBegan, person_ids=began), occurred_at=as_of)
    publish(*in_chunks(LeaveEnded, person_ids=ended), occurred_at=as_of)
    return len(began) + len(ended)


def follow_leave_by_day(*, as_of: datetime) -> int:
    """Tell of those whose leave has begun or ended because a day has come where they are; how many people.

    A thousand a transaction, and only those whose records nobody is writing: whoever writes them tells of it.
    """
    on_leave = set(Employment.objects.on_leave(as_of).values_list("person_id", flat=True))
    told = set(CurrentLeave.objects.values_list("person_id", flat=True))
    due = sorted(on_leave ^ told)
    return sum(_follow(due[start : start + AT_ONCE], as_of) for start in range(0, len(due), AT_ONCE))


def _follow(person_ids: Collection[int], as_of: datetime) -> int:
    with transaction.atomic():
        keep_records()
        people = Person.objects.filter(pk__in=person_ids).order_by("pk")
        locked = people.select_for_update(of=("self",), no_key=True, skip_locked=True)
        return follow_leave(person_ids=list(locked.values_list("pk", flat=True)), as_of=as_of)
