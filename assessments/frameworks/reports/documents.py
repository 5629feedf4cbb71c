"""A framework out of the database, as the document that the interchange formats speak."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count, Q

from assessments.frameworks.interchange.describe import RoleInUse
from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.faults import Fault, Subject
from assessments.frameworks.interchange.level_maps import LevelMapping, levels_text, map_faults
from assessments.frameworks.interchange.planning import FrameworkPlan, plan
from assessments.frameworks.models import (
    Framework,
    Requirement,
    RoleLevel,
    Scale,
    SkillLevel,
)
from assessments.frameworks.reports.replacements import (
    former_skills,
    key_of,
    replacement_faults,
    replacements_into,
    skills_move,
)
from assessments.frameworks.reports.scales import (
    evidence_counts,
    missed_levels,
    needs_level_map,
    scale_document,
)
from lifow.base.listing import first_names


def framework_document(*, key: str) -> FrameworkDocument | None:
    """The framework with that key as it is now; None where there is none.

    Retired things are left out, and with them what is only said of them: the levels of a retired role, what
    they require, a requirement of a retired skill, the text of a level that the scale has no more.
    """
    framework = Framework.objects.select_related("scale").filter(key=key).first()
    if framework is None:
        return None
    scale = scale_document(framework.scale)
    return FrameworkDocument(
        key=framework.key,
        name=framework.name,
        attribution=framework.attribution,
        scale=scale,
        skills=_skills(framework, scale),
        roles=_roles(framework),
        role_levels=_role_levels(framework),
        requirements=_requirements(framework),
        says_replacements=True,
    )


def framework_plan(document: FrameworkDocument) -> FrameworkPlan:
    """What an import of the document would do to the framework and the scale that it names."""
    scale = Scale.objects.filter(key=document.scale.key).first()
    return plan(
        framework_document(key=document.key),
        document,
        scale=scale_document(scale) if scale else None,
        former=former_skills(document),
    )


def roles_in_use(plan: FrameworkPlan) -> tuple[RoleInUse, ...]:
    """The role levels that a plan retires and that people have, or job codes give; in the plan's order."""
    gone = [level.external_id for level in plan.role_levels.removed]
    levels = RoleLevel.objects.filter(role__framework__key=plan.incoming.key, external_id__in=gone)
    held = Count("assignments__person", filter=Q(assignments__ends_on__isnull=True), distinct=True)
    counted = levels.annotate(people=held, rules=Count("job_code_rules", distinct=True))
    used = counted.exclude(people=0, rules=0)
    found = {level.external_id: RoleInUse(level.name, level.people, level.rules) for level in used}
    return tuple(found[external_id] for external_id in gone if external_id in found)


def level_map_counts(plan: FrameworkPlan, mapping: LevelMapping | None) -> tuple[int, int] | None:
    """How many pieces of evidence, and of how many people, are read by a mapping once a plan is applied.

    None where it has no effect.
    """
    framework = Framework.objects.select_related("scale").filter(key=plan.incoming.key).first()
    if framework is None or mapping is None or not mapping.pairs:
        return None
    before = scale_document(framework.scale).levels
    if not needs_level_map(framework, before, plan.incoming.scale.levels):
        return None
    return evidence_counts(framework)


def import_faults(
    document: FrameworkDocument,
    mapping: LevelMapping | None = None,
    mappings_of_others: Mapping[str, LevelMapping] | None = None,
    *,
    may_lose: bool = False,
) -> tuple[Fault, ...]:
    """Why the document cannot be imported as things are now, though it is valid in itself.

    `mapping` says how levels of before read on its levels, where they mean something else, and
    `mappings_of_others` how those of other frameworks do whose skills it replaces, by their keys. `may_lose`
    says that skills may go whatever evidence stands on them.
    """
    framework = Framework.objects.select_related("scale").filter(key=document.key).first()
    of_levels = () if framework is None else _of_levels(framework, document, mapping)
    of_skills: Iterable[Fault] = ()
    if skills_move(document):
        plan = framework_plan(document)
        of_skills = replacement_faults(plan, mappings_of_others or {}, may_lose=may_lose)
    return (*_of_shared_scale(document), *of_levels, *of_skills)


