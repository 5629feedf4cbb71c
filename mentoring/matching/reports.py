"""The whole programme, for HR: how many pairings and seats there are, and who has no mentor and why."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any

import numpy as np
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from assessments.frameworks.models import Skill
from assessments.gaps.choices import CRITICAL_FACTOR, GapStatus
from assessments.gaps.reports import named_skills, stored_reports
from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.base.pages import InTurn
from lifow.base.querysets import CountOf
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING, RESERVED_FOR
from mentoring.mentors.models import Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.reports import NO_GAPS, REASONS, ReasonWords, reason_words

MOST_COUNTED = 1_000
MOST_SKILLS = 3
OTHER = "other"
"""In place of a reason that this version does not give."""


@dataclass(frozen=True, slots=True)
class ProgrammeNumbers:
    """Pairings by what can be done with them, seats, and learners with gaps but without a mentor.

    Each is counted as far as MOST_COUNTED + 1.
    """

    asked: int
    running: int
    proposed: int
    recommended: int
    over: int
    offered: int
    mentors: int
    unmatched: int

    @property
    def reserved(self) -> int:
        """Seats that are kept for requests and proposals."""
        return self.asked + self.recommended


@dataclass(frozen=True, slots=True)
class UnmatchedGroup:
    """Learners without a mentor for one reason: the code, in words with what to do, how many, and since when
    the one waits who has waited longest.
    """

    code: str
    words: ReasonWords
    people: int
    waiting_since: datetime | None


def programme_numbers(*, as_of: datetime) -> ProgrammeNumbers:
    """The programme in numbers, each counted to a thousand and one; one query."""
    [found] = _numbers(as_of - RESERVED_FOR)
    return ProgrammeNumbers(*found)


@prepared
def _numbers(reserved_after: datetime) -> QuerySet[Any, tuple[int, ...]]:
    """The fields of ProgrammeNumbers, in their order."""
    pairings = Pairing.objects.all()
    rows = {
        "asked": pairings.asked(),
        "running": pairings.filter(state__in=HOLDING),
        "proposed": pairings.proposed(),
        "recommended": pairings.recommended_after(reserved_after),
        "over": pairings.over(),
        "offered": Seat.objects.open().filter(mentor__in=Mentor.objects.listed()),
        # In an order, PostgreSQL looks up the employments of those that it counts, and does not read all.
        "mentors": Mentor.objects.listed().order_by("pk"),
        "unmatched": _unmatched().exclude(reason=NO_GAPS),
    }
    return _counted(*(rows[one.name] for one in fields(ProgrammeNumbers)))


@dataclass(frozen=True, slots=True)
class SeatNumbers:
    """All seats, which add up: taken, reserved for requests and for proposals, free, and neither taken nor
    offered while their mentor is on leave.

    A seat that was closed counts while a pairing holds it.
    """

    taken: int
    requested: int
    recommended: int
    free: int
    on_leave: int

    @property
    def reserved(self) -> int:
        return self.requested + self.recommended

    @property
    def total(self) -> int:
        return self.taken + self.reserved + self.free + self.on_leave


def seat_numbers(numbers: ProgrammeNumbers, *, as_of: datetime) -> SeatNumbers | None:
    """The seats, mentor by mentor; None where there are more mentors than are counted. One query."""
    if numbers.mentors > MOST_COUNTED:
        return None
    rows = Mentor.objects.listed().with_reserved_seats(as_of)
    names = ("held_seats", "requested_seats", "recommended_seats", "unreserved_seats", "seats_on_leave")
    found = list(rows.order_by("pk").values_list(*names))
    return SeatNumbers(*(sum(column) for column in zip((0,) * len(names), *found, strict=True)))


def _counted(*rows: QuerySet[Any], besides: Sequence[Any] = ()) -> QuerySet[Any, tuple[Any, ...]]:
    """How many there are of each, as far as MOST_COUNTED + 1, and other columns of one row."""
    counts: list[Any] = [CountOf(one.values("pk")[: MOST_COUNTED + 1]) for one in rows]
    # A row to hang the counts on: any, and there is one, as somebody asks.
    counted: QuerySet[Any, tuple[Any, ...]] = Person.objects.values_list(*counts, *besides)[:1]
    return counted


def mentors_by_need(*, as_of: datetime) -> InTurn:
    """Mentors with their seats, those without a free one first, each by name.

    `all_seats` are taken, reserved or free; `closing_seats` of these are taken and not offered any more.
    """
    listed = Mentor.objects.listed().with_reserved_seats(as_of).select_related("person")
    listed = listed.annotate(
        all_seats=F("held_seats") + F("free_seats") + F("seats_on_leave"),
        closing_seats=F("held_seats") + F("free_seats") + F("seats_on_leave") - F("open_seats"),
    )
    listed = listed.order_by("person__family_name", "person__given_name", "pk")
    full = among(_without_a_free_seat())
    return InTurn(listed.filter(pk__in=full), listed.exclude(pk__in=full))


def _without_a_free_seat() -> list[int]:
    """Ids of mentors who take learners or have one, and have no free seat: seats are counted in one pass."""
    held = FilteredRelation("seats__pairings", condition=Q(seats__pairings__state__in=HOLDING))
    counted = Mentor.objects.alias(held=held).annotate(
        learners=Count("held"), free=Count("seats", filter=Q(seats__closed_at__isnull=True)) - Count("held")
    )
    full = counted.filter(Q(is_willing=True) | Q(learners__gt=0), free__lte=0)
    return list(full.order_by().values_list("pk", flat=True))


def unmatched(code: str = "") -> QuerySet[Unmatched]:
    """Learners for whom the last match found no mentor, who waits longest first; those of one reason where it
    is given.
    """
    rows = _unmatched().select_related("person")
    if code == OTHER:
        rows = rows.filter(_former())
    elif code:
        rows = rows.filter(reason=code)
    return rows.order_by("reason", "waiting_since", "pk")


@dataclass(frozen=True, slots=True)
class WantedSkill:
    """A skill for which a learner wants a mentor: a known gap, or a critical one that needs assessment."""

    skill: Skill
    is_critical: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class WaitingLearner:
    """A learner without a match: the skills that a mentor would be for, largest first, and how many more."""

    row: Unmatched
    skills: tuple[WantedSkill, ...]
    more: int


def waiting_learners(rows: Sequence[Unmatched]) -> tuple[WaitingLearner, ...]:
    """What each of these learners wants a mentor for; two queries more."""
    reports = stored_reports([row.person_id for row in rows])
    status, is_critical = reports.rows["status"], reports.is_critical
    is_known = reports.is_required & (status == GapStatus.GAP)
    wanted = is_known | (reports.is_required & is_critical & (status == GapStatus.ASSESS_FIRST))
    factor = np.where(is_critical, CRITICAL_FACTOR, 1.0)
    worth = np.where(is_known, reports.rows["gap"] * reports.rows["weight"] * factor, 0.0)
    order = np.lexsort((reports.rows["skill"], -worth, reports.owner))
    skills = named_skills(reports.rows["skill"][wanted].tolist())
    found: dict[int, list[WantedSkill]] = {}
    for place in order[wanted[order]].tolist():
        named = skills[int(reports.rows["skill"][place])]
        of_one = found.setdefault(int(reports.person_id[reports.owner[place]]), [])
        of_one.append(WantedSkill(named, bool(is_critical[place]), bool(is_known[place])))
    return tuple(
        WaitingLearner(row, tuple(of_one[:MOST_SKILLS]), max(0, len(of_one) - MOST_SKILLS))
        for row in rows
        for of_one in [found.get(row.person_id, [])]
    )


def unmatched_groups() -> tuple[UnmatchedGroup, ...]:
    """How many learners have no mentor for which reason, each counted to a thousand and one; the most first,
    without gaps last. One query.
    """
    [found] = _by_reason()
    codes = (*REASONS, OTHER)
    counts = zip(codes, found[: len(codes)], found[len(codes) :], strict=True)
    groups = [UnmatchedGroup(code, reason_words(code), *numbers) for code, *numbers in counts if numbers[0]]
    return tuple(sorted(groups, key=lambda group: (group.code == NO_GAPS, -group.people)))


@prepared
def _by_reason() -> QuerySet[Any, tuple[Any, ...]]:
    """Of each of REASONS, and of those of a former version: how many, then since when the first waits."""
    groups = [_unmatched().filter(reason=code) for code in REASONS]
    groups.append(_unmatched().filter(_former()))
    first = [one.filter(waiting_since__isnull=False).order_by("waiting_since") for one in groups]
    return _counted(*groups, besides=[Subquery(one.values("waiting_since")[:1]) for one in first])


def _former() -> Q:
    """That a reason is none of REASONS, in ranges between them: an index finds those, and reads no others."""
    between = pairwise(sorted(REASONS))
    ends = Q(reason__lt=min(REASONS)) | Q(reason__gt=max(REASONS))
    return reduce(or_, (Q(reason__gt=low, reason__lt=high) for low, high in between), ends)


def _unmatched() -> QuerySet[Unmatched]:
    """Who has asked somebody since is not without a mentor."""
    under_way = Pairing.objects.under_way().filter(mentee=OuterRef("person"))
    return Unmatched.objects.filter(~Exists(under_way))
