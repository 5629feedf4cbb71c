"""What people said of themselves and their manager has not answered yet."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.evidence.models import Evidence
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class RatingToConfirm:
    """A self-rating that waits for the manager's word, with the manager's last one, if any."""

    evidence: Evidence
    manager_level: float | None


def ratings_to_confirm(manager: Person) -> tuple[RatingToConfirm, ...]:
    """Self-ratings of the people who report to `manager` directly, oldest first.

    The newest of each person and skill counts, and only where the manager has not rated since.
    """
    waiting = list(
        _waiting(manager)
        .select_related("person", "skill__framework__scale")
        .prefetch_related("skill__level_texts", "skill__framework__scale__levels")
        .order_by("observed_at", "pk")
    )
    before = (
        Evidence.objects.standing()
        .filter(source=Evidence.Source.MANAGER, person__in={one.person_id for one in waiting})
        .order_by("observed_at", "pk")
    )
    levels = {(one.person_id, one.skill_id): float(one.level) for one in before}
    return tuple(RatingToConfirm(one, levels.get((one.person_id, one.skill_id))) for one in waiting)


def count_ratings_to_confirm(manager: Person) -> int:
    """How many self-ratings wait for the manager's word."""
    return _waiting(manager).count()


def _waiting(manager: Person) -> QuerySet[Evidence]:
    others = Evidence.objects.standing().filter(person=OuterRef("person"), skill=OuterRef("skill"))
    answered = others.filter(source=Evidence.Source.MANAGER, observed_at__gte=OuterRef("observed_at"))
    newer = others.filter(
        Q(observed_at__gt=OuterRef("observed_at"))
        | Q(observed_at=OuterRef("observed_at"), pk__gt=OuterRef("pk")),
        source=Evidence.Source.SELF,
    )
    own = Evidence.objects.standing().filter(source=Evidence.Source.SELF)
    reports = Person.objects.reporting_to(manager)
    return own.filter(~Exists(answered), ~Exists(newer), person__in=reports, skill__retired_at__isnull=True)
