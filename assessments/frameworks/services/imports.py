"""Writing a framework: a plan of changes, applied as one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.faults import FrameworkError
from assessments.frameworks.interchange.level_maps import LevelMapping
from assessments.frameworks.interchange.planning import FrameworkPlan, KindPlan
from assessments.frameworks.models import (
    Framework,
    Level,
    Requirement,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.frameworks.reports import import_faults, scale_document
from assessments.frameworks.services.level_maps import keep_level_map
from assessments.frameworks.services.measures import (
    BATCH,
    following_role_levels,
    mark_holders,
    mark_measured,
    publish_version,
)
from assessments.frameworks.services.replacements import keep_replacements
from lifow.people.persons.models import Person


def apply_framework_plan(
    *,
    plan: FrameworkPlan,
    applied_at: datetime,
    mapping: LevelMapping | None = None,
    mappings_of_others: Mapping[str, LevelMapping] | None = None,
    may_lose: bool = False,
    applied_by: Person | None = None,
) -> Framework:
    """Write a plan in one transaction; changed requirements become a new version, from `applied_at` on.

    What the plan removes is retired: evidence and old reports still name it. Everyone measured by the
    framework is marked stale where what they are measured against changes, and who has a role that is of
    another family, or a level that is of another role. An empty plan writes nothing.
    Where levels mean something else than before, the `mapping` reads evidence of before from `applied_at` on.
    Where a skill takes the place of another one, that one's evidence counts for it from then on; where the
    other is of another framework, `mappings_of_others` (by its key) say how its levels read. `may_lose` lets
    skills go although much evidence stands on them and nothing takes their place.
    Raises FrameworkError, and writes nothing, where what is there now does not allow it (`import_faults`).
    """
    document = plan.incoming
    with transaction.atomic():
        _raise_faults(document, mapping, mappings_of_others, may_lose=may_lose)
        before = _levels_before(document)
        framework = _write_framework(document)
        if plan.is_empty:
            return framework
        is_read_anew = keep_level_map(
            framework=framework,
            before=before,
            after=document.scale.levels,
            mapping=mapping,
            mapped_at=applied_at,
            mapped_by=applied_by,
        )
        _write_levels(framework.scale, plan.levels)
        _write_skills(framework, plan.skills, applied_at)
        with following_role_levels(framework, applied_at):
            _write_roles(framework, plan.roles, applied_at)
            _write_role_levels(framework, plan.role_levels, applied_at)
        is_replaced = keep_replacements(
            framework=framework,
            document=document,
            mappings=mappings_of_others or {},
            said_at=applied_at,
            said_by=applied_by,
        )
        if plan.needs_version or is_read_anew:
            rows = _requirements(framework, document.requirements)
            publish_version(framework=framework, requirements=rows, published_at=applied_at)
            mark_measured(framework=framework, marked_at=applied_at)
        elif is_replaced:
            mark_measured(framework=framework, marked_at=applied_at)
        elif plan.moves_measures:
            mark_holders(role_levels=_moved(framework, plan), marked_at=applied_at)
    return framework


def _raise_faults(
    document: FrameworkDocument,
    mapping: LevelMapping | None,
    mappings_of_others: Mapping[str, LevelMapping] | None,
    *,
    may_lose: bool,
) -> None:
    # Whoever else changes the scale, or puts a framework on it, waits: what is judged here is what holds.
    list(Scale.objects.select_for_update().filter(key=document.scale.key))
    if faults := import_faults(document, mapping, mappings_of_others, may_lose=may_lose):
        raise FrameworkError(faults)


def _levels_before(document: FrameworkDocument) -> tuple[LevelDoc, ...]:
    known = Framework.objects.select_related("scale").filter(key=document.key).first()
    return scale_document(known.scale).levels if known else ()


def _write_framework(document: FrameworkDocument) -> Framework:
    scale, _ = Scale.objects.update_or_create(key=document.scale.key, defaults={"name": document.scale.name})
    framework, _ = Framework.objects.update_or_create(
        key=document.key,
        defaults={"name": document.name, "attribution": document.attribution, "scale": scale},
    )
    return framework


def _write_levels(scale: Scale, plan: KindPlan[LevelDoc]) -> None:
    gone = [level.value for level in plan.removed]
    Level.objects.filter(scale=scale, value__in=gone).delete()
    Level.objects.bulk_create(
        [Level(scale=scale, value=level.value, name=level.name, text=level.text) for level in _written(plan)],
        update_conflicts=True,
        unique_fields=["scale", "value"],
        update_fields=["name", "text"],
    )


def _write_skills(framework: Framework, plan: KindPlan[SkillDoc], applied_at: datetime) -> None:
    written = _written(plan)
    Skill.objects.bulk_create(
        [
            Skill(
                framework=framework,
                external_id=skill.external_id,
                name=skill.name,
                description=skill.description,
                retired_at=None,
                updated_at=applied_at,
            )
            for skill in written
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["framework", "external_id"],
        update_fields=["name", "description", "retired_at", "updated_at"],
    )
    ids = _ids(framework.skills)
    Skill.objects.bulk_update(
        [Skill(pk=ids[skill.external_id], parent_id=ids.get(skill.parent or "")) for skill in written],
        ["parent"],
        batch_size=500,
    )
    SkillLevel.objects.filter(skill__in=[ids[skill.external_id] for skill in written]).delete()
    SkillLevel.objects.bulk_create(
        [
            SkillLevel(skill_id=ids[skill.external_id], value=value, text=text)
            for skill in written
            for value, text in skill.level_texts.items()
        ],
        batch_size=BATCH,
    )
    _retire(framework.skills.all(), [skill.external_id for skill in plan.removed], applied_at)


def _write_roles(framework: Framework, plan: KindPlan[RoleDoc], applied_at: datetime) -> None:
    written = _written(plan)
    names = sorted({role.family for role in written if role.family})
    RoleFamily.objects.bulk_create(
        [RoleFamily(framework=framework, name=name) for name in names], ignore_conflicts=True
    )
    families = dict(framework.role_families.values_list("name", "pk"))
    Role.objects.bulk_create(
        [
            Role(
                framework=framework,
                external_id=role.external_id,
                name=role.name,
                family_id=families.get(role.family),
                description=role.description,
                retired_at=None,
                updated_at=applied_at,
            )
            for role in written
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["framework", "external_id"],
        update_fields=["name", "family", "description", "retired_at", "updated_at"],
    )
    _retire(framework.roles.all(), [role.external_id for role in plan.removed], applied_at)


def _write_role_levels(framework: Framework, plan: KindPlan[RoleLevelDoc], applied_at: datetime) -> None:
    roles, known = _ids(framework.roles), _ids(_role_levels(framework))
    rows = [
        RoleLevel(
            pk=known.get(level.external_id),
            role_id=roles[level.role],
            external_id=level.external_id,
            name=level.name,
            rank=level.rank,
            description=level.description,
            retired_at=None,
            updated_at=applied_at,
        )
        for level in _written(plan)
    ]
    fields = ["name", "rank", "description", "retired_at", "updated_at"]
    # A level is known by its id in the whole framework: one that moves to another role is the same level.
    RoleLevel.objects.bulk_update([row for row in rows if row.pk], ["role", *fields], batch_size=500)
    RoleLevel.objects.bulk_create(
        [row for row in rows if not row.pk],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["role", "external_id"],
        update_fields=fields,
    )
    _retire(_role_levels(framework), [level.external_id for level in plan.removed], applied_at)


def _requirements(framework: Framework, documents: Sequence[RequirementDoc]) -> list[Requirement]:
    skills = _ids(framework.skills)
    role_levels = _ids(_role_levels(framework))
    return [
        Requirement(
            role_level_id=role_levels[requirement.role_level],
            skill_id=skills[requirement.skill],
            level=requirement.level,
            weight=requirement.weight,
            is_critical=requirement.critical,
        )
        for requirement in documents
    ]


def _moved(framework: Framework, plan: FrameworkPlan) -> QuerySet[RoleLevel]:
    """Role levels that are of another family than before, or of another role."""
    roles = _changed_in(plan.roles, "family")
    levels = _changed_in(plan.role_levels, "role")
    return _role_levels(framework).filter(Q(role__external_id__in=roles) | Q(external_id__in=levels))


def _changed_in(plan: KindPlan[Any], field: str) -> list[str]:
    return [one.item.external_id for one in plan.changed if any(said.field == field for said in one.changes)]


def _written(plan: KindPlan[Any]) -> list[Any]:
    return [*plan.created, *(change.item for change in plan.changed)]


def _role_levels(framework: Framework) -> QuerySet[RoleLevel]:
    """The retired ones first: should two have one id, `_ids` names the one that holds."""
    levels = RoleLevel.objects.filter(role__framework=framework)
    return levels.order_by(F("retired_at").asc(nulls_last=True), "-pk")


def _ids(rows: Any) -> dict[str, int]:
    return dict(rows.values_list("external_id", "pk"))


def _retire(rows: Any, external_ids: Sequence[str], moment: datetime) -> None:
    for start in range(0, len(external_ids), BATCH):
        batch = external_ids[start : start + BATCH]
        rows.filter(external_id__in=batch).update(retired_at=moment, updated_at=moment)
