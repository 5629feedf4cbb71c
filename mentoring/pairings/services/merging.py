"""Pairings, seats and the waiting list of a record that is merged into another one."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import (
    change_rows,
    put_back,
    remove_rows,
    standing_merge,
    undone_merge,
)
from mentoring.choices import OPEN, PairingState
from mentoring.mentors.models import ExcludedPair, FindableSkill, Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched, Waiting

MOVED: tuple[type[models.Model], ...] = (
    Pairing,
    Mentor,
    Seat,
    FindableSkill,
    ExcludedPair,
    Waiting,
    Unmatched,
)


def move_mentoring(*, merge_id: int, as_of: datetime) -> None:
    """Have a merged record's pairings, offer and place on the waiting list be the kept person's.

    Twice is once. Its shortlist goes: the next match makes one for the person. Where both have an offer, the
    kept person's holds, and learners of the other one stay with the person until their pairings are over.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        _move_offer(merge, as_of)
        _move_pairings(merge, as_of)
        _move_waiting(merge, as_of)
        _move_findable_skills(merge, as_of)
        for one, other in (("mentee", "mentor"), ("mentor", "mentee")):
            rows = ExcludedPair.objects.filter(**{one: merge.merged_id}).exclude(**{other: merge.kept_id})
            known = ExcludedPair.objects.filter(**{one: merge.kept_id, other: OuterRef(other)})
            change_rows(
                merge=merge, rows=rows.filter(~Exists(known)), at=as_of, **{f"{one}_id": merge.kept_id}
            )


def put_mentoring_back(*, merge_id: int, as_of: datetime) -> int:
    """Give each of the two the pairings, offer and place that they had before; how many rows could not be."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        return 0 if merge is None else put_back(merge=merge, of=MOVED, at=as_of)


def _move_findable_skills(merge: PersonMerge, as_of: datetime) -> None:
    """Where both have chosen a skill, the kept person's choice holds."""
    known = FindableSkill.objects.filter(person=merge.kept_id, skill=OuterRef("skill"))
    theirs = FindableSkill.objects.filter(~Exists(known), person=merge.merged_id)
    change_rows(merge=merge, rows=theirs, at=as_of, person_id=merge.kept_id)


def _move_pairings(merge: PersonMerge, as_of: datetime) -> None:
    kept, merged = merge.kept_id, merge.merged_id
    theirs = Pairing.objects.filter(Q(mentee=merged) | Q(mentor=merged))
    both = theirs.filter(mentee__in=[kept, merged], mentor__in=[kept, merged])
    shortlist = theirs.proposed().filter(Q(mentee=merged) | Q(pk__in=both) | Q(_is_known(merge)))
    change_rows(merge=merge, rows=_rows(shortlist), at=as_of, state=PairingState.EXPIRED, closed_at=as_of)
    as_learner = theirs.filter(mentee=merged).exclude(mentor=kept)
    if Pairing.objects.for_mentee(kept).under_way().exists():
        # It was refused before; whoever got there in between keeps both until one is over.
        as_learner = as_learner.exclude(state__in=OPEN)
    change_rows(merge=merge, rows=_rows(as_learner), at=as_of, mentee_id=kept)
    as_mentor = (
        theirs.filter(mentor=merged).exclude(mentee=kept).filter(~_is_known(merge) | ~Q(state__in=OPEN))
    )
    change_rows(merge=merge, rows=_rows(as_mentor), at=as_of, mentor_id=kept)


def _is_known(merge: PersonMerge) -> Exists:
    """That the kept person has an open pairing as mentor with the same learner."""
    return Exists(Pairing.objects.open().for_mentor(merge.kept_id).filter(mentee=OuterRef("mentee")))


def _rows(rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """The same rows by their ids: what chose them changes with them."""
    return Pairing.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))


def _move_offer(merge: PersonMerge, as_of: datetime) -> None:
    offer = Mentor.objects.filter(person=merge.merged_id)
    if not Mentor.objects.filter(person=merge.kept_id).exists():
        change_rows(merge=merge, rows=offer, at=as_of, person_id=merge.kept_id)
        return
    change_rows(merge=merge, rows=offer, at=as_of, is_willing=False)
    open_seats = Seat.objects.open().filter(mentor__person=merge.merged_id)
    change_rows(merge=merge, rows=open_seats, at=as_of, closed_at=as_of)


def _move_waiting(merge: PersonMerge, as_of: datetime) -> None:
    """The person has waited since the earlier of the two moments."""
    remove_rows(merge=merge, rows=Unmatched.objects.filter(person=merge.merged_id))
    theirs = Waiting.objects.filter(person=merge.merged_id)
    own = Waiting.objects.filter(person=merge.kept_id)
    if not own.exists():
        change_rows(merge=merge, rows=theirs, at=as_of, person_id=merge.kept_id)
        return
    for row in theirs:
        later = own.filter(since__gt=row.since)
        change_rows(merge=merge, rows=later, at=as_of, since=row.since)
    remove_rows(merge=merge, rows=theirs)
