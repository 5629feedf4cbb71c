"""What becomes of questions about a skill whose place another one took."""

from collections.abc import Collection

from django.db import transaction

from assessments.evidence.reports import TODAY, skill_replacements
from assessments.testing.bank.models import Item


def follow_skills(*, skill_ids: Collection[int]) -> int:
    """Have questions about these skills, where they were renamed or merged, be about those in their place.

    How many questions. Where the levels are others, or a skill was split, they stay: an author says which of
    them measures what. Twice is once.
    """
    ways = skill_replacements().at(TODAY)
    moved = 0
    for old in sorted(ways.keys() & set(skill_ids)):
        ends = ways[old]
        if len(ends) != 1:
            continue
        ((new, way),) = ends.items()
        if any(step.from_levels for step in way):
            continue
        with transaction.atomic():
            moved += Item.objects.filter(skill=old).update(skill=new)
    return moved
