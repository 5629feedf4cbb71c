"""Scales, frameworks, skills and roles, written and deleted one by one, as HR keeps them by hand.

What follows is what follows when an import says the same.
"""

from datetime import datetime

from django.db import transaction

from assessments.frameworks.models import (
    Framework,
    Level,
    Role,
    RoleFamily,
    RoleLevel,
    Scale,
    Skill,
    SkillLevel,
)
from assessments.frameworks.services.measures import following_role_levels, mark_holders, measure_anew
from lifow.base.records import NO_CHANGES, RowChanges


def save_scale(*, scale: Scale, levels: RowChanges[Level] = NO_CHANGES, saved_at: datetime) -> Scale:
    """Write a scale, new or not, with what changes of its levels.

    With other numbers the frameworks on it measure anew; names and texts of levels change no report.
    """
    with transaction.atomic():
        before = _numbers(scale)
        scale.save()
        levels.apply()
        if before != _numbers(scale):
            for framework in scale.frameworks.order_by("pk"):
                measure_anew(framework=framework, changed_at=saved_at)
    return scale


def save_framework(*, framework: Framework, saved_at: datetime) -> Framework:
    """Write a framework, new or not; on another scale it measures anew."""
    with transaction.atomic():
        was = Framework.objects.filter(pk=framework.pk).first()
        framework.save()
        if was is not None and was.scale_id != framework.scale_id:
            measure_anew(framework=framework, changed_at=saved_at)
    return framework


def save_skill(*, skill: Skill, level_texts: RowChanges[SkillLevel] = NO_CHANGES) -> Skill:
    """Write a skill, new or not, with what changes of the texts of its levels. No report says another thing.

    One that a role level requires is retired by an import only, which publishes the requirements without it.
    """
    with transaction.atomic():
        skill.save()
        level_texts.apply()
    return skill


def save_role_family(*, family: RoleFamily) -> RoleFamily:
    """Write a role family, new or not."""
    family.save()
    return family


def save_role(*, role: Role, levels: RowChanges[RoleLevel] = NO_CHANGES, saved_at: datetime) -> Role:
    """Write a role, new or not, with what changes of its levels.

    Another family expects another thing of those who have it; a retired role is given by no rule any more.
    """
    with transaction.atomic(), following_role_levels(role.framework, saved_at):
        was = Role.objects.filter(pk=role.pk).first()
        role.save()
        levels.apply()
        if was is not None and was.family_id != role.family_id:
            mark_holders(role_levels=RoleLevel.objects.filter(role=role), marked_at=saved_at)
    return role


def save_role_level(*, role_level: RoleLevel, saved_at: datetime) -> RoleLevel:
    """Write a role level, new or not. What holds for its role holds for it, see `save_role`."""
    with transaction.atomic(), following_role_levels(role_level.role.framework, saved_at):
        was = RoleLevel.objects.filter(pk=role_level.pk).first()
        role_level.save()
        if was is not None and was.role_id != role_level.role_id:
            mark_holders(role_levels=RoleLevel.objects.filter(pk=role_level.pk), marked_at=saved_at)
    return role_level


def _numbers(scale: Scale) -> set[int]:
    return set(Level.objects.filter(scale=scale.pk).values_list("value", flat=True))
