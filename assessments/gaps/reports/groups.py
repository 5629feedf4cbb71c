"""Many people at once: a team's heat map, and who needs a skill."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from assessments.frameworks.models import Skill
from assessments.gaps.compute.packing import REQUIRED, unpack_many
from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import STATUS_ORDER, SkillStanding, standings_of
from assessments.gaps.reports.stored import stored_reports
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person of a team; `cells` answers the map's skills in their order, None where not needed."""

    person: Person
    readiness: float | None
    cells: tuple[SkillStanding | None, ...]


@dataclass(frozen=True, slots=True)
class TeamMap:
    """People × skills: the skills that the team's roles need, the most missing first."""

    skills: tuple[Skill, ...]
    rows: tuple[TeamRow, ...]


def team_map(people: Iterable[Person]) -> TeamMap:
    """The heat map of a team, from the current gap reports; one query, and one for skills.

    Nothing is said of which role level requires a skill.
    """
    members = list(people)
    ids = [person.pk for person in members]
    current = GapReport.objects.current().filter(person__in=ids)
    reports = list(current.values_list("person_id", "readiness", "packed"))
    readiness = {person_id: ready for person_id, ready, _packed in reports}
    rows, offsets = unpack_many([bytes(packed) for _, _, packed in reports])
    needed = (rows["flags"] & REQUIRED) != 0
    owners = np.repeat([person_id for person_id, _, _ in reports], np.diff(offsets))[needed].tolist()
    cells: dict[int, dict[int, SkillStanding]] = {person_id: {} for person_id in ids}
    for person_id, standing in zip(owners, standings_of(rows[needed], with_roles=False), strict=True):
        cells[person_id][standing.skill.pk] = standing
    skills = _most_missing_first(cells)
    return TeamMap(
        skills=skills,
        rows=tuple(
            TeamRow(
                person=person,
                readiness=readiness.get(person.pk),
                cells=tuple(cells[person.pk].get(skill.pk) for skill in skills),
            )
            for person in members
        ),
    )


def people_needing(skill: Skill, person_ids: Iterable[int]) -> tuple[tuple[Person, SkillStanding], ...]:
    """Those of the people whose roles need the skill, the widest gap first, then whom nobody has assessed."""
    stored = stored_reports(person_ids)
    chosen = stored.is_required & (stored.rows["skill"] == skill.pk)
    ids = stored.person_id[stored.owner[chosen]].tolist()
    people = Person.objects.in_bulk(ids)
    found = [
        (people[person_id], standing)
        for person_id, standing in zip(ids, standings_of(stored.rows[chosen]), strict=True)
    ]
    return tuple(sorted(found, key=_by_gap))


def _most_missing_first(cells: Mapping[int, Mapping[int, SkillStanding]]) -> tuple[Skill, ...]:
    skills: dict[int, Skill] = {}
    missing: dict[int, float] = {}
    for standing in (standing for row in cells.values() for standing in row.values()):
        skills[standing.skill.pk] = standing.skill
        missing[standing.skill.pk] = missing.get(standing.skill.pk, 0) + (standing.gap or 0) * standing.weight
    return tuple(sorted(skills.values(), key=lambda skill: (-missing[skill.pk], skill.name)))


def _by_gap(one: tuple[Person, SkillStanding]) -> tuple[int, float, str]:
    person, standing = one
    return STATUS_ORDER[standing.status], -(standing.gap or 0), str(person)
