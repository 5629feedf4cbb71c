"""A mentor's seats, and what the evidence says of a mentor."""

from dataclasses import dataclass
from typing import Any

from assessments.evidence.reports import corroborated_skills
from assessments.gaps.reports import SkillStanding, gaps_of
from lifow.people.persons.models import Person
from mentoring.mentors.models import Mentor

STRENGTHS = 8


@dataclass(frozen=True, slots=True)
class Seats:
    """A mentor's seats: how many are offered, and how many learners hold one, which may be more."""

    mentor: Mentor
    offered: int
    held: int

    @property
    def free(self) -> int:
        return max(0, self.offered - self.held)


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
