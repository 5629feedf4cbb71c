"""What a person did with a module."""

from datetime import datetime

from django.utils.translation import gettext as _

from content.activity.models import Activity
from content.catalogue.models import Module
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

HOW_FAR = ("touched_at", "completed_at", "minutes_done", "minutes_before", "paused_at", "extra_at")


class ModuleNotOpenError(ValueError):
    """A module that is not published cannot be learned from."""


def pause_module(
    *, person: Person, module: Module, minutes_done: int, monday: datetime, paused_at: datetime
) -> Activity:
    """Note how many minutes of a module a person has done so far, to go on with it in a later week.

    `monday` is when the person's week began: what was done in weeks before stays with them. Fewer minutes
    than those are not counted, nor are all of the module: that would be done. What is done stays as it is.
    Gives what is stored then, which somebody may have completed meanwhile.
    """
    activity = start_module(person=person, module=module, started_at=paused_at)
    is_again = activity.paused_at is not None and activity.paused_at >= monday
    before = activity.minutes_before if is_again else activity.minutes_done
    Activity.objects.open().filter(pk=activity.pk).update(
        minutes_before=before,
        minutes_done=max(before, min(minutes_done, module.minutes - 1)),
        paused_at=paused_at,
    )
    activity.refresh_from_db()
    return activity


def start_module(*, person: Person, module: Module, started_at: datetime, is_extra: bool = False) -> Activity:
    """Note that a person opened a module. Opening it again only moves the time it was last opened.

    With `is_extra` it is done beside the minutes of this week's plan, unless some of it was done before.
    """
    if module.status != Module.Status.PUBLISHED:
        raise ModuleNotOpenError(_("This module is not published."))
    activity, is_new = Activity.objects.get_or_create(
        person=person, module=module, defaults={"started_at": started_at, "touched_at": started_at}
    )
    if not is_new:
        Activity.objects.filter(pk=activity.pk).update(touched_at=started_at)
    if is_extra:
        Activity.objects.open().filter(pk=activity.pk, minutes_done=0).update(extra_at=started_at)
    return activity


def move_activities(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what was done under a merged record be done by the kept person, in the transaction around.

    Of a module that both have opened the kept person has what is further: it is done where one of them has
    done it, else it is paused where more of it was done.
    """
    theirs = Activity.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in Activity.objects.filter(person=merge.kept_id, module__in=theirs.values("module"))
    }
    for other in theirs.filter(module__in=own):
        row = own[other.module_id]
        if _is_further(other, row):
            rows = Activity.objects.filter(pk=row.pk)
            values = {name: getattr(other, name) for name in HOW_FAR}
            started = min(row.started_at, other.started_at)
            change_rows(merge=merge, rows=rows, at=moved_at, started_at=started, **values)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)


def _is_further(one: Activity, other: Activity) -> bool:
    if one.completed_at is not None:
        return other.completed_at is None or one.completed_at < other.completed_at
    return other.completed_at is None and one.minutes_done > other.minutes_done
