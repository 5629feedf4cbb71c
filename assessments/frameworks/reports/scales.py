"""Scales as they are now, and which of their levels are still needed."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count
from django.db.models.functions import Coalesce

from assessments.frameworks.interchange.document import LevelDoc, ScaleDoc
from assessments.frameworks.interchange.level_maps import means_another_thing
from assessments.frameworks.models import Framework, Requirement, Scale, Skill


def scale_document(scale: Scale) -> ScaleDoc:
    """The scale with its levels, as the interchange formats speak of it."""
    levels = scale.levels.order_by("value")
    return ScaleDoc(
        scale.key, scale.name, tuple(LevelDoc(level.value, level.name, level.text) for level in levels)
    )


def needs_level_map(framework: Framework, before: Sequence[LevelDoc], after: Sequence[LevelDoc]) -> bool:
    """Whether evidence of the framework stands on levels that may mean something else after a change."""
    if not means_another_thing(before, after):
        return False
    return Skill.objects.counting_in(framework).filter(evidence__isnull=False).exists()


def evidence_counts(framework: Framework) -> tuple[int, int]:
    """How many pieces of evidence count for a framework's skills, and of how many people."""
    known = Skill.objects.counting_in(framework).filter(evidence__isnull=False)
    whose = Coalesce("evidence__person__merged_into_id", "evidence__person_id")
    found = known.aggregate(pieces=Count("evidence"), people=Count(whose, distinct=True))
    return found["pieces"], found["people"]


def missed_levels(
    *,
    framework_ids: Collection[int],
    before: Iterable[int],
    after: Iterable[int],
    count_requirements: bool = True,
) -> list[int]:
    """The levels that would be gone `after` though something in the frameworks needs them, lowest first.

    Standing evidence and the newest requirements need the level that they are at, or the next one above
    where they lie between two. At 0, which every scale has, they need none.
    """
    gone = set(before) - set(after)
    if not gone:
        return []
    # By the relation, as evidence is of a later applet: what no correction has superseded.
    known = Skill.objects.filter(
        framework__in=framework_ids, evidence__superseded_by__isnull=True, evidence__level__gt=0
    )
    used = set(known.values_list("evidence__level", flat=True).distinct())
    if count_requirements:
        required = Requirement.objects.newest().filter(version__framework__in=framework_ids)
        used.update(required.values_list("level", flat=True).distinct())
    ladder = sorted(before)
    needed = {place for level in used if (place := bisect_left(ladder, level)) < len(ladder)}
    return sorted(gone & {ladder[place] for place in needed})
