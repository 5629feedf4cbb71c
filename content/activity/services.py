"""What a person did with a module."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry, LearningHours
from content.activity.moving import move_all as move_all
from content.activity.moving import moved_models as moved_models
from content.activity.moving import register_move as register_move
from content.catalogue.models import Module
from lifow.base.channels import Channel
from lifow.base.database.columns import among
from lifow.events.services import publish
from lifow.events.types import ModulesCompleted
from lifow.notifications.reports import working_weeks
from lifow.people.persons.models import Employment, OrgUnit, Person

MOST_SECONDS_AT_ONCE = 600
"""More is not believed of one count: pages count every three minutes."""
ALL_OF_IT = 100
FOUR_WEEKS = timedelta(weeks=4)
LEAST_PEOPLE = 5


class ModuleNotOpenError(ValueError):
    """A module that is not published cannot be learned from."""


def count_learning(
    *,
    person: Person,
    module: Module,
    seconds: int,
    reached: int,
    at: datetime,
    channel: str = Channel.PORTAL,
) -> Activity:
    """Count seconds in which somebody used a module's page, and how far down its text was seen, in percent.

    No more seconds are counted than have gone by since the last count, however many windows are open, and
    MOST_SECONDS_AT_ONCE at most. Raises ModuleNotOpenError.
    """
    with transaction.atomic():
        believed = max(0, min(seconds, MOST_SECONDS_AT_ONCE))
        start_module(
            person=person, module=module, started_at=at - timedelta(seconds=believed), channel=channel
        )
        row = Activity.objects.select_for_update().get(person=person, module=module)
        if row.counted_at is not None:
            believed = max(0, min(believed, int((at - row.counted_at).total_seconds())))
        row.active_seconds += believed
        row.reached = max(row.reached, min(reached, ALL_OF_IT))
        row.counted_at = max(at, row.counted_at or at)
        row.touched_at = max(at, row.touched_at)
        row.save(update_fields=["active_seconds", "reached", "counted_at", "touched_at", "updated_at"])
        if believed:
            note_entry(
                person=person, module=module, act=Act.LEARNED, at=at, channel=channel, seconds=believed
            )
    return row


def note_entry(
    *, person: Person, module: Module, act: str, at: datetime, channel: str, seconds: int = 0
) -> ActivityEntry:
    """Add an entry of what somebody did with a module, and whether it was in their working hours."""
    week = working_weeks([person], at.date())[person.pk]
    return ActivityEntry.objects.create(
        person=person,
        module=module,
        act=act,
        at=at,
        channel=channel,
        in_hours=week.is_working(at),
        seconds=seconds,
    )


def count_learning_hours(*, as_of: datetime) -> int:
    """Count anew how much each unit learned within FOUR_WEEKS, in and outside working hours; how many units.

    The people of a unit are its own and those of all below it. Units in which fewer than LEAST_PEOPLE learned
    have no numbers, and those in which fewer did so outside their hours none of that: they would be those of
    single people.
    """
    entries = ActivityEntry.objects.since(as_of - FOUR_WEEKS).filter(at__lte=as_of, seconds__gt=0)
    learned = (
        entries.values("person_id")
        .order_by()
        .annotate(all=Sum("seconds"), outside=Sum("seconds", filter=Q(in_hours=False), default=0))
        .values_list("person_id", "all", "outside")
    )
    current = Employment.objects.current().filter(org_unit__isnull=False).order_by()
    unit_of = dict(current.values_list("person_id", "org_unit_id"))
    above = dict(OrgUnit.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person_id, seconds, outside in learned.iterator():
        for unit_id in _with_those_above(unit_of.get(person_id), above):
            found[unit_id].append((seconds, outside))
    rows = [
        _learning_hours(unit_id, told, as_of) for unit_id, told in found.items() if len(told) >= LEAST_PEOPLE
    ]
    with transaction.atomic():
        LearningHours.objects.all().delete()
        LearningHours.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def read_again(*, person_ids: Sequence[int], module_ids: Sequence[int], done_before: datetime) -> int:
    """Have people read modules to the end once more that they completed before a moment, as these are asked
    for again; how many there were. What they have done stays done."""
    done = Activity.objects.completed().filter(person__in=among(person_ids), module__in=module_ids)
    old = done.alias(last=Coalesce("repeated_at", "completed_at")).filter(last__lt=done_before)
    return old.filter(reached__gt=0).update(reached=0)


def complete_again(
    *, person: Person, module: Module, completed_at: datetime, channel: str = Channel.PORTAL
) -> bool:
    """Note that somebody has done a module once more that they had completed; whether they had.

    In the transaction around. When it was completed first stays.
    """
    done = Activity.objects.completed().filter(person=person, module=module, completed_at__lt=completed_at)
    if not done.update(repeated_at=completed_at, touched_at=completed_at):
        return False
    note_entry(person=person, module=module, act=Act.COMPLETED, at=completed_at, channel=channel)
    return True


def _with_those_above(unit_id: int | None, above: Mapping[int, int]) -> Iterator[int]:
    """A unit, and each one that it is part of."""
    seen: set[int] = set()
    while unit_id is not None and unit_id not in seen:
        seen.add(unit_id)
        yield unit_id
        unit_id = above.get(unit_id)


def _learning_hours(unit_id: int, told: Sequence[tuple[int, int]], as_of: datetime) -> LearningHours:
    people = sum(outside > 0 for _seconds, outside in told)
    is_told = people >= LEAST_PEOPLE
    return LearningHours(
        org_unit_id=unit_id,
        people=len(told),
        people_outside=people if is_told else 0,
        seconds=sum(seconds for seconds, _outside in told),
        seconds_outside=sum(outside for _seconds, outside in told) if is_told else 0,
        counted_at=as_of,
    )


def pause_module(
    *,
    person: Person,
    module: Module,
    minutes_done: int,
    monday: datetime,
    paused_at: datetime,
    channel: str = Channel.PORTAL,
) -> Activity:
    """Note how many minutes of a module a person has done so far, to go on with it in a later week.

    `monday` is when the person's week began: what was done in weeks before stays with them. Fewer minutes
    than those are not counted, nor are all of the module: that would be done. What is done stays as it is.
    Gives what is stored then, which somebody may have completed meanwhile.
    """
    activity = start_module(person=person, module=module, started_at=paused_at, channel=channel)
    is_again = activity.paused_at is not None and activity.paused_at >= monday
    before = activity.minutes_before if is_again else activity.minutes_done
    is_paused = (
        Activity.objects.open()
        .filter(pk=activity.pk)
        .update(
            minutes_before=before,
            minutes_done=max(before, min(minutes_done, module.minutes - 1)),
            paused_at=paused_at,
        )
    )
    if is_paused:
        note_entry(person=person, module=module, act=Act.PAUSED, at=paused_at, channel=channel)
    activity.refresh_from_db()
    return activity


def start_module(
    *,
    person: Person,
    module: Module,
    started_at: datetime,
    is_extra: bool = False,
    channel: str = Channel.PORTAL,
) -> Activity:
    """Note that a person opened a module. Opening it again only moves the time it was last opened.

    With `is_extra` it is done beside the minutes of this week's plan, unless some of it was done before.
    """
    if module.status != Module.Status.PUBLISHED:
        raise ModuleNotOpenError(_("This module is not published."))
    activity, is_new = Activity.objects.get_or_create(
        person=person, module=module, defaults={"started_at": started_at, "touched_at": started_at}
    )
    if is_new:
        note_entry(person=person, module=module, act=Act.STARTED, at=started_at, channel=channel)
    else:
        later = Activity.objects.filter(pk=activity.pk, touched_at__lt=started_at)
        later.update(touched_at=started_at)
    if is_extra:
        Activity.objects.open().filter(pk=activity.pk, minutes_done=0).update(extra_at=started_at)
    return activity


def finish_module(*, person: Person, module: Module, completed_at: datetime) -> bool:
    """Note that somebody else's word has completed a module that a person has opened; whether that is new.

    In the transaction around. The person's plan is made again soon, without it.
    """
    open_ones = Activity.objects.open().filter(person=person, module=module)
    if not open_ones.update(completed_at=completed_at, updated_at=completed_at):
        return False
    note_entry(person=person, module=module, act=Act.COMPLETED, at=completed_at, channel=Channel.PORTAL)
    publish(ModulesCompleted((person.pk,)), occurred_at=completed_at)
    return True
