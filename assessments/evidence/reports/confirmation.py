"""What people said of themselves and their manager has not answered yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports.levels import on_todays_levels


def waiting_ratings(person_ids: Collection[int]) -> QuerySet[Evidence]:
    """Self-ratings of these people that a manager has still to confirm."""
    return self_ratings_waiting(Q(person__in=person_ids))


def answers_to_self_ratings(ratings: Iterable[Evidence]) -> dict[int, Evidence]:
    """The self-rating that each of managers' ratings answers, by the rating's id: the word before it.

    Words that were corrected or withdrawn do not count. Levels of self-ratings are those of today.
    """
    answers = list(ratings)
    spoken = (
        Evidence.objects.standing()
        .filter(
            person__in={one.person_id for one in answers},
            skill__in={one.skill_id for one in answers},
            source__in=[Evidence.Source.SELF, Evidence.Source.MANAGER],
        )
        .with_is_mapped()
        .order_by("observed_at", "-source", "pk")
    )
    words: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    for word in on_todays_levels(spoken):
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


def self_ratings_waiting(of_people: Q, *, of_retired: bool = False) -> QuerySet[Evidence]:
    """Self-ratings, of the people of a condition on evidence, that are the last word about their skill.

    In skills that are assessed, or in those that are retired.
    The last word is looked up row by row: LIMIT 1 keeps PostgreSQL from joining all evidence with itself.
    A manager's rating of the same moment answers: their source sorts first.
    """
    spoken = Evidence.objects.filter(
        ~Exists(Evidence.objects.filter(supersedes=OuterRef("pk"))),
        ~Exists(EvidenceWithdrawal.objects.in_force().filter(evidence=OuterRef("pk"))),
        person=OuterRef("person"),
        skill=OuterRef("skill"),
        source__in=[Evidence.Source.SELF, Evidence.Source.MANAGER],
    )
    last_word = spoken.order_by("-observed_at", "source", "-pk").values("pk")[:1]
    return Evidence.objects.filter(
        of_people,
        source=Evidence.Source.SELF,
        skill__retired_at__isnull=not of_retired,
        pk=Subquery(last_word),
    )
