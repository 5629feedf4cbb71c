"""The whole programme, for HR: how many pairings and seats there are, and who has no mentor and why."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lifow.base.querysets import CountOf
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING
from mentoring.mentors.models import Mentor, Seat
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.reports import NO_GAPS, REASONS, ReasonWords, reason_words

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class ProgrammeNumbers:
    """Pairings by what can be done with them, seats, and learners with gaps but without a mentor.

    Each is counted as far as MOST_COUNTED + 1.
    """

    asked: int
    running: int
    proposed: int
    over: int
    offered: int
    held: int
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
    pairings, seats = Pairing.objects.all(), Seat.objects.filter(mentor__in=_listed_mentors())
    rows = {
        "asked": pairings.filter(state=Pairing.State.ASKED),
        "running": pairings.filter(state__in=HOLDING),
        "proposed": pairings.proposed(),
        "over": pairings.over(),
        "offered": seats.open(),
        "held": seats.filter(Exists(Pairing.objects.filter(seat=OuterRef("pk"), state__in=HOLDING))),
        "mentors": _listed_mentors(),
        "unmatched": _unmatched().exclude(reason=NO_GAPS),
    }
    counts = [CountOf(one.order_by().values("pk")[: MOST_COUNTED + 1]) for one in rows.values()]
    # A row to hang the counts on: any, and there is one, as somebody asks.
    found = Person.objects.values_list(*counts)[:1].get()
    return ProgrammeNumbers(**dict(zip(rows, found, strict=True)))


def mentors_by_need() -> QuerySet[Any]:
    """Mentors who work here, with their seats: those without a free one first, then by name."""
    rows: QuerySet[Any] = _listed_mentors().with_seats().select_related("person")
    by_name = ("person__family_name", "person__given_name", "pk")
    return rows.order_by(F("open_seats") - F("held_seats"), *by_name)


def _listed_mentors() -> Any:
    """Mentors who work here and take learners, or have one."""
    return Mentor.objects.working().filter(Q(is_willing=True) | _holds())


def unmatched(code: str = "") -> QuerySet[Unmatched]:
    """Learners for whom the last match found no mentor, by name; those of one reason where it is given."""
    rows = _unmatched().select_related("person")
    if code:
        rows = rows.filter(reason=code)
    return rows.order_by("reason", "person__family_name", "person__given_name", "person_id")


def unmatched_groups() -> tuple[UnmatchedGroup, ...]:
    """How many learners have no mentor for which reason, the most first; without gaps last."""
    counts = dict(_unmatched().values_list("reason").annotate(people=Count("pk")).order_by())
    groups = [UnmatchedGroup(code, reason_words(code), people) for code, people in counts.items()]
    return tuple(sorted(groups, key=lambda group: (group.code == NO_GAPS, -group.people, _place(group.code))))


def _unmatched() -> QuerySet[Unmatched]:
    """Who has asked somebody since is not without a mentor."""
    under_way = Pairing.objects.under_way().filter(mentee=OuterRef("person"))
    return Unmatched.objects.filter(~Exists(under_way))


def _holds() -> Exists:
    return Exists(Pairing.objects.holding_a_seat().filter(mentor=OuterRef("person")))


def _place(code: str) -> int:
    return list(REASONS).index(code) if code in REASONS else len(REASONS)
