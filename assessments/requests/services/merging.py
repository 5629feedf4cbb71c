"""Requests for ratings about or to a record that is merged into another one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import settle_answered
from assessments.requests.services.asking_again import tell_again
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
    """Give the two what was asked about, of and by each before the merge; how many could not be.

    Who is asked again what was withdrawn is told again.
    """
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is None:
            return 0
        changes = merge.changes.of(RatingRequest).standing().filter(after__state=RequestState.WITHDRAWN)
        withdrawn = list(changes.values_list("row", flat=True))
        left = put_back(merge=merge, of=MOVED, at=as_of)
        tell_again(RatingRequest.objects.open().filter(pk__in=withdrawn), as_of=as_of)
    return left


def _asked_twice(merge: PersonMerge, theirs: Q) -> QuerySet[RatingRequest]:
    """Open requests of the merged record that the kept person has too."""
    kept, merged = merge.kept_id, merge.merged_id
    own = RatingRequest.objects.open().filter(skill=OuterRef("skill"))
    about = Q(person=merged, asked=merged) & Q(Exists(own.filter(person=kept, asked=kept)))
    about |= Q(person=merged) & Q(Exists(own.filter(person=kept, asked=OuterRef("asked"))))
    about |= Q(asked=merged) & Q(Exists(own.filter(asked=kept, person=OuterRef("person"))))
    return RatingRequest.objects.open().filter(theirs).filter(about)


def _withdraw(merge: PersonMerge, rows: QuerySet[RatingRequest], as_of: datetime) -> None:
    """Withdraw these, and take what was told of them out of inboxes where nothing else is left of it."""
    withdrawn = list(rows)
    ids = RatingRequest.objects.filter(pk__in=[row.pk for row in withdrawn])
    change_rows(merge=merge, rows=ids, at=as_of, state=RequestState.WITHDRAWN, closed_at=as_of)
    settle_answered(withdrawn, as_of=as_of)
