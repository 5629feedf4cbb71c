"""Scales, frameworks, skills and roles, written and deleted one by one, as HR keeps them by hand.

What follows is what follows when an import says the same.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assessments.frameworks.interchange.document import LevelDoc
from assessments.frameworks.interchange.level_maps import LevelMapping
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
from assessments.frameworks.reports import scale_document
from assessments.frameworks.services.level_maps import keep_level_map
from assessments.frameworks.services.measures import following_role_levels, mark_holders, measure_anew
from assessments.frameworks.services.replacements import take_back_for
from lifow.base.records import NO_CHANGES, RowChanges
from lifow.people.persons.models import Person


def save_scale(
    *,
    scale: Scale,
    levels: RowChanges[Level] = NO_CHANGES,
    saved_at: datetime,
    mapping: LevelMapping | None = None,
    saved_by: Person | None = None,
) -> Scale:
    """Write a scale, new or not, with what changes of its levels.

    With other numbers the frameworks on it measure anew, and so do those whose evidence reads otherwise by
    the `mapping`; the wording of levels changes no report. Raises FrameworkError, and writes nothing, where
    evidence stands on levels that mean something else and no mapping says what.
    """
    with transaction.atomic():
        list(Scale.objects.select_for_update().filter(pk=scale.pk))
        before = _levels(scale)
        scale.save()
        levels.apply()
        after = _levels(scale)
        for framework in scale.frameworks.order_by("pk"):
            _follow_levels(framework, before, after, mapping, saved_at, saved_by)
    return scale


def save_framework(
    *,
    framework: Framework,
    saved_at: datetime,
    mapping: LevelMapping | None = None,
    saved_by: Person | None = None,
) -> Framework:
    """Write a framework, new or not; on another scale it measures anew, see `save_scale`."""
    with transaction.atomic():
        was = Framework.objects.select_for_update(no_key=True).filter(pk=framework.pk).first()
        framework.save()
        if was is not None and was.scale_id != framework.scale_id:
            before, after = _levels(was.scale), _levels(framework.scale)
            _follow_levels(framework, before, after, mapping, saved_at, saved_by, is_moved=True)
    return framework


def save_skill(
    *, skill: Skill, level_texts: RowChanges[SkillLevel] = NO_CHANGES, saved_at: datetime
) -> Skill:
    """Write a skill, new or not, with what changes of the texts of its levels. No report says another thing.

    But where others had taken the place of one that is retired no more: what was shown for it counts for it
    again, and no longer for them. One that a role level requires is retired by an import only, which
    publishes the requirements without it.
    """
    with transaction.atomic():
        skill.save()
        level_texts.apply()
        if skill.retired_at is None:
            take_back_for(skill=skill, taken_back_at=saved_at)
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


def _levels(scale: Scale) -> tuple[LevelDoc, ...]:
    return scale_document(scale).levels if scale.pk else ()


def _follow_levels(
    framework: Framework,
    before: Sequence[LevelDoc],
    after: Sequence[LevelDoc],
    mapping: LevelMapping | None,
    saved_at: datetime,
    saved_by: Person | None,
    *,
    is_moved: bool = False,
) -> None:
    """Keep how evidence reads on other levels, and measure anew where that or the numbers have changed."""
    is_read_anew = keep_level_map(
        framework=framework,
        before=before,
        after=after,
        mapping=mapping,
        mapped_at=saved_at,
        mapped_by=saved_by,
    )
    numbers = [[level.value for level in levels] for levels in (before, after)]
    if is_moved or is_read_anew or numbers[0] != numbers[1]:
        measure_anew(framework=framework, changed_at=saved_at, mapping=mapping if is_read_anew else None)
