"""Taking questions out of use, and drafts away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.notifications import settle_reviews
from assessments.testing.bank.services.contents import ItemError, check_skill, locked
from lifow.base.bounds import is_text_in_bounds
from lifow.people.persons.models import Person

LONGEST_REASON = 300


def retire_item(*, item: Item, by: Person | None, reason: str, as_of: datetime) -> Item:
    """Ask a question no more. What was answered stays counted. Twice is once.

    What waits for review of it is a draft again. Raises ItemError without a reason.
    """
    if not reason.strip() or not is_text_in_bounds(reason, LONGEST_REASON):
        message = _("Say why, in at most %(longest)s characters.")
        raise ItemError("reason", message % {"longest": LONGEST_REASON})
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if row.state == ItemState.RETIRED:
            return row
        waiting = row.versions.filter(state=VersionState.IN_REVIEW)
        waiting.update(state=VersionState.DRAFT, submitted_at=None)
        row.state, row.retired_at, row.retired_by = ItemState.RETIRED, as_of, by
        row.retired_reason = reason.strip()
        row.save(update_fields=["state", "retired_at", "retired_by", "retired_reason", "updated_at"])
        settle_reviews(as_of=as_of)
    return row


def unretire_item(*, item: Item) -> Item:
    """Put a retired question back to where it was: in use, or a draft. Twice is once.

    Raises ItemError where its skill is no longer assessed.
    """
    with transaction.atomic():
        row = Item.objects.select_for_update(of=("self",)).select_related("skill").get(pk=item.pk)
        if row.state != ItemState.RETIRED:
            return row
        check_skill(row.skill)
        was_published = row.versions.filter(state=VersionState.PUBLISHED).exists()
        row.state = ItemState.PUBLISHED if was_published else ItemState.DRAFT
        row.retired_at, row.retired_by, row.retired_reason = None, None, ""
        row.save(update_fields=["state", "retired_at", "retired_by", "retired_reason", "updated_at"])
    return row


def discard_version(*, version: ItemVersion) -> Item | None:
    """Delete a draft; with its question where there is no other version, and None is given then.

    Raises ItemError for what was published or waits for review.
    """
    with transaction.atomic():
        stored = locked(version)
        if stored.state != VersionState.DRAFT:
            raise ItemError("", _("Only a draft can be deleted. Take it back from review, or retire it."))
        item = stored.item
        stored.delete()
        if item.versions.exists():
            Item.objects.filter(pk=item.pk).update()
            return item
        item.delete()
    return None
