"""What a person did with a module."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Activity, Module
from content.services.plans import refresh_plans
from lifow.people.models import Person


class ModuleNotOpenError(ValueError):
    """A module that is not published cannot be learned from."""


def start_module(*, person: Person, module: Module, started_at: datetime) -> Activity:
    """Note that a person opened a module. Opening it again only moves the time it was last opened."""
    if module.status != Module.Status.PUBLISHED:
        raise ModuleNotOpenError(_("This module is not published."))
    activity, is_new = Activity.objects.get_or_create(
        person=person, module=module, defaults={"started_at": started_at, "touched_at": started_at}
    )
    if not is_new:
        Activity.objects.filter(pk=activity.pk).update(touched_at=started_at)
    return activity


def complete_module(*, person: Person, module: Module, completed_at: datetime) -> Activity:
    """Note that a person finished a module, and make their plan again without it.

    It is progress, not proficiency: the level stays until evidence says otherwise. A second call keeps
    the first time.
    """
    with transaction.atomic():
        activity = start_module(person=person, module=module, started_at=completed_at)
        unfinished = Activity.objects.open().filter(pk=activity.pk)
        if unfinished.update(completed_at=completed_at):
            refresh_plans(person_ids=[person.pk], as_of=completed_at)
    activity.refresh_from_db()
    return activity
