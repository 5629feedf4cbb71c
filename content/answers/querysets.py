"""Adjectives of questions, answers and reviews."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, FilteredRelation, IntegerField, OuterRef, Q, Value, When

from content.answers.choices import QuestionState, ReviewState
from lifow.base.querysets import CountOf


def place_of(day: date, answer: str = "") -> Case:
    """How far an answer can be relied on, the best first: verified ones, the accepted one, others, and last
    what has expired or is being reviewed. `answer` is how a query comes to it."""
    return Case(
        When(Q(is_in_review=True) | Q(**{f"{answer}verified_until__lt": day}), then=Value(3)),
        When(**{f"{answer}verified_until__gte": day}, then=Value(0)),
        When(**{f"{answer}accepted_at__isnull": False}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


class QuestionQuerySet(models.QuerySet):
    def readable_by(self, user: Any) -> Self:
        """Of everybody; those of a unit by whoever works in it, by who asked, and by HR admins."""
        if user.is_hr_admin:
            return self
        units: Any = self.model._meta.get_field("unit").related_model
        inside = Q(unit__in=units.objects.around(user).values("pk"))
        return self.filter(Q(unit__isnull=True) | Q(asker=user.pk) | inside)

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

    def with_answers(self, day: date) -> Self:
        """A row for each question and answer that is there, the best answer of each question first, as
        `answer`, which a question without any has not; with `is_in_review`."""
        answers: Any = self.model._meta.get_field("answers").related_model
        of_answer = {
            name: answers._meta.get_field(name).related_model.objects.filter(answer=OuterRef("answer__pk"))
            for name in ("reviews", "votes")
        }
        there = FilteredRelation("answers", condition=Q(answers__removed_at__isnull=True))
        rows = self.annotate(answer=there).select_related("answer__verifier")
        rows = rows.annotate(
            is_in_review=Exists(of_answer["reviews"].filter(state=ReviewState.OPEN)),
            helpful=CountOf(of_answer["votes"].order_by().values("pk")),
            place=place_of(day, "answer__"),
        )
        return rows.order_by("pk", "place", "-helpful", "answer__written_at", "answer__pk")


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
        return self.annotate(place=place_of(day)).order_by("place", "-helpful", "written_at", "pk")

    def _reviews(self) -> Any:
        related: Any = self.model._meta.get_field("reviews").related_model
        return related.objects


class ReviewQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ReviewState.OPEN, answer__removed_at__isnull=True)
