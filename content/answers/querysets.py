"""Adjectives of questions, answers and reviews."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL

from content.answers.choices import QuestionState, ReviewState

# Where somebody works, and all that it is part of: they read what is asked in any of these.
UNITS_OF = """
    WITH RECURSIVE line (id) AS (
        SELECT org_unit_id FROM people_employment
        WHERE person_id = %s AND ends_on IS NULL AND status <> 'terminated'
        UNION
        SELECT above.parent_id FROM people_orgunit AS above JOIN line ON above.id = line.id
    ) SELECT id FROM line WHERE id IS NOT NULL
"""


def in_a_unit_of(user: Any) -> Q:
    """That a question is private to a unit in which somebody works."""
    return Q(unit__in=RawSQL(UNITS_OF, [user.pk]))  # noqa: S611 (parameterised)


class QuestionQuerySet(models.QuerySet):
    def readable_by(self, user: Any) -> Self:
        """Of everybody; those of a unit by whoever works in it, by who asked, and by HR admins."""
        if user.is_hr_admin:
            return self
        return self.filter(Q(unit__isnull=True) | Q(asker=user.pk) | in_a_unit_of(user))

    def for_everybody(self) -> Self:
        """Private to no unit."""
        return self.filter(unit__isnull=True)

    def unmerged(self) -> Self:
        return self.exclude(state=QuestionState.MERGED)

    def unanswered(self) -> Self:
        """Open, and nobody has answered."""
        return self.filter(state=QuestionState.OPEN, answered_at__isnull=True)

    def answered(self) -> Self:
        return self.unmerged().filter(answered_at__isnull=False)


class AnswerQuerySet(models.QuerySet):
    def visible(self) -> Self:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def verified_on(self, day: date) -> Self:
        """Verified, not run out, and with nothing to be looked at."""
        waiting = self._reviews().filter(answer=OuterRef("pk"), state=ReviewState.OPEN)
        return self.visible().filter(Q(verified_until__gte=day), ~Exists(waiting))

    def in_doubt(self, day: date) -> Self:
        """Whose verification has expired by a day, or which somebody is to look at."""
        open_ = self._reviews().filter(state=ReviewState.OPEN).values("answer")
        return self.filter(Q(verified_until__lt=day) | Q(pk__in=open_))

    def still_holding(self, day: date) -> Self:
        """All others, verified or not yet."""
        waiting = self._reviews().filter(answer=OuterRef("pk"), state=ReviewState.OPEN)
        return self.filter(Q(verified_until__isnull=True) | Q(verified_until__gte=day), ~Exists(waiting))

    def with_standing(self, user: Any) -> Self:
        """Each with `is_in_review`, `helpful` (votes) and `is_own_vote`."""
        waiting = self._reviews().filter(answer=OuterRef("pk"), state=ReviewState.OPEN)
        votes: Any = self.model._meta.get_field("votes").related_model
        own = votes.objects.filter(answer=OuterRef("pk"), person=user.pk)
        return self.annotate(
            is_in_review=Exists(waiting), helpful=Count("votes", distinct=True), is_own_vote=Exists(own)
        )

    def best_first(self, day: date) -> Self:
        """Of `with_standing`: verified ones, then the accepted one, then the most helpful, the oldest first;
        what has run out or is being reviewed comes after what nobody has verified yet."""
        place = Case(
            When(Q(is_in_review=True) | Q(verified_until__lt=day), then=Value(3)),
            When(verified_until__gte=day, then=Value(0)),
            When(accepted_at__isnull=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.annotate(place=place).order_by("place", "-helpful", "written_at", "pk")

    def _reviews(self) -> Any:
        related: Any = self.model._meta.get_field("reviews").related_model
        return related.objects


class ReviewQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ReviewState.OPEN, answer__removed_at__isnull=True)
