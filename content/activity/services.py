"""What a person did with a module."""

from datetime import datetime

from django.utils.translation import gettext as _

from content.activity.models import Activity
from content.catalogue.models import Module
from lifow.people.persons.models import Person


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
