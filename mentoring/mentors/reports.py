"""A mentor's seats, and what the evidence says of a mentor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.evidence.reports import corroborated_skills
from assessments.frameworks.models import Skill
from assessments.gaps.reports import SkillStanding, gaps_of, strengths_shown
from lifow.people.persons.models import Person
from mentoring.mentors.models import FindableSkill, Mentor

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


def chosen_skills(person: Person) -> frozenset[int]:
    """Ids of the skills for which somebody lets colleagues find them, shown in their work or not."""
    return frozenset(FindableSkill.objects.filter(person=person).values_list("skill", flat=True))


def found_for(person_ids: Sequence[int]) -> dict[int, list[Skill]]:
    """By person, the skills that they have chosen to be found for and that others have seen in their work.

    Without levels; nobody is in it who is found for none. At most four queries.
    """
    rows = FindableSkill.objects.filter(person__in=person_ids).values_list("person", "skill")
    chosen = set(rows)
    if not chosen:
        return {}
    shown = strengths_shown(sorted({person_id for person_id, _skill in chosen}))
    kept = {pk: [one for one in skills if (pk, one.pk) in chosen] for pk, skills in shown.items()}
    return {pk: skills for pk, skills in kept.items() if skills}
