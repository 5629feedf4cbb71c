"""Many people at once: a team's heat map, and who needs a skill."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q

from assessments.frameworks.models import Skill
from assessments.gaps.compute.packing import REQUIRED
from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import SkillStanding, counts_of, standings_of
from assessments.gaps.reports.reading import read_rows
from assessments.gaps.reports.stored import stored_reports
from assessments.gaps.reports.wording import SkillCounts
from lifow.people.persons.models import Employment, Person


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person of a team; `cells` answers the map's skills in their order, None where not needed."""

    person: Person
    cells: tuple[SkillStanding | None, ...]

    @property
    def counts(self) -> SkillCounts:
        return counts_of(cell for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """How a manager's direct reports stand, in numbers of people.

    people           those who report to the manager and are not on leave, of whom the next are
    critical         those with a critical gap
    not_assessed     those with a skill that their roles need and nobody has assessed
    on_leave         those who report to the manager and are on leave
    """

    people: int
    critical: int
    not_assessed: int
    on_leave: int = 0


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
    reports = list(current.values_list("person_id", "packed"))
    owner = [person_id for person_id, _ in reports]
    rows, offsets, _is_readable = read_rows([bytes(packed) for _, packed in reports], owner)
    needed = (rows["flags"] & REQUIRED) != 0
    owners = np.repeat(owner, np.diff(offsets))[needed].tolist()
    cells: dict[int, dict[int, SkillStanding]] = {person_id: {} for person_id in ids}
    for person_id, standing in zip(owners, standings_of(rows[needed], with_roles=False), strict=True):
        cells[person_id][standing.skill.pk] = standing
    skills = _most_missing_first(cells)
    return TeamMap(
        skills=skills,
        rows=tuple(
            TeamRow(
                person=person,
                cells=tuple(cells[person.pk].get(skill.pk) for skill in skills),
            )
            for person in members
        ),
    )


def figures_of_teams(managers: Iterable[Person], as_of: datetime) -> dict[int, TeamFigures]:
    """The figures of teams by their manager's id, from what is kept beside each report; two queries.

    People on leave are counted apart. A team of whom nobody has a requirement is left out: nothing is known
    of it.
    """
    report = FilteredRelation(
        "person__gap_reports", condition=Q(person__gap_reports__superseded_at__isnull=True)
    )
    members = Employment.objects.reporting().filter(manager__in=[one.pk for one in managers])
    on_leave = Employment.objects.on_leave(as_of).filter(person=OuterRef("person"))
    away = Counter(members.filter(Exists(on_leave)).values_list("manager", flat=True))
    teams = (
        members.filter(~Exists(on_leave))
        .annotate(report=report)
        .order_by()
        .values("manager")
        .annotate(
            people=Count("pk"),
            measured=Count("pk", filter=Q(report__required_count__gt=0)),
            critical=Count("pk", filter=Q(report__critical_gap_count__gt=0)),
            not_assessed=Count("pk", filter=Q(report__never_assessed_count__gt=0)),
        )
    )
    return {
        team["manager"]: TeamFigures(
            team["people"], team["critical"], team["not_assessed"], away[team["manager"]]
        )
        for team in teams
        if team["measured"]
    }


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
