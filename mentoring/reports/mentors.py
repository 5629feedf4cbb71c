"""The mentor's side: what waits on the desk, the seats, and what the evidence says of a mentor."""

from dataclasses import dataclass, replace
from typing import Any

from assessments.reports import SkillStanding, corroborated_skills, gaps_of
from lifow.people.models import Person
from mentoring.models import Mentor, Pairing, Task
from mentoring.reports.allowed import bar_of, with_bars
from mentoring.reports.covered import PairingReason, with_reasons

STRENGTHS = 8
EARLIER = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """What is on a mentor's desk: requests to answer, tasks to comment on, pairs that run, and the latest
    that are over.
    """

    requests: tuple[PairingReason, ...]
    tasks: tuple[Task, ...]
    pairs: tuple[PairingReason, ...]
    earlier: tuple[Pairing, ...]


@dataclass(frozen=True, slots=True)
class Seats:
    """A mentor's seats: how many are offered, and how many learners hold one, which may be more."""

    mentor: Mentor
    offered: int
    held: int

    @property
    def free(self) -> int:
        return max(0, self.offered - self.held)


def desk_of(mentor: Person) -> Desk:
    """Everything that waits for a mentor, oldest first, and the pairs that run."""
    rows = Pairing.objects.for_mentor(mentor).select_related("mentee", "mentor", "closed_by")
    requests = with_bars(rows.filter(state=Pairing.State.ASKED)).order_by("asked_at", "pk")
    pairs = rows.holding_a_seat().order_by("accepted_at", "pk")
    tasks = Task.objects.waiting_for(mentor).select_related("skill", "pairing__mentee")
    return Desk(
        requests=tuple(replace(one, bar=bar_of(one.pairing)) for one in with_reasons(requests)),
        tasks=tuple(tasks.order_by("handed_in_at", "pk")),
        pairs=with_reasons(pairs),
        earlier=tuple(rows.over().order_by("-closed_at", "pk")[:EARLIER]),
    )


def seats_of(person: Person) -> Seats | None:
    """The seats of somebody who has ever offered to mentor; None for others."""
    row: Any = Mentor.objects.filter(person=person).with_seats().first()
    return Seats(row, row.open_seats, row.held_seats) if row else None


def strengths_of(person: Person) -> tuple[SkillStanding, ...]:
    """The skills in which others have seen a person, the highest level first: what a match can rely on."""
    seen = corroborated_skills([person.pk])
    report = gaps_of(person)
    known = (row for row in (*report.required, *report.others) if (person.pk, row.skill.pk) in seen)
    return tuple(sorted(known, key=lambda row: (-(row.level or 0), row.skill.name))[:STRENGTHS])


def count_waiting(person: Person) -> int:
    """Requests and tasks that wait for a person as a mentor."""
    asked = Pairing.objects.for_mentor(person).filter(state=Pairing.State.ASKED).count()
    return asked + Task.objects.waiting_for(person).count()
