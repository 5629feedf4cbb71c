"""What there is in the bank, by skill and level."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.querysets import ItemVersionQuerySet


@dataclass(frozen=True, slots=True)
class SkillCounts:
    """The questions of one skill: how many are in use, by level from 1 to the top of its scale."""

    skill: Skill
    by_level: tuple[int, ...]

    @property
    def published(self) -> int:
        return sum(self.by_level)

    @property
    def missing(self) -> tuple[int, ...]:
        """The levels for which there is no question."""
        return tuple(level for level, count in enumerate(self.by_level, start=1) if not count)


def bank_counts(*, skill: Skill | None = None) -> list[SkillCounts]:
    """The skills for which somebody has begun to write questions, by name, with what is in use.

    Of one skill alone, if one is given, even where it has none. Four queries, one more where there are
    published questions that are not asked.
    """
    begun = Item.objects.current().filter(skill=OuterRef("pk"))
    skills = Skill.objects.active().filter(Q(pk=skill.pk) if skill else Exists(begun))
    rows = list(skills.order_by("name", "pk"))
    tops = scale_tops({one.framework_id for one in rows})
    ids = [one.pk for one in rows]
    counts = _counted(ItemVersion.objects.published(), ids)
    counts.subtract(_counted(ItemVersion.objects.unasked(), ids))
    return [
        SkillCounts(one, tuple(counts[one.pk, level] for level in range(1, tops[one.framework_id] + 1)))
        for one in rows
    ]


def _counted(rows: ItemVersionQuerySet[ItemVersion], skill_ids: Sequence[int]) -> Counter[tuple[int, int]]:
    """How many of these there are, by skill and level."""
    found = rows.filter(item__skill__in=skill_ids).order_by().values_list("item__skill", "level")
    return Counter({(skill, level): count for skill, level, count in found.annotate(Count("pk"))})
