"""The levels of a skill, as somebody chooses among them, and the ends of its scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min, OuterRef, Subquery
from django.utils.translation import gettext as _

from assessments.frameworks.models import Framework, Level, Skill, SkillLevel


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One level to choose from, with what it looks like in this skill."""

    value: int
    label: str
    text: str


def levels_of(skill: Skill) -> list[LevelChoice]:
    """The levels of a skill's scale, lowest first, from “not yet” (0) on; one query."""
    own = SkillLevel.objects.filter(skill=skill.pk, value=OuterRef("value")).values("text")[:1]
    levels = Level.objects.filter(scale__frameworks=skill.framework_id).annotate(own_text=Subquery(own))
    choices = [
        LevelChoice(level.value, level.name, level.own_text or level.text)
        for level in levels.order_by("value")
    ]
    if choices and choices[0].value > 0:
        choices.insert(0, LevelChoice(0, _("Not yet"), _("Cannot do this yet.")))
    return choices


def scale_tops(framework_ids: Iterable[int]) -> dict[int, int]:
    """The highest level of each framework's scale, by framework id; one query."""
    return {framework_id: top for framework_id, (_lowest, top) in scale_ends(set(framework_ids)).items()}


def scale_ends(framework_ids: set[int]) -> dict[int, tuple[int, int]]:
    """The lowest and the highest level of each framework's scale, by framework id."""
    rows = (
        Framework.objects.filter(pk__in=framework_ids)
        .annotate(lowest=Min("scale__levels__value"), top=Max("scale__levels__value"))
        .values_list("pk", "lowest", "top")
    )
    return {framework_id: (lowest or 0, top or 0) for framework_id, lowest, top in rows}
