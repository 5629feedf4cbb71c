"""Plans, and what people chose for them, follow two records that are one person's, or two people's again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from content.activity.services import move_all, moved_models
from content.catalogue.models import Module
from content.planning.models import LearningTime, Plan, PutOffStep, WeekTold
from content.planning.services.plans import lock_plans, refresh_plans
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import (
    change_rows,
    put_back,
    remove_rows,
    standing_merge,
    undone_merge,
)


def move_learning(*, merge_id: int, as_of: datetime) -> None:
    """Have what a merged record has done, chosen and written be the kept person's, and make their plan again.

    Where the kept person has chosen minutes, those hold. The record's own plan goes. Twice is once.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        lock_plans([merge.kept_id, merge.merged_id])
        move_all(merge=merge, moved_at=as_of)
        written = Module.objects.filter(author=merge.merged_id)
        change_rows(merge=merge, rows=written, at=as_of, author_id=merge.kept_id)
        for model in (LearningTime, WeekTold):
            if not model._default_manager.filter(person=merge.kept_id).exists():
                rows = model._default_manager.filter(person=merge.merged_id)
                change_rows(merge=merge, rows=rows, at=as_of, person_id=merge.kept_id)
        _move_put_off(merge, as_of)
        remove_rows(merge=merge, rows=Plan.objects.filter(person=merge.merged_id))
        refresh_plans(person_ids=[merge.kept_id], as_of=as_of)


def put_learning_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_learning`: each of the two has what they had before, and a plan of their own."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is None:
            return
        lock_plans([merge.kept_id, merge.merged_id])
        put_back(
            merge=merge, of=[*moved_models(), Module, LearningTime, PutOffStep, WeekTold, Plan], at=as_of
        )
        refresh_plans(person_ids=[merge.kept_id, merge.merged_id], as_of=as_of)


def _move_put_off(merge: PersonMerge, as_of: datetime) -> None:
    """What the merged record has put off is the kept person's, where they have not put off the same."""
    theirs = PutOffStep.objects.filter(person=merge.merged_id)
    own = PutOffStep.objects.filter(person=merge.kept_id)
    same = Q(module__in=own.filter(module__isnull=False).values("module"))
    same |= Q(skill__in=own.filter(skill__isnull=False).values("skill"))
    ids = list(theirs.filter(same).values_list("pk", flat=True))
    remove_rows(merge=merge, rows=PutOffStep.objects.filter(pk__in=ids))
    change_rows(merge=merge, rows=theirs, at=as_of, person_id=merge.kept_id)
