"""What a person did with a module."""

from datetime import datetime

from django.utils.translation import gettext as _

from content.activity.models import Activity
from content.catalogue.models import Module
from lifow.people.persons.models import Person


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
