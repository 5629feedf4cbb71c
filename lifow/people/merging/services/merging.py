"""Merging a record into another one of the same person, and undoing it.

A merge is a row. What is only ever added to stays with its record and is read through that row; what a
person has now is moved, and what each row held before is kept, so that undoing it gives everything back. What
belongs to other apps they move themselves, when they are told (`PeopleMerged`, `PeopleSeparated`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.database.locks import tried_again_after_deadlock
from lifow.events.services import publish
from lifow.events.types import PeopleMerged, PeopleSeparated
from lifow.people.merging.models import MergeChange, PersonMerge
from lifow.people.merging.reports import merge_preview
from lifow.people.merging.services.accounts import move_account
from lifow.people.merging.services.changes import put_back
from lifow.people.merging.services.employments import move_employments
from lifow.people.merging.services.ids import move_ids
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.persons.services import follow_records, forget_addresses, keep_records_still
from lifow.people.roster.models import FormerExternalId, PersonMatch

KEPT_HERE = (Person, Employment, ExternalId, FormerExternalId, PersonMatch)


class MergeError(ValueError):
    """A merge that cannot be made or undone; `reasons` say why, and what to do first."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


@tried_again_after_deadlock
def merge_people(
    *,
    kept: Person,
    merged: Person,
    merged_by: Person | None,
    merged_at: datetime,
    is_named_twice: bool = False,
) -> PersonMerge:
    """Have a record count as another one's from now on, and move what the person has now to that one.

    The same twice is once. `is_named_twice` says that a system which names both today, under two ids, means
    one person. Raises MergeError where it cannot be (`merge_preview` says the same before).
    """
    with transaction.atomic():
        keep_records_still()
        kept, merged = _locked(kept, merged)
        before = PersonMerge.objects.in_force().filter(kept=kept, merged=merged).first()
        if before is not None:
            return before
        _check(kept, merged, merged_by, is_named_twice=is_named_twice)
        merge = PersonMerge.objects.create(kept=kept, merged=merged, merged_at=merged_at, merged_by=merged_by)
        reporting = set(Employment.objects.filter(manager=merged).values_list("person_id", flat=True))
        # Whose employment goes on depends on which ids their sources still name.
        move_employments(merge)
        move_ids(merge)
        move_account(merge)
        publish(PeopleMerged(merge.pk), occurred_at=merged_at)
        follow_records(person_ids={kept.pk, merged.pk, *reporting}, changed_at=merged_at)
    return merge


@tried_again_after_deadlock
def undo_merge(*, merge: PersonMerge, undone_by: Person | None, undone_at: datetime) -> PersonMerge:
    """Have the two count as two people again, and give each what they had before the merge.

    What was said of the kept person meanwhile stays with them, and so does what somebody has changed since.
    Undone twice is undone once. Raises MergeError while the kept person is merged into another one.
    """
    with transaction.atomic():
        keep_records_still()
        row = (
            PersonMerge.objects.select_for_update(of=("self",))
            .select_related("kept", "merged")
            .get(pk=merge.pk)
        )
        if row.undone_at is not None:
            return row
        _locked(row.kept, row.merged)
        if row.kept.merged_into_id is not None:
            said = _("%(kept)s is merged into another record by now. Undo that merge first.")
            raise MergeError([said % {"kept": row.kept}])
        row.undone_at, row.undone_by = max(undone_at, row.merged_at), undone_by
        row.save(update_fields=["undone_at", "undone_by"])
        touched = MergeChange.objects.filter(merge=row).of(Employment).values("row")
        theirs = Employment.objects.filter(pk__in=touched).values_list("person_id", flat=True)
        moved = set(theirs)
        put_back(merge=row, of=KEPT_HERE, at=row.undone_at)
        forget_addresses(person_ids=[row.kept_id, row.merged_id])
        publish(PeopleSeparated(row.pk), occurred_at=row.undone_at)
        follow_records(person_ids={row.kept_id, row.merged_id, *moved}, changed_at=row.undone_at)
    return row


def standing_merge(merge_id: int) -> PersonMerge | None:
    """A merge that is in force, locked until the transaction ends: for those who move their rows for it."""
    return _merge(merge_id, is_undone=False)


def undone_merge(merge_id: int) -> PersonMerge | None:
    """A merge that was undone, locked until the transaction ends: for those who put their rows back."""
    return _merge(merge_id, is_undone=True)


def _merge(merge_id: int, *, is_undone: bool) -> PersonMerge | None:
    rows = PersonMerge.objects.filter(pk=merge_id, undone_at__isnull=not is_undone)
    return rows.select_related("kept", "merged").select_for_update(of=("self",)).first()


def _locked(kept: Person, merged: Person) -> tuple[Person, Person]:
    """Both as they are stored, locked in the order of their ids."""
    both = Person.objects.filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    rows = {row.pk: row for row in both.select_for_update(of=("self",), no_key=True)}
    return rows[kept.pk], rows[merged.pk]


def _check(kept: Person, merged: Person, by: Person | None, *, is_named_twice: bool) -> None:
    preview = merge_preview(kept=kept, merged=merged, by=by)
    if preview.objections:
        raise MergeError(preview.objections)
    if preview.named_twice and not is_named_twice:
        said = _("%(systems)s names both today, and both work here. Say that the two ids are one person’s.")
        raise MergeError([said % {"systems": ", ".join(preview.named_twice)}])
