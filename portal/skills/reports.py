"""What the page of one skill of one person shows, for themselves and for those who answer for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assessments.evidence.reports import evidence_shown
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import LevelChoice, replaced_by
from assessments.gaps.reports import SkillStanding, conflict_explained, conflict_of, standing_of
from content.assignments.reports import stretch_in_skill
from content.planning.reports import modules_that_help
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of the skill's scale, marked where the person is and where the role wants them."""

    choice: LevelChoice
    is_known: bool
    is_needed: bool


def skill_context(
    person: Person,
    skill: Skill,
    levels: Sequence[LevelChoice],
    *,
    reader: Person,
    is_manager: bool = False,
    has_stretch: bool = True,
) -> dict[str, Any]:
    """The level and its meaning among the skill's `levels`, the evidence, and what helps.

    Without `has_stretch` it is known that no stretch task of the person goes on.
    """
    standing, shown = standing_of(person, skill), evidence_shown(person, skill)
    evidence = shown.counting
    # A report may be older than a withdrawal by a moment: who agrees is in no conflict.
    if standing and standing.is_in_conflict and len({one.level for one in evidence}) > 1:
        said = conflict_of(person, evidence, reader=reader, is_manager=is_manager)
        standing = replace(standing, conflict=said)
    helps = modules_that_help(skill, standing.level if standing else None)
    return {
        "skill": skill,
        "in_its_place": replaced_by(skill) if skill.retired_at else [],
        "standing": standing,
        "conflict_explained": conflict_explained(),
        "levels": _levels(levels, standing),
        "evidence": evidence,
        "withdrawn": shown.withdrawn,
        "stretch": stretch_in_skill(person, skill) if has_stretch else [],
        "helps": [one for one in helps if one.fits],
        "other_helps": [one for one in helps if not one.fits],
    }


def _levels(levels: Sequence[LevelChoice], standing: SkillStanding | None) -> list[LevelRow]:
    known = round(standing.level) if standing and standing.level is not None else None
    needed = round(standing.required) if standing and standing.required is not None else None
    return [LevelRow(one, one.value == known, one.value == needed) for one in levels]
