"""Which modules are missing, as far as the kept list says; a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from content.coverage.models import CoverageState, MissingStep


@dataclass(frozen=True, slots=True)
class MissingContent:
    """Steps that no module makes, and their skills; `as_of` when the list was made or found to be current."""

    steps: int
    skills: int
    as_of: datetime | None


def missing_steps() -> QuerySet[MissingStep]:
    """The steps that no module makes with their skills, the largest total gap first."""
    rows = MissingStep.objects.select_related("skill__parent", "skill__framework")
    return rows.order_by("-gap", "-people", "skill_id", "from_level")


def missing_content() -> MissingContent:
    """How much is missing, and as of when; two queries."""
    counts = MissingStep.objects.aggregate(steps=Count("pk"), skills=Count("skill", distinct=True))
    return MissingContent(
        **counts, as_of=CoverageState.objects.values_list("computed_at", flat=True).order_by("pk").first()
    )
