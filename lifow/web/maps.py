"""Reports as the rows and columns of heat maps."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Skill
from assessments.reports import SkillStanding, SkillTotals, TeamMap
from lifow.base.heat import HeatCell, person_cell, share_cell
from lifow.people.models import OrgUnit, Person
from lifow.web.templatetags.look import percent


def skill_columns(heat: TeamMap) -> list[dict[str, str]]:
    """A column a skill of a team's map."""
    return [{"label": skill.name, "words": skill.name} for skill in heat.skills]


def people_rows(heat: TeamMap) -> list[dict[str, Any]]:
    """A row a person, with how ready they are; each cell leads to the evidence behind it."""
    return [
        {
            "label": str(row.person),
            "note": _("%(share)s ready") % {"share": percent(row.readiness)}
            if row.readiness is not None
            else "",
            "url": reverse("web:person", args=[row.person.public_id]),
            "cells": [_person_cell(row.person, standing) for standing in row.cells],
        }
        for row in heat.rows
    ]


def _ready(readiness: float | None) -> str:
    return "" if readiness is None else _("%(share)s ready") % {"share": percent(readiness)}


def _person_cell(person: Person, standing: SkillStanding | None) -> HeatCell:
    if standing is None:
        return person_cell(level=None, needed=None, status="")
    return person_cell(
        level=standing.level,
        needed=standing.required,
        status=standing.status.name.lower(),
        critical=standing.is_critical and standing.is_gap,
        url=reverse("web:person_skill", args=[person.public_id, standing.skill.public_id]),
    )


def unit_columns(skills: Sequence[Skill]) -> list[dict[str, str]]:
    """A column a skill of the company's map."""
    return [
        {"label": skill.name, "url": reverse("web:organisation_skill", args=[skill.public_id])}
        for skill in skills
    ]


def unit_rows(
    units: Sequence[OrgUnit], skills: Sequence[Skill], totals: Mapping[int, Sequence[SkillTotals]]
) -> list[dict[str, Any]]:
    """A row a unit; each cell leads to its people, the row's name to the units inside."""
    return [
        {
            "label": unit.name,
            "url": f"{reverse('web:organisation_map')}?{urlencode({'unit': unit.public_id})}",
            "cells": _unit_cells(unit, skills, totals.get(unit.pk, ())),
        }
        for unit in units
    ]


def _unit_cells(unit: OrgUnit, skills: Sequence[Skill], totals: Sequence[SkillTotals]) -> list[HeatCell]:
    by_skill = {one.skill.pk: one for one in totals}
    cells = []
    for skill in skills:
        one = by_skill.get(skill.pk)
        if one is None:
            cells.append(share_cell(open_gaps=0, assessed=0, unassessed=0))
            continue
        address = reverse("web:organisation_skill", args=[skill.public_id])
        cells.append(
            share_cell(
                open_gaps=one.gap,
                assessed=one.people - one.never_assessed,
                unassessed=one.never_assessed,
                url=f"{address}?{urlencode({'unit': unit.public_id})}",
            )
        )
    return cells
