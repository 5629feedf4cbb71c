"""Many people at once: a team's heat map, the company's overview, totals by unit and skill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from assessments.gaps.compute.groups import readiness_of_group, totals
from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import STATUS_ORDER, SkillStanding, standings_of
from assessments.gaps.reports.stored import stored_reports
from lifow.people.persons.models import Employment, OrgUnit, Person


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


@dataclass(frozen=True, slots=True)
class SkillTotals:
    """How a group stands in a skill: numbers of people, and levels missing in all gaps together."""

    skill: Skill
    people: int
    gap: int
    assess_first: int
    meets: int
    never_assessed: int
    critical_gap: int
    missing: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a group.

    people                 those whose roles require anything; readiness is their mean, with its interval
    required               requirements of all of them, of which `gaps`, `assess_first` and `never_assessed`
    critical_gaps          open gaps in critical skills, of `people_with_critical_gaps` people
    """

    people: int
    readiness: float | None
    low: float | None
    high: float | None
    required: int
    gaps: int
    critical_gaps: int
    people_with_critical_gaps: int
    assess_first: int
    never_assessed: int

    @property
    def never_assessed_share(self) -> float | None:
        """The share of requirements whose skill nobody ever assessed; None without requirements."""
        return self.never_assessed / self.required if self.required else None


def team_map(people: Iterable[Person]) -> TeamMap:
    """The heat map of a team, from the current gap reports: two queries beside those for names."""
    members = list(people)
    ids = [person.pk for person in members]
    readiness = dict(GapReport.objects.current().filter(person__in=ids).values_list("person_id", "readiness"))
    stored = stored_reports(ids)
    needed = stored.is_required
    owners = stored.person_id[stored.owner[needed]].tolist()
    cells: dict[int, dict[int, SkillStanding]] = {person_id: {} for person_id in ids}
    for person_id, standing in zip(owners, standings_of(stored.rows[needed]), strict=True):
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


def overview(reports: Iterable[GapReport], *, coverage: float) -> Overview:
    """Numbers of a group from its current reports; `coverage` is that of the policy's intervals."""
    rows = list(reports)
    ready = readiness_of_group(
        _shares(row.readiness for row in rows),
        _shares(row.readiness_low for row in rows),
        _shares(row.readiness_high for row in rows),
        coverage,
    )
    return Overview(
        people=ready.people,
        readiness=ready.mean,
        low=ready.low,
        high=ready.high,
        required=sum(row.required_count for row in rows),
        gaps=sum(row.gap_count for row in rows),
        critical_gaps=sum(row.critical_gap_count for row in rows),
        people_with_critical_gaps=sum(row.critical_gap_count > 0 for row in rows),
        assess_first=sum(row.assess_first_count for row in rows),
        never_assessed=sum(row.never_assessed_count for row in rows),
    )


def totals_by_unit(
    person_units: Mapping[int, int], units: Mapping[int, OrgUnit]
) -> dict[int, tuple[SkillTotals, ...]]:
    """Totals of each unit's people by skill, most levels missing first; `person_units` says who is where.

    A person counts in one unit: the caller maps people to the units that it shows.
    """
    stored = stored_reports(person_units)
    unit_of_report = np.array([person_units[key] for key in stored.person_id.tolist()], dtype=np.int64)
    table = totals(stored.rows, unit_of_report[stored.owner])
    skills = Skill.objects.select_related("parent", "framework").in_bulk(table["skill"].unique().tolist())
    found: dict[int, list[SkillTotals]] = {unit_id: [] for unit_id in units}
    for group, skill, *numbers in table.itertuples(index=False):
        found[group].append(SkillTotals(skills[skill], *numbers))
    return {unit_id: tuple(sorted(rows, key=_by_missing)) for unit_id, rows in found.items()}


def add_up(groups: Iterable[Sequence[SkillTotals]]) -> tuple[SkillTotals, ...]:
    """The totals of groups that share nobody, as those of one group; most levels missing first."""
    found: dict[int, SkillTotals] = {}
    for one in (one for rows in groups for one in rows):
        before = found.get(one.skill.pk)
        found[one.skill.pk] = one if before is None else _sum(before, one)
    return tuple(sorted(found.values(), key=_by_missing))


def units_of_people(units: Sequence[OrgUnit]) -> dict[int, int]:
    """Each working person's unit among `units`: the one that their unit is, or is nearest below."""
    parents = dict(OrgUnit.objects.values_list("pk", "parent_id"))
    shown = {unit.pk for unit in units}

    def nearest(unit_id: int | None) -> int | None:
        while unit_id is not None and unit_id not in shown:
            unit_id = parents.get(unit_id)
        return unit_id

    employments = Employment.objects.current().working().values_list("person_id", "org_unit_id")
    found = {person_id: nearest(unit_id) for person_id, unit_id in employments}
    return {person_id: unit_id for person_id, unit_id in found.items() if unit_id is not None}


def _sum(one: SkillTotals, other: SkillTotals) -> SkillTotals:
    return SkillTotals(
        skill=one.skill,
        people=one.people + other.people,
        gap=one.gap + other.gap,
        assess_first=one.assess_first + other.assess_first,
        meets=one.meets + other.meets,
        never_assessed=one.never_assessed + other.never_assessed,
        critical_gap=one.critical_gap + other.critical_gap,
        missing=one.missing + other.missing,
    )


def _shares(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


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


def _by_missing(totals: SkillTotals) -> tuple[float, int, str]:
    return -totals.missing, -totals.people, totals.skill.name
