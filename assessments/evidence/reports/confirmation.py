"""What people said of themselves and their manager has not answered yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from assessments.evidence.models import Evidence
from lifow.people.persons.models import Person

MOST_LISTED = 50
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class RatingToConfirm:
    """A self-rating that waits for the manager's word, with the manager's last one, if any."""

    evidence: Evidence
    manager_level: float | None


def ratings_to_confirm(manager: Person, *, first: str = "") -> tuple[RatingToConfirm, ...]:
    """Self-ratings of the people who report to `manager` directly: the oldest `MOST_LISTED`, oldest first.

    The newest of each person and skill counts, and only where the manager has not rated since. The one with
    the public id `first` comes before all others.
    """
    waiting = list(
        _of_direct_reports(manager)
        .select_related("person", "skill__framework__scale")
        .prefetch_related("skill__level_texts", "skill__framework__scale__levels")
        .order_by(Case(When(public_id=first, then=Value(0)), default=1), "observed_at", "pk")[:MOST_LISTED]
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
    return _of_direct_reports(manager).order_by().values("pk")[:MOST_COUNTED]


def waiting_ratings(person_ids: Collection[int]) -> QuerySet[Evidence]:
    """Self-ratings of these people that a manager has still to confirm."""
    return _waiting(Q(person__in=person_ids))


def answers_to_self_ratings(ratings: Iterable[Evidence]) -> dict[int, Evidence]:
    """The self-rating that each of managers' ratings answers, by the rating's id: the word before it.

    Words that were corrected do not count.
    """
    answers = list(ratings)
    spoken = (
        Evidence.objects.standing()
        .filter(
            person__in={one.person_id for one in answers},
            skill__in={one.skill_id for one in answers},
            source__in=[Evidence.Source.SELF, Evidence.Source.MANAGER],
        )
        .order_by("observed_at", "-source", "pk")
    )
    words: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    for word in spoken:
        words[word.person_id, word.skill_id].append(word)
    return {one.pk: own for one in answers if (own := _answered_by(one, words[one.person_id, one.skill_id]))}


def _answered_by(rating: Evidence, words: Iterable[Evidence]) -> Evidence | None:
    """The self-rating that a manager's rating follows at once, of the words about its person and skill."""
    before = None
    for word in words:
        if word.pk == rating.pk:
            break
        before = word
    return before if before is not None and before.source == Evidence.Source.SELF else None


def _of_direct_reports(manager: Person) -> QuerySet[Evidence]:
    return _waiting(Q(person__in=Person.objects.reporting_to(manager)))


def _waiting(of_people: Q) -> QuerySet[Evidence]:
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
        of_people,
        source=Evidence.Source.SELF,
        skill__retired_at__isnull=True,
        pk=Subquery(last_word),
    )
