"""Which modules are missing, as far as the kept list says; a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Subquery

from content.coverage.models import CoverageState, MissingStep
from lifow.base.querysets import CountOf


@dataclass(frozen=True, slots=True)
class MissingContent:
    """Steps that no module makes, and their skills; `as_of` when the list was made or found to be current."""

    steps: int
    skills: int
    as_of: datetime | None


def missing_steps(*, with_leave: bool = False) -> QuerySet[MissingStep]:
    """The steps that no module makes with their skills, the largest total gap first.

    Of those who are not on leave, or of everybody: then each row has to `count_leave`.
    """
    rows = _steps(with_leave=with_leave).select_related("skill__parent", "skill__framework")
    kind = "_with_leave" if with_leave else ""
    return rows.order_by(f"-gap{kind}", f"-people{kind}", "skill_id", "from_level")


def missing_content(*, with_leave: bool = False) -> MissingContent:
    """How much is missing, and as of when; two queries."""
    counts = _steps(with_leave=with_leave).aggregate(steps=Count("pk"), skills=Count("skill", distinct=True))
    return MissingContent(
        **counts, as_of=CoverageState.objects.values_list("computed_at", flat=True).order_by("pk").first()
    )


def counted_missing() -> dict[str, Subquery]:
    """What `missing_content` says, for those who count several things in one query: `missing_steps`,
    `missing_skills` and `missing_as_of`."""
    steps = _steps(with_leave=False)
    return {
        "missing_steps": CountOf(steps.values("pk")),
        "missing_skills": CountOf(steps.order_by().values("skill").distinct()),
        "missing_as_of": Subquery(CoverageState.objects.order_by("pk").values("computed_at")[:1]),
    }


def _steps(*, with_leave: bool) -> QuerySet[MissingStep]:
    rows = MissingStep.objects.all()
    return rows.filter(people_with_leave__gt=0) if with_leave else rows.filter(people__gt=0)
