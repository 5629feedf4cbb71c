"""Requests and steps of two records that are one person's."""

from datetime import datetime

from django.db import models, transaction

from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge
from mentoring.help.models import HelpClaim, HelpMessage, HelpRequest, HelpStep

MOVED: tuple[type[models.Model], ...] = (HelpRequest, HelpStep, HelpClaim, HelpMessage)


def move_help(*, merge_id: int, as_of: datetime) -> None:
    """Have the requests, steps, claims and words of the merged record be the kept person's. Twice is once."""
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        for name in ("person", "claimed_by", "answered_by"):
            rows = HelpRequest.objects.filter(**{name: merge.merged_id})
            change_rows(merge=merge, rows=rows, at=as_of, **{f"{name}_id": merge.kept_id})
        both = HelpStep.objects.filter(person=merge.kept_id).values("request")
        steps = HelpStep.objects.filter(person=merge.merged_id).exclude(request__in=both)
        change_rows(merge=merge, rows=steps, at=as_of, person_id=merge.kept_id)
        claims = HelpClaim.objects.filter(person=merge.merged_id)
        change_rows(merge=merge, rows=claims, at=as_of, person_id=merge.kept_id)
        words = HelpMessage.objects.filter(author=merge.merged_id)
        change_rows(merge=merge, rows=words, at=as_of, author_id=merge.kept_id)


def put_help_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_help`."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is not None:
            put_back(merge=merge, of=MOVED, at=as_of)
