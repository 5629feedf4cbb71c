"""What two records of one person had to do with modules."""

from datetime import datetime

from django.db import transaction

from content.authoring.choices import ReviewState
from content.authoring.models import EditingSession, ModuleOwner, ModuleReview
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge


def move_authoring(*, merge_id: int, as_of: datetime) -> None:
    """Have the kept person own what the merged record owned, and be asked what it was asked. Twice is once.

    What the merged record has typed and not saved goes along, where the kept person has typed nothing there.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        owned = ModuleOwner.objects.filter(owner=merge.merged_id)
        change_rows(merge=merge, rows=owned, at=as_of, owner_id=merge.kept_id)
        asked = ModuleReview.objects.filter(state=ReviewState.IN_REVIEW, reviewer=merge.merged_id)
        change_rows(merge=merge, rows=asked, at=as_of, reviewer_id=merge.kept_id)
        for typed in EditingSession.objects.unsaved().filter(person=merge.merged_id):
            kept = EditingSession.objects.filter(person=merge.kept_id, module=typed.module_id)
            if not kept.exists():
                row = EditingSession.objects.filter(pk=typed.pk)
                change_rows(merge=merge, rows=row, at=as_of, person_id=merge.kept_id)


def put_authoring_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_authoring`."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is not None:
            put_back(merge=merge, of=[ModuleOwner, ModuleReview, EditingSession], at=as_of)
