"""Whom a learner may ask, was asked, and is paired with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    """What the learner's home says about mentoring; one query, and one more where there are proposals."""
    rows = pairings_at_home(mentee)
    people = {mentee.pk, *mentors_to_count(rows)}
    return line_of(rows, statuses_of(people, as_of) if len(people) > 1 else {})


def mentors_to_count(rows: Sequence[Pairing]) -> set[int]:
    """Those of whom it has to be known whether they are at work, before `line_of` can count proposals."""
    is_paired = any(row.state in UNDER_WAY for row in rows)
    return set() if is_paired else {row.mentor_id for row in rows if vars(row)["may_be_asked"]}


def line_of(rows: Sequence[Pairing], statuses: Mapping[int, EmploymentStatus]) -> MentorLine:
    """What the home of a learner with these `pairings_at_home` says.

    It counts those of `shortlist_of`; who is at work today is asked by itself, as a page that everybody opens
    needs queries that are built once.
    """
    pairing = next((row for row in rows if row.state in UNDER_WAY), None)
    works = {person_id for person_id, status in statuses.items() if status == EmploymentStatus.ACTIVE}
    counted = mentors_to_count(rows)
    able = (row for row in rows if row.mentor_id in counted and vars(row)["may_be_asked"])
    return MentorLine(pairing, sum({row.mentor_id, row.mentee_id} <= works for row in able))


def shown_at_home(mentee: Person) -> QuerySet[Pairing]:
    """What a learner's home tells of mentoring, for those who ask of several things in one query whether
    there is anything."""
    shown = Q(state__in=UNDER_WAY) | Q(state=Pairing.State.PROPOSED)
    return Pairing.objects.for_mentee(mentee).filter(shown)


@prepared
def pairings_at_home(mentee: Person) -> QuerySet[Pairing]:
    """Those of `shown_at_home` with their mentors, and whether the mentor may be asked on a day of work."""
    able = ever_allowed(_of_willing_mentors(mentee)).filter(pk=OuterRef("pk"))
    return shown_at_home(mentee).annotate(may_be_asked=Exists(able)).select_related("mentor")


def _to_ask(mentee: Person, as_of: datetime) -> QuerySet[Any]:
    """Proposals of mentors who still take learners and may still be paired with this one."""
    return allowed(_of_willing_mentors(mentee), as_of)


def _of_willing_mentors(mentee: Person) -> QuerySet[Any]:
    return Pairing.objects.for_mentee(mentee).proposed().filter(mentor__mentor__is_willing=True)
