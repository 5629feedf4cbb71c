"""A few modules for somebody beside their plan: by their gaps, their role, and what helped colleagues."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.frameworks.models import Skill
from assessments.gaps.reports import PersonGaps
from content.catalogue.models import Module
from content.catalogue.reports import (
    CatalogueColumns,
    Ints,
    Needs,
    Place,
    Use,
    ranked,
    recent_columns,
    use_of,
)
from content.discovery.reports.own import OwnModules, reader_of

MOST_SHOWN = 3
MOST_BY_GAP = 2
"""Of those, so that what helped colleagues is seen as well."""
MOST_LOOKED_AT = 60
"""Modules of one reason, the best first, of which those of different skills are taken."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A module for somebody, and why, in a line."""

    module: Module
    why: str


def suggested_modules(
    gaps: PersonGaps, own: OwnModules, planned: Collection[int] = ()
) -> tuple[list[Suggestion], Module | None]:
    """At most MOST_SHOWN modules for somebody, and the one of `own` to vote on; one query.

    None of them is `planned` for this week or assigned, started or done. Nothing where nothing is of use: a
    module that only happens to be about a skill that the role needs is not.
    """
    columns = recent_columns()
    helped = reader_of(gaps, own).helped_in(columns)
    needs = reader_of(gaps, own).needs
    left_out = {*own.done, *own.started, *planned}
    use = use_of(columns, needs, columns.flags_of(np.fromiter(left_out, dtype=np.int64)), helped)
    rows = _chosen(columns, needs, use, helped)
    named = [int(columns.module[row]) for row in rows]
    wanted = [*named, own.to_vote] if own.to_vote else named
    published = Module.objects.published().defer("body", "parts", "parts_text")
    modules = published.in_bulk(wanted) if wanted else {}
    skills = {one.skill.pk: one.skill for one in gaps.required}
    shown = [
        Suggestion(modules[pk], _why(columns, needs, use, helped, row, skills))
        for pk, row in zip(named, rows, strict=True)
        if pk in modules
    ]
    return shown, modules.get(own.to_vote or 0)


def _chosen(columns: CatalogueColumns, needs: Needs, use: Use, helped: Ints) -> list[int]:
    """The rows to show: what closes gaps, each of another skill, then what helped colleagues, then what is
    about a skill that the role needs and nobody has assessed."""
    order = ranked(columns, use, helped)
    place = use.place[order]
    by_gap = _of_different_skills(columns, needs, order[place == Place.CLOSES])
    may_help = order[(helped[order] > 0) & np.isin(place, [Place.ROLE, Place.HELPFUL])]
    by_colleagues = may_help[np.argsort(-helped[may_help], kind="stable")][:MOST_SHOWN].tolist()
    by_role = _not_assessed(columns, needs, order[place == Place.ROLE])
    first = [*by_gap[:MOST_BY_GAP], *by_colleagues[:1]]
    rest = [*by_gap[MOST_BY_GAP:], *by_colleagues[1:], *by_role]
    return list(dict.fromkeys([*first, *rest]))[:MOST_SHOWN]


def _of_different_skills(columns: CatalogueColumns, needs: Needs, rows: Ints) -> list[int]:
    """The first rows, no two for the same skill."""
    found: list[int] = []
    skills: set[int] = set()
    for row in rows[:MOST_LOOKED_AT].tolist():
        skill = _closed_skill(columns, needs, row)
        if skill not in skills and len(found) < MOST_SHOWN:
            skills.add(skill)
            found.append(row)
    return found


def _not_assessed(columns: CatalogueColumns, needs: Needs, rows: Ints) -> list[int]:
    """The first rows about a skill of the role without a known level, as far as it is needed: one a skill."""
    found: dict[int, int] = {}
    for row in rows[:MOST_LOOKED_AT].tolist():
        skill = _unknown_skill(columns, needs, row)
        if skill is not None:
            found.setdefault(skill, row)
    return list(found.values())[:MOST_SHOWN]


def _effects(columns: CatalogueColumns, needs: Needs, row: int) -> Iterator[tuple[int, int, float]]:
    """Of the skills that a module raises from below the level that the role needs: the place among needs, the
    skill, and the levels that it closes."""
    start, end = np.searchsorted(columns.effect_row, [row, row + 1]).tolist()
    for effect in range(start, end):
        skill = int(columns.effect_skill[effect])
        at = int(np.searchsorted(needs.skill, skill))
        is_needed = at < len(needs.skill) and needs.skill[at] == skill
        if is_needed and columns.effect_from[effect] < needs.required[at]:
            reached = min(float(columns.effect_to[effect]), float(needs.required[at]))
            yield at, skill, reached - float(np.nan_to_num(needs.level[at]))


def _unknown_skill(columns: CatalogueColumns, needs: Needs, row: int) -> int | None:
    """The first skill of the role that a module begins below the needed level of, where no level is known."""
    about = (skill for at, skill, levels in _effects(columns, needs, row) if np.isnan(needs.level[at]))
    return next(about, None)


def _closed_skill(columns: CatalogueColumns, needs: Needs, row: int) -> int:
    """The skill of which a module closes the most."""
    gaps = [(levels, skill) for at, skill, levels in _effects(columns, needs, row) if needs.is_gap[at]]
    return max(gaps)[1] if gaps else 0


def _why(
    columns: CatalogueColumns, needs: Needs, use: Use, helped: Ints, row: int, skills: dict[int, Skill]
) -> str:
    count = int(helped[row])
    said = [_of_colleagues(count)] if count else []
    if use.place[row] == Place.CLOSES:
        skill = skills.get(_closed_skill(columns, needs, row))
        said.insert(0, _("For your gap in %(skill)s") % {"skill": skill})
    elif not count:
        skill = skills.get(_unknown_skill(columns, needs, row) or 0)
        said.append(_("About %(skill)s, which your role needs") % {"skill": skill})
    return " · ".join(said)


def _of_colleagues(count: int) -> str:
    words = ngettext(
        "%(count)s colleague in your role found it helpful",
        "%(count)s colleagues in your role found it helpful",
        count,
    )
    return words % {"count": count}
