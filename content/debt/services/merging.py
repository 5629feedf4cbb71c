"""Writing tasks and topics of two records that are one person's."""

from datetime import datetime

from django.db import transaction

from content.debt.models import WishPerson, WritingTask
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge


def move_writing(*, merge_id: int, as_of: datetime) -> None:
    """Have the kept person own the tasks of the merged record, and ask for its topics. Twice is once."""
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        owned = WritingTask.objects.open().filter(owner=merge.merged_id)
        change_rows(merge=merge, rows=owned, at=as_of, owner_id=merge.kept_id)
        both = WishPerson.objects.filter(person=merge.kept_id).values("wish")
        asked = WishPerson.objects.filter(person=merge.merged_id).exclude(wish__in=both)
        change_rows(merge=merge, rows=asked, at=as_of, person_id=merge.kept_id)


def put_writing_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_writing`."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is not None:
            put_back(merge=merge, of=[WritingTask, WishPerson], at=as_of)
