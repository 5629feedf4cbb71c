"""The whole programme, for HR: how many pairings and seats there are, and who has no mentor and why."""

from dataclasses import dataclass, fields
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet

from lifow.base.database.columns import among
from lifow.base.database.prepared import prepared
from lifow.base.pages import InTurn
from lifow.base.querysets import CountOf
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING
from mentoring.mentors.models import Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.reports import NO_GAPS, REASONS, ReasonWords, reason_words

MOST_COUNTED = 1_000
OTHER = "other"
"""In place of a reason that this version does not give."""


@dataclass(frozen=True, slots=True)
class ProgrammeNumbers:
    """Pairings by what can be done with them, seats, and learners with gaps but without a mentor.

    A running pairing holds a seat: a leaver's are ended.

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


@dataclass(frozen=True, slots=True)
class UnmatchedGroup:
    """Learners without a mentor for one reason: the code, in words with what to do, and how many."""

    code: str
    words: ReasonWords
    people: int


def programme_numbers() -> ProgrammeNumbers:
    """The programme in numbers, each counted to a thousand and one; one query."""
    [found] = _numbers()
    return ProgrammeNumbers(*found)


@prepared
def _numbers() -> QuerySet[Any, tuple[int, ...]]:
    """The fields of ProgrammeNumbers, in their order."""
    pairings = Pairing.objects.all()
    rows = {
        "asked": pairings.filter(state=Pairing.State.ASKED),
        "running": pairings.filter(state__in=HOLDING),
        "proposed": pairings.proposed(),
        "recommended": pairings.proposed().filter(is_recommended=True),
        "over": pairings.over(),
        "offered": Seat.objects.open().filter(mentor__in=_listed_mentors()),
        # In an order, PostgreSQL looks up the employments of those that it counts, and does not read all.
        "mentors": _listed_mentors().order_by("pk"),
        "unmatched": _unmatched().exclude(reason=NO_GAPS),
    }
    return _counted(*(rows[one.name] for one in fields(ProgrammeNumbers)))


def _counted(*rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, ...]]:
    """How many there are of each, as far as MOST_COUNTED + 1."""
    counts: list[Any] = [CountOf(one.values("pk")[: MOST_COUNTED + 1]) for one in rows]
    # A row to hang the counts on: any, and there is one, as somebody asks.
    counted: QuerySet[Any, tuple[int, ...]] = Person.objects.values_list(*counts)[:1]
    return counted


def mentors_by_need() -> InTurn:
    """Mentors who work here, with their seats: those without a free one first, each by name."""
    listed = _listed_mentors().with_seats().select_related("person")
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


def _listed_mentors() -> Any:
    """Mentors who work here and take learners, or have one."""
    return Mentor.objects.working().filter(Q(is_willing=True) | _holds())


def unmatched(code: str = "") -> QuerySet[Unmatched]:
    """Learners for whom the last match found no mentor, by name; those of one reason where it is given."""
    rows = _unmatched().select_related("person")
    if code == OTHER:
        rows = rows.filter(_former())
    elif code:
        rows = rows.filter(reason=code)
    return rows.order_by("reason", "person__family_name", "person__given_name", "person_id")


def unmatched_groups() -> tuple[UnmatchedGroup, ...]:
    """How many learners have no mentor for which reason, each counted to a thousand and one; the most first,
    without gaps last. One query.
    """
    [found] = _by_reason()
    counts = zip((*REASONS, OTHER), found, strict=True)
    groups = [UnmatchedGroup(code, reason_words(code), people) for code, people in counts if people]
    return tuple(sorted(groups, key=lambda group: (group.code == NO_GAPS, -group.people)))


@prepared
def _by_reason() -> QuerySet[Any, tuple[int, ...]]:
    """Of each of REASONS, and of those that a former version gave."""
    known = [_unmatched().filter(reason=code) for code in REASONS]
    return _counted(*known, _unmatched().filter(_former()))


def _former() -> Q:
    """That a reason is none of REASONS, in ranges between them: an index finds those, and reads no others."""
    between = pairwise(sorted(REASONS))
    ends = Q(reason__lt=min(REASONS)) | Q(reason__gt=max(REASONS))
    return reduce(or_, (Q(reason__gt=low, reason__lt=high) for low, high in between), ends)


def _unmatched() -> QuerySet[Unmatched]:
    """Who has asked somebody since is not without a mentor."""
    under_way = Pairing.objects.under_way().filter(mentee=OuterRef("person"))
    return Unmatched.objects.filter(~Exists(under_way))


def _holds() -> Exists:
    return Exists(Pairing.objects.holding_a_seat().filter(mentor=OuterRef("person")))
