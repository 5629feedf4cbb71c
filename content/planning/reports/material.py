"""What there is for a skill, and what has to be made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.frameworks.models import Skill
from assessments.gaps.reports import stored_reports
from content.catalogue.models import Module, ModuleEffect
from content.planning import compute, selectors

POLICY = compute.PlanPolicy()
LEAST_MISSING = 0.05
"""Levels: less would be shown as none."""
PEOPLE_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Help:
    """A module that raises a skill, from one level to another; `fits` those who are where the person is."""

    module: Module
    from_level: float
    to_level: float
    fits: bool


@dataclass(frozen=True, slots=True)
class MissingMaterial:
    """A step of one level in a skill that people have to make and no module makes.

    gap is in levels, summed over the people: mean gap × headcount.
    """

    skill: Skill
    from_level: int
    to_level: int
    people: int
    critical: int
    gap: float


def missing_material(person_ids: Iterable[int]) -> tuple[MissingMaterial, ...]:
    """What has to be made for the known gaps of these people, the largest gap × headcount first.

    Without steps in which they lack less than LEAST_MISSING together. Reports are read of some thousand
    people at a time.
    """
    [found] = missing_material_of(person_ids)
    return found


def missing_material_of(*groups: Iterable[int]) -> list[tuple[MissingMaterial, ...]]:
    """The same of the first group, of the first two together, and so on. The groups share nobody."""
    prepared = compute.prepare(selectors.catalogue(), POLICY)
    steps: tuple[compute.MissingContent, ...] = ()
    found = []
    for group in groups:
        people = list(group)
        chunks = (people[start : start + PEOPLE_AT_ONCE] for start in range(0, len(people), PEOPLE_AT_ONCE))
        of_group = (
            compute.coverage_of_content(selectors.needs(stored_reports(chunk)), prepared) for chunk in chunks
        )
        steps = compute.add_coverage([steps, *of_group])
        found.append(_of_skills(steps))
    return found


def _of_skills(steps: Iterable[compute.MissingContent]) -> tuple[MissingMaterial, ...]:
    found = [step for step in steps if step.gap >= LEAST_MISSING]
    skills = Skill.objects.select_related("parent").in_bulk([step.skill for step in found])
    return tuple(
        MissingMaterial(
            skill=skills[step.skill],
            from_level=step.from_level,
            to_level=step.to_level,
            people=step.people,
            critical=step.critical,
            gap=step.gap,
        )
        for step in found
    )


def modules_that_help(skill: Skill, at_level: float | None) -> Sequence[Help]:
    """Published modules that raise a skill; those that fit the level first, then the others, by level.

    Where nobody knows the level, each may fit.
    """
    effects = ModuleEffect.objects.filter(skill=skill, module__status=Module.Status.PUBLISHED)
    helps = [
        Help(
            effect.module,
            float(effect.from_level),
            float(effect.to_level),
            fits=at_level is None or leads_on(float(effect.from_level), float(effect.to_level), at_level),
        )
        for effect in effects.select_related("module").defer("module__body").order_by("pk")
    ]
    return sorted(helps, key=lambda one: (not one.fits, one.from_level, one.module.minutes))


def leads_on(start: float, end: float, level: float) -> bool:
    """Whether somebody at a level can follow a module that leads from one level to another, and is raised by
    it, as plans have it."""
    return POLICY.lowest_start(start) <= level < end
