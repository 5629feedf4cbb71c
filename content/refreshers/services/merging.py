"""Refreshers of two records that are one person's."""

from datetime import datetime

from content.refreshers.models import RefresherCard, RefresherTold
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

MOVED = (RefresherCard, RefresherTold)


def move_refreshers(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what was learned under a merged record come back to the kept person, in the transaction around.

    A question that comes back to both goes on as the kept person answered it.
    """
    own = list(RefresherCard.objects.filter(person=merge.kept_id).values_list("item", flat=True))
    theirs = RefresherCard.objects.filter(person=merge.merged_id).exclude(item__in=own)
    change_rows(merge=merge, rows=theirs, at=moved_at, person_id=merge.kept_id)
    if not RefresherTold.objects.filter(person=merge.kept_id).exists():
        rows = RefresherTold.objects.filter(person=merge.merged_id)
        change_rows(merge=merge, rows=rows, at=moved_at, person_id=merge.kept_id)
