"""What people said of themselves and their manager has not answered yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assessments.evidence.models import Evidence
from lifow.people.persons.models import Person

MOST_LISTED = 50
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class RatingToConfirm:
    """A self-rating that waits for the manager's word, with the manager's last one, if any."""

    evidence: Evidence
    manager_level: float | None


def ratings_to_confirm(manager: Person) -> tuple[RatingToConfirm, ...]:
    """Self-ratings of the people who report to `manager` directly: the oldest `MOST_LISTED`, oldest first.

    The newest of each person and skill counts, and only where the manager has not rated since.
    """
    waiting = list(
        _waiting(manager)
        .select_related("person", "skill__framework__scale")
        .prefetch_related("skill__level_texts", "skill__framework__scale__levels")
        .order_by("observed_at", "pk")[:MOST_LISTED]
    )
    before = (
        Evidence.objects.standing()
        .filter(source=Evidence.Source.MANAGER, person__in={one.person_id for one in waiting})
        .order_by("observed_at", "pk")
    )
    levels = {(one.person_id, one.skill_id): float(one.level) for one in before}
    return tuple(RatingToConfirm(one, levels.get((one.person_id, one.skill_id))) for one in waiting)


def count_ratings_to_confirm(manager: Person) -> int:
    """How many self-ratings wait for the manager's word; counting ends at `MOST_COUNTED`."""
    return counted_ratings(manager).count()


def counted_ratings(manager: Person) -> QuerySet[Any]:
    """What `count_ratings_to_confirm` counts, for those who count several things in one query."""
    return _waiting(manager).order_by().values("pk")[:MOST_COUNTED]


def _waiting(manager: Person) -> QuerySet[Evidence]:
    """Self-ratings that are the last word about their person and skill.

    The last word is looked up row by row: LIMIT 1 keeps PostgreSQL from joining all evidence with itself.
    A manager's rating of the same moment answers: their source sorts first.
    """
    spoken = Evidence.objects.filter(
        ~Exists(Evidence.objects.filter(supersedes=OuterRef("pk"))),
        person=OuterRef("person"),
        skill=OuterRef("skill"),
        source__in=[Evidence.Source.SELF, Evidence.Source.MANAGER],
    )
    last_word = spoken.order_by("-observed_at", "source", "-pk").values("pk")[:1]
    return Evidence.objects.filter(
        source=Evidence.Source.SELF,
        person__in=Person.objects.reporting_to(manager),
        skill__retired_at__isnull=True,
        pk=Subquery(last_word),
    )
