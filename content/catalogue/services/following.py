"""What modules raise, where other skills took the place of those that they raised."""

from collections.abc import Collection

from django.db import transaction

from assessments.evidence.reports import TODAY, skill_replacements
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services.contents import LEVELS
from content.catalogue.services.counting import advance_catalogue, lock_catalogue


def follow_skills(*, skill_ids: Collection[int]) -> int:
    """Have modules raise the skills in the place of those of these that were replaced; how many effects.

    By the same levels; each part of one that was split. Where a module raises the other skill too, from the
    lower level to the higher one. What raises a skill on other levels stays: its author says what it does.
    """
    with transaction.atomic():
        lock_catalogue()
        ways = skill_replacements().at(TODAY)
        news = {
            old: list(ends)
            for old, ends in ways.items()
            if old in skill_ids and not any(step.from_levels for way in ends.values() for step in way)
        }
        effects = ModuleEffect.objects.filter(skill__in=list(news)).select_related("module").order_by("pk")
        followed = list(effects.select_for_update(of=("self",)))
        for effect in followed:
            for skill_id in news[effect.skill_id]:
                _raise_also(effect, skill_id)
            effect.delete()
        if any(effect.module.status != Module.Status.DRAFT for effect in followed):
            advance_catalogue()
    return len(followed)


def _raise_also(effect: ModuleEffect, skill_id: int) -> None:
    """Have a module do for another skill what it does for one."""
    levels = {name: getattr(effect, name) for name in LEVELS}
    row, is_new = ModuleEffect.objects.get_or_create(module=effect.module, skill_id=skill_id, defaults=levels)
    if not is_new:
        row.from_level = min(row.from_level, effect.from_level)
        row.to_level = max(row.to_level, effect.to_level)
        row.save()
