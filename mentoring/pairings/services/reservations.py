"""Reserved seats: a seat that is kept for a request or a proposal is free for nobody else.

What takes, reserves or closes a seat locks its mentor first (`lock_mentors`), and pairings after it. So what
is counted under the lock is what there is.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing


def lock_mentors(mentors: QuerySet[Mentor]) -> list[Mentor]:
    """These mentors, locked: other steps that take or reserve a seat of theirs wait for the transaction.

    A learner's own row is locked after it (`lock_pairing`), so that no two wait for each other.
    """
    return list(mentors.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def release_surplus(mentor: Mentor, *, as_of: datetime) -> None:
    """Reserve no more seats than the mentor, who is locked, has free: the latest proposals lose theirs.

    Requests come first. The proposals stay on the learners' lists, and their wait goes on. For a step that
    holds no learner's lock: it changes rows of several.
    """
    row: Any = Mentor.objects.with_reserved_seats(as_of).get(pk=mentor.pk)
    reserved = Pairing.objects.for_mentor(mentor.person_id).with_a_reserved_seat(as_of)
    ids = reserved.order_by("recommended_at", "pk").values_list("pk", flat=True)
    release(Pairing.objects.filter(pk__in=list(ids)[row.recommended_seats :]))


def release(proposals: QuerySet[Pairing]) -> int:
    """Reserve no seat for these proposals any more; how many there were."""
    return proposals.update(is_recommended=False, recommended_at=None)


def release_seat(*, pairing: Pairing, as_of: datetime) -> Pairing:
    """HR gives the seat that is reserved for a proposal free for others: nobody else can. Twice is once.

    The proposal stays on the learner's list, and the learner's wait goes on.
    """
    with transaction.atomic():
        lock_mentors(Mentor.objects.filter(person=pairing.mentor_id))
        release(Pairing.objects.filter(pk=pairing.pk).with_a_reserved_seat(as_of))
    pairing.refresh_from_db()
    return pairing
