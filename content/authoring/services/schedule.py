"""Publishing at a moment that somebody has said, and calling it off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.models import LONGEST_PROBLEM, ScheduledPublication
from content.authoring.notifications import settle_problem, tell_of_problem, tell_of_publication
from content.authoring.reports import is_approved, review_is_needed
from content.authoring.services.states import approve_module, check_complete, check_not_in_review
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleError,
    draft_of,
    edited_contents,
    edition_of,
    lock_catalogue,
    publish_module,
)
from lifow.people.persons.models import Person

LATEST = timedelta(days=2 * 366)


def schedule_publication(
    *, module: Module, by: Person, publish_at: datetime, as_of: datetime
) -> ScheduledPublication:
    """Have a module be published at a moment, with what it is to say now; another moment takes its place.

    Raises ModuleError for a moment that is past or far off, and for a text that may not be published.
    """
    if not as_of < publish_at <= as_of + LATEST:
        raise ModuleError("publish_on", _("Give a time that is still to come, within two years."))
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        check_not_in_review(module)
        if module.status == Module.Status.PUBLISHED and draft_of(module) is None:
            raise ModuleError("", _("There are no changes to publish."))
        if review_is_needed(module) and not is_approved(module):
            message = _("A second author reads a module before it is published. Send it for review.")
            raise ModuleError("", message)
        check_complete(edited_contents(module))
        values = {"publish_at": publish_at, "set_by": by, "set_at": as_of, "problem": ""}
        edition = edition_of(edited_contents(module))
        row, _is_new = ScheduledPublication.objects.update_or_create(
            module=module, defaults={**values, "edition": edition}
        )
    return row


def approve_for_later(
    *, module: Module, by: Person, publish_at: datetime, as_of: datetime, note: str = "", based_on: str = ""
) -> None:
    """Approve what waits for review, and have it be published at a moment. Raises as both do; then neither
    is done."""
    with transaction.atomic():
        approve_module(module=module, by=by, as_of=as_of, note=note, based_on=based_on, publish=False)
        schedule_publication(module=module, by=by, publish_at=publish_at, as_of=as_of)


def cancel_publication(*, module: Module) -> None:
    """Call off that a module is published by itself. Twice is once."""
    with transaction.atomic():
        lock_catalogue()
        ScheduledPublication.objects.filter(module=module).delete()


def publish_scheduled(*, as_of: datetime) -> int:
    """Publish all whose moment has come, each in a transaction of its own; how many. A second worker finds
    none."""
    ids = list(ScheduledPublication.objects.due(as_of).values_list("pk", flat=True))
    return sum(_publish(pk, as_of) for pk in ids)


def _publish(pk: int, as_of: datetime) -> bool:
    """Whether a module was published; its row says why it was not."""
    with transaction.atomic():
        lock_catalogue()
        # Read under the lock of the catalogue: whoever came second finds no row, or one with a problem.
        rows = ScheduledPublication.objects.due(as_of).select_related("module", "set_by")
        row = rows.filter(pk=pk).first()
        if row is None:
            return False
        problem = _publish_or_say_why(row)
        if problem:
            row.problem = problem[:LONGEST_PROBLEM]
            row.save(update_fields=["problem"])
            tell_of_problem(row, as_of=as_of)
        else:
            row.delete()
            settle_problem(row, as_of=as_of)
            tell_of_publication(row, as_of=as_of)
    return not problem


def _publish_or_say_why(row: ScheduledPublication) -> str:
    module = row.module
    if edition_of(edited_contents(module)) != row.edition:
        return _("It was changed after the time was set.")
    if review_is_needed(module) and not is_approved(module):
        return _("No second author has approved it.")
    try:
        with transaction.atomic():
            publish_module(module=module, by=row.set_by)
    except ModuleError as error:
        return str(error)
    return ""
