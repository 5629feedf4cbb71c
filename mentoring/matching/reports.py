"""The whole programme, for HR: how many pairings and seats there are, and who has no mentor and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mentoring.choices import HOLDING, OVER
from mentoring.mentors.models import Mentor
from mentoring.mentors.reports import Seats
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.reports import NO_GAPS, REASONS, ReasonWords, reason_words


@dataclass(frozen=True, slots=True)
class ProgrammeNumbers:
    """Pairings by what can be done with them, seats, and learners with gaps but without a mentor."""

    asked: int
    running: int
    proposed: int
    over: int
    offered: int
    held: int
    mentors: int
    unmatched: int

    @property
    def free(self) -> int:
        return max(0, self.offered - self.held)


@dataclass(frozen=True, slots=True)
class UnmatchedGroup:
    """Learners without a mentor for one reason: the code, in words with what to do, and how many."""

    code: str
    words: ReasonWords
    people: int


def programme_numbers() -> ProgrammeNumbers:
    """The programme in numbers; three queries."""
    asked_once = Q(asked_at__isnull=False)
    pairings = Pairing.objects.aggregate(
        asked=Count("pk", filter=Q(state=Pairing.State.ASKED)),
        running=Count("pk", filter=Q(state__in=HOLDING)),
        proposed=Count("pk", filter=Q(state=Pairing.State.PROPOSED)),
        over=Count("pk", filter=Q(state__in=OVER) & asked_once),
    )
    seats = [(row.offered, row.held) for row in mentors_by_need()]
    return ProgrammeNumbers(
        **pairings,
        offered=sum(offered for offered, _held in seats),
        held=sum(held for _offered, held in seats),
        mentors=len(seats),
        unmatched=_unmatched().exclude(reason=NO_GAPS).count(),
    )


def mentors_by_need() -> tuple[Seats, ...]:
    """Mentors who work here, with their seats: those without a free one first, then by name."""
    rows: Iterable[Any] = (
        Mentor.objects.working().with_seats().select_related("person").filter(Q(is_willing=True) | _holds())
    ).order_by(F("open_seats") - F("held_seats"), "person__family_name", "person__given_name", "pk")
    return tuple(Seats(row, row.open_seats, row.held_seats) for row in rows)


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
