"""Requests for ratings about or to a record that is merged into another one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge

MOVED = (RatingRequest, RequestBatch)


def move_requests(*, merge_id: int, as_of: datetime) -> int:
    """Have what is asked about a merged record, of it and by it be the kept person's; how many requests.

    What asks one of the two about the other is withdrawn while it is open: nobody is asked about themselves
    as another. So is an open one that is asked of the same person twice.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return 0
        kept, merged = merge.kept_id, merge.merged_id
        theirs = Q(person=merged) | Q(asked=merged)
        both = RatingRequest.objects.exclude(asked=F("person")).filter(
            person__in=[kept, merged], asked__in=[kept, merged]
        )
        _withdraw(merge, both.open(), as_of)
        _withdraw(merge, _asked_twice(merge, theirs), as_of)
        rows = RatingRequest.objects.filter(theirs).exclude(pk__in=both.values("pk"))
        about_oneself = rows.filter(person=merged, asked=merged)
        moved = change_rows(merge=merge, rows=about_oneself, at=as_of, person_id=kept, asked_id=kept)
        moved += change_rows(merge=merge, rows=rows.filter(person=merged), at=as_of, person_id=kept)
        moved += change_rows(merge=merge, rows=rows.filter(asked=merged), at=as_of, asked_id=kept)
        asked_by = RatingRequest.objects.filter(asked_by=merged)
        change_rows(merge=merge, rows=asked_by, at=as_of, asked_by_id=kept)
        batches = RequestBatch.objects.filter(asked_by=merged)
        change_rows(merge=merge, rows=batches, at=as_of, asked_by_id=kept)
    return moved


def put_requests_back(*, merge_id: int, as_of: datetime) -> int:
    """Give the two what was asked about, of and by each before the merge; how many could not be."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        return 0 if merge is None else put_back(merge=merge, of=MOVED, at=as_of)


def _asked_twice(merge: PersonMerge, theirs: Q) -> QuerySet[RatingRequest]:
    """Open requests of the merged record that the kept person has too."""
    kept, merged = merge.kept_id, merge.merged_id
    own = RatingRequest.objects.open().filter(skill=OuterRef("skill"))
    about = Q(person=merged, asked=merged) & Q(Exists(own.filter(person=kept, asked=kept)))
    about |= Q(person=merged) & Q(Exists(own.filter(person=kept, asked=OuterRef("asked"))))
    about |= Q(asked=merged) & Q(Exists(own.filter(asked=kept, person=OuterRef("person"))))
    return RatingRequest.objects.open().filter(theirs).filter(about)


def _withdraw(merge: PersonMerge, rows: QuerySet[RatingRequest], as_of: datetime) -> None:
    """Their messages are settled with all that are finished, in the night: by then most undone merges are."""
    ids = RatingRequest.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    change_rows(merge=merge, rows=ids, at=as_of, state=RequestState.WITHDRAWN, closed_at=as_of)
