"""Many people at once: a team's heat map, and who needs a skill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.frameworks.models import Skill
from assessments.gaps.compute.packing import REQUIRED, unpack_many
from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import SkillStanding, standings_of
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


def standings_in(skill: Skill, people: Sequence[Person]) -> tuple[tuple[Person, SkillStanding], ...]:
    """Those of the people who stand anywhere in a skill that comes `with_scale_ends`, in the order given."""
    stored = stored_reports([person.pk for person in people])
    chosen = stored.rows["skill"] == skill.pk
    owners = stored.person_id[stored.owner[chosen]].tolist()
    found = dict(zip(owners, standings_of(stored.rows[chosen], {skill.pk: skill}), strict=True))
    return tuple((person, found[person.pk]) for person in people if person.pk in found)


def standings_by_person(wanted: Mapping[int, int]) -> dict[int, SkillStanding]:
    """Where each person stands in a skill of theirs, both by id; two queries.

    Those are left out of whom no report says anything about the skill.
    """
    stored = stored_reports(sorted(wanted))
    skills = np.array([wanted[person_id] for person_id in stored.person_id.tolist()], dtype=np.int64)
    chosen = stored.rows["skill"] == skills[stored.owner]
    owners = stored.person_id[stored.owner[chosen]].tolist()
    return dict(zip(owners, standings_of(stored.rows[chosen], with_roles=False), strict=True))


def _most_missing_first(cells: Mapping[int, Mapping[int, SkillStanding]]) -> tuple[Skill, ...]:
    skills: dict[int, Skill] = {}
    missing: dict[int, float] = {}
    for standing in (standing for row in cells.values() for standing in row.values()):
        skills[standing.skill.pk] = standing.skill
        missing[standing.skill.pk] = missing.get(standing.skill.pk, 0) + (standing.gap or 0) * standing.weight
    return tuple(sorted(skills.values(), key=lambda skill: (-missing[skill.pk], skill.name)))
