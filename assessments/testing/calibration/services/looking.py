"""Somebody looks at an item that is held: it counts again as it is, or is asked no more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.services import ItemError, retire_item
from assessments.testing.calibration.choices import HealthState
from assessments.testing.calibration.models import ItemHealth
from assessments.testing.calibration.notifications import settle_held
from lifow.base.bounds import is_text_in_bounds
from lifow.people.persons.models import Person

LONGEST_NOTE = 300


class HealthError(ValueError):
    """A step that the health of an item does not allow; the message says why."""


def keep_item(*, version: ItemVersion, by: Person, note: str, as_of: datetime) -> ItemHealth:
    """Have answers to a version count as they are: it is not held again for the reasons that there are now.

    Twice is once. Raises HealthError without a note, and where nothing is known of the version.
    """
    said = _note(note)
    with transaction.atomic():
        row = _locked(version)
        if row.state == HealthState.KEPT and set(row.reasons) <= set(row.kept_reasons):
            return row
        row.state = HealthState.KEPT
        row.kept_reasons = sorted({*row.kept_reasons, *row.reasons})
        _look(row, by, said, as_of)
    return row


def retire_unhealthy_item(*, version: ItemVersion, by: Person, note: str, as_of: datetime) -> Item:
    """Ask the item no more, for what its answers say; what was answered stays counted. Twice is once.

    Raises HealthError without a note, and where nothing is known of the version.
    """
    said = _note(note)
    with transaction.atomic():
        row = _locked(version)
        try:
            item = retire_item(item=version.item, by=by, reason=said, as_of=as_of)
        except ItemError as error:
            raise HealthError(str(error)) from error
        _look(row, by, said, as_of)
    return item


def _look(row: ItemHealth, by: Person, note: str, as_of: datetime) -> None:
    row.looked_at, row.looked_at_by, row.note = as_of, by, note
    row.save()
    settle_held(row.version, as_of=as_of)


def _locked(version: ItemVersion) -> ItemHealth:
    row = ItemHealth.objects.select_for_update(of=("self",)).filter(version=version).first()
    if row is None:
        raise HealthError(_("Too few people have answered this question to say anything of it."))
    return row


def _note(note: str) -> str:
    said = note.strip()
    if not said or not is_text_in_bounds(said, LONGEST_NOTE):
        message = _("Say why, in at most %(longest)s characters.")
        raise HealthError(message % {"longest": LONGEST_NOTE})
    return said
