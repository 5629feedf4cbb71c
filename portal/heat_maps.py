"""Reports as the rows and columns of heat maps."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.aggregates.reports import SkillTotals
from assessments.frameworks.models import Skill
from assessments.gaps.reports import SkillStanding, TeamMap, TeamRow, skills_in_short
from lifow.base.heat_map import HeatCell, person_cell, share_cell
from lifow.people.persons.models import OrgUnit, Person
from portal.scope import Scope


def skill_columns(heat: TeamMap) -> list[dict[str, str]]:
    """A column a skill of a team's map."""
    return [{"label": skill.name, "words": skill.name} for skill in heat.skills]


def people_rows(heat: TeamMap, on_leave: Container[int] = ()) -> list[dict[str, Any]]:
    """A row a person, with how many needed skills are met, and who is on leave; each cell leads to the
    evidence behind it."""
    return [
        {
            "label": str(row.person),
            "note": _note(row, is_on_leave=row.person.pk in on_leave),
            "url": reverse("portal:person", args=[row.person.public_id]),
            "cells": [_person_cell(row.person, standing) for standing in row.cells],
        }
        for row in heat.rows
    ]


def _note(row: TeamRow, *, is_on_leave: bool) -> str:
    note = skills_in_short(row.counts)
    return " · ".join(part for part in (_("on leave"), note) if part) if is_on_leave else note


def _person_cell(person: Person, standing: SkillStanding | None) -> HeatCell:
    if standing is None:
        return person_cell(level=None, needed=None, status="")
    return person_cell(
        level=standing.level,
        needed=standing.required,
        status=standing.status.key,
        critical=standing.is_critical_gap,
        url=reverse("portal:person_skill", args=[person.public_id, standing.skill.public_id]),
        conflict=standing.is_in_conflict,
        expired=standing.has_expired,
    )


def unit_columns(skills: Sequence[Skill], scope: Scope) -> list[dict[str, str]]:
    """A column a skill of the company's map; each leads to who needs it."""
    return [
        {"label": skill.name, "url": address + scope.query}
        for skill, address in zip(skills, _addresses(skills), strict=True)
    ]


def unit_rows(
    scope: Scope,
    units: Sequence[OrgUnit],
    skills: Sequence[Skill],
    totals: Mapping[int, Mapping[int, SkillTotals]],
) -> list[dict[str, Any]]:
    """A row a unit inside, and one for the people who are in none of them.

    Each cell leads to its people, the row's name to what is inside. `totals` are by unit and skill; those
    who are in no unit inside are under the unit's own id.
    """
    shown = {unit.pk: (unit.name, Scope(unit, with_leave=scope.with_leave)) for unit in units}
    if scope.unit is not None and scope.unit.pk in totals:
        name = _("Directly in %(unit)s") % {"unit": scope.unit}
        shown[scope.unit.pk] = (name, Scope(scope.unit, is_direct=True, with_leave=scope.with_leave))
    addresses = _addresses(skills)
    above = reverse("portal:organisation_map")
    return [
        {
            "label": label,
            "url": above + inside.query,
            "cells": _unit_cells(skills, addresses, inside.query, totals.get(unit_id, {})),
        }
        for unit_id, (label, inside) in shown.items()
    ]


def _addresses(skills: Sequence[Skill]) -> list[str]:
    """The page of the people who need each skill: made once a map, for a cell only adds its unit."""
    return [reverse("portal:organisation_skill", args=[skill.public_id]) for skill in skills]


def _unit_cells(
    skills: Sequence[Skill], addresses: Sequence[str], query: str, totals: Mapping[int, SkillTotals]
) -> list[HeatCell]:
    by_skill = [(totals.get(skill.pk), address) for skill, address in zip(skills, addresses, strict=True)]
    return [_unit_cell(one, address + query) for one, address in by_skill]


def _unit_cell(totals: SkillTotals | None, url: str) -> HeatCell:
    if totals is None:
        return share_cell(open_gaps=0, assessed=0, unassessed=0)
    return share_cell(
        open_gaps=totals.gap,
        assessed=totals.people - totals.never_assessed,
        unassessed=totals.never_assessed,
        url=url,
    )
