"""The meaning of a plan: what a document becomes by it, for tests of plans and of who writes them."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TypeVar

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.planning import FrameworkPlan, KindPlan, head_of, levels_before
from lifow.base.tabular import FieldChange

T = TypeVar("T", LevelDoc, SkillDoc, RoleDoc, RoleLevelDoc, RequirementDoc)


def applied(
    current: FrameworkDocument | None, plan: FrameworkPlan, *, scale: ScaleDoc | None = None
) -> FrameworkDocument:
    """The document that `current` becomes by the plan."""
    old = current or FrameworkDocument("", "", "", ScaleDoc("", "", ()))
    values = head_of(old) | {change.field: change.new for change in plan.framework}
    levels = _merged(levels_before(old.scale, values["scale_key"], scale), plan.levels)
    return FrameworkDocument(
        key=values["key"],
        name=values["name"],
        attribution=values["attribution"],
        scale=ScaleDoc(values["scale_key"], values["scale_name"], levels),
        skills=_merged(old.skills, plan.skills),
        roles=_merged(old.roles, plan.roles),
        role_levels=_merged(old.role_levels, plan.role_levels),
        requirements=_merged(old.requirements, plan.requirements),
    )


def _merged(current: Sequence[T], kind: KindPlan[T]) -> tuple[T, ...]:
    items = {item.identity: item for item in current}
    for gone in kind.removed:
        del items[gone.identity]
    for made in kind.created:
        items[made.identity] = made
    for change in kind.changed:
        items[change.item.identity] = _rewritten(items[change.item.identity], change.changes)
    return tuple(items.values())


def _rewritten(old: T, changes: Sequence[FieldChange]) -> T:
    values = {spec.name: getattr(old, spec.name) for spec in fields(old)}
    values |= {change.field: change.new for change in changes}
    return type(old)(**values)
