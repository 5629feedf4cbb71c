"""Whom a learner may ask, was asked, and is paired with."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lifow.base.database.prepared import prepared
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.models import Person
from lifow.people.persons.reports import statuses_of
from mentoring.choices import UNDER_WAY
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports.allowed import allowed, ever_allowed
from mentoring.pairings.reports.covered import PairingReason, with_reasons


@dataclass(frozen=True, slots=True)
class MentorLine:
    """What a learner's home says about mentoring: the pairing that runs or was asked for, or proposals."""

    pairing: Pairing | None
    proposals: int


def shortlist_of(mentee: Person, *, as_of: datetime) -> tuple[PairingReason, ...]:
    """The mentors whom a learner may ask: the match's own choice first, then by the gap they cover.

    A seat is free for the learner where it is reserved for nobody else.
    """
    reasons = with_reasons(
        _to_ask(mentee, as_of)
        .select_related("mentor__mentor", "mentee")
        .order_by("-is_recommended", "-score", "mentor_id")
    )
    open_to_more = set(
        Mentor.objects.with_a_seat_for(mentee.pk, as_of=as_of)
        .filter(person__in=[one.pairing.mentor_id for one in reasons])
        .values_list("person_id", flat=True)
    )
    return tuple(replace(one, has_a_free_seat=one.pairing.mentor_id in open_to_more) for one in reasons)


def has_a_seat(pairing: Pairing, *, as_of: datetime) -> bool:
    """Whether the mentor takes learners and has a seat for this one: reserved for them, or for nobody."""
    theirs = Mentor.objects.willing().filter(person=pairing.mentor_id)
    return bool(theirs.with_a_seat_for(pairing.mentee_id, as_of=as_of).exists())


def under_way_of(mentee: Person) -> tuple[PairingReason, ...]:
    """What a learner has asked for or is in."""
    rows = Pairing.objects.for_mentee(mentee).under_way()
    return with_reasons(rows.select_related("mentor__mentor", "mentee").order_by("-asked_at", "pk"))


def mentor_line(mentee: Person, *, as_of: datetime) -> MentorLine:
    """What the learner's home says about mentoring; one query, and two more where there are proposals.

    It counts those of `shortlist_of`; who is at work today is asked by itself, as a page that everybody opens
    needs queries that are built once.
    """
    rows = _shown_at_home(mentee)
    pairing = next((row for row in rows if row.state in UNDER_WAY), None)
    proposed = [] if pairing is not None or not rows else _proposals_allowed(mentee)
    if not proposed:
        return MentorLine(pairing, 0)
    statuses = statuses_of([mentee.pk, *(row.mentor_id for row in proposed)], as_of)
    works = {person_id for person_id, status in statuses.items() if status == EmploymentStatus.ACTIVE}
    return MentorLine(pairing, sum({row.mentor_id, mentee.pk} <= works for row in proposed))


@prepared
def _shown_at_home(mentee: Person) -> QuerySet[Pairing]:
    shown = Q(state__in=UNDER_WAY) | Q(state=Pairing.State.PROPOSED)
    return Pairing.objects.for_mentee(mentee).filter(shown).select_related("mentor")


@prepared
def _proposals_allowed(mentee: Person) -> QuerySet[Pairing]:
    return ever_allowed(_of_willing_mentors(mentee)).only("mentor_id")


def _to_ask(mentee: Person, as_of: datetime) -> QuerySet[Any]:
    """Proposals of mentors who still take learners and may still be paired with this one."""
    return allowed(_of_willing_mentors(mentee), as_of)


def _of_willing_mentors(mentee: Person) -> QuerySet[Any]:
    return Pairing.objects.for_mentee(mentee).proposed().filter(mentor__mentor__is_willing=True)