def _of_shared_scale(document: FrameworkDocument) -> Iterator[Fault]:
    """A scale that other frameworks use stays as it is: the files speak for one framework only."""
    scale = Scale.objects.filter(key=document.scale.key).first()
    if scale is None or scale_document(scale) == document.scale:
        return
    others = scale.frameworks.exclude(key=document.key).order_by("name")
    if names := [f"“{name}”" for name in others.values_list("name", flat=True)]:
        yield Fault("shared_scale", Subject("scale", scale.key), scale.key, ", ".join(first_names(names)))


def _of_levels(
    framework: Framework, document: FrameworkDocument, mapping: LevelMapping | None
) -> Iterator[Fault]:
    """Levels do not change their meaning under evidence that stands on them, unless a mapping says how."""
    before, after = scale_document(framework.scale).levels, document.scale.levels
    if needs_level_map(framework, before, after):
        if mapping is not None and not mapping.is_same:
            yield from map_faults(mapping, before, after)
            return
        if mapping is None:
            where = Subject("scale", document.scale.key)
            yield Fault("levels_mean_another_thing", where, levels_text(before), levels_text(after))
    yield from _of_levels_in_use(framework, document)


def _of_levels_in_use(framework: Framework, document: FrameworkDocument) -> Iterator[Fault]:
    """A level stays as long as evidence needs it, on whatever scale: without it no report can be computed."""
    missed = missed_levels(
        framework_ids=[framework.pk],
        before=framework.scale.levels.values_list("value", flat=True),
        after=document.scale.values,
        count_requirements=False,
    )
    yield from (Fault("level_in_use", Subject("level", str(value)), str(value)) for value in missed)


def _skills(framework: Framework, scale: ScaleDoc) -> tuple[SkillDoc, ...]:
    texts: dict[int, dict[int, str]] = {}
    rows = SkillLevel.objects.filter(skill__framework=framework, value__in=scale.values)
    for skill_id, value, text in rows.values_list("skill_id", "value", "text"):
        texts.setdefault(skill_id, {})[value] = text
    skills = framework.skills.active().select_related("parent")
    replaced = _replaced(framework)
    return tuple(
        SkillDoc(
            external_id=skill.external_id,
            name=skill.name,
            description=skill.description,
            parent=skill.parent.external_id if skill.parent and not skill.parent.retired_at else None,
            level_texts=texts.get(skill.pk, {}),
            replaces=tuple(replaced.get(skill.pk, ())),
        )
        for skill in skills
    )


def _replaced(framework: Framework) -> dict[int, list[str]]:
    """Of each skill the keys of those whose place it takes; of another framework with that one's key."""
    found: dict[int, list[str]] = {}
    for row in replacements_into(framework.key):
        found.setdefault(row.new_id, []).append(key_of(row))
    return found


def _roles(framework: Framework) -> tuple[RoleDoc, ...]:
    return tuple(
        RoleDoc(role.external_id, role.name, role.family.name if role.family else "", role.description)
        for role in framework.roles.filter(retired_at__isnull=True).select_related("family")
    )


def _role_levels(framework: Framework) -> tuple[RoleLevelDoc, ...]:
    levels = RoleLevel.objects.active().filter(role__framework=framework)
    return tuple(
        RoleLevelDoc(level.external_id, level.role.external_id, level.name, level.rank, level.description)
        for level in levels.select_related("role")
    )


def _requirements(framework: Framework) -> tuple[RequirementDoc, ...]:
    newest = framework.versions.order_by("-number").first()
    live = Requirement.objects.filter(
        version=newest, skill__retired_at__isnull=True, role_level__in=RoleLevel.objects.active()
    )
    rows = live.values_list("role_level__external_id", "skill__external_id", "level", "weight", "is_critical")
    return tuple(RequirementDoc(*row) for row in rows)
