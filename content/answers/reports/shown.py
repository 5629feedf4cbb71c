"""A question with its answers, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from content.answers.choices import EXPIRES_SOON, MOST_ON_A_PAGE, Standing
from content.answers.models import (
    Answer,
    AnswerReview,
    Comment,
    Question,
    QuestionFollower,
    TextEdit,
)
from lifow.base.days import local_day
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer, how far it can be relied on, its comments, and what was said to be wrong of it.

    is_own       whether the reader has written it
    expires_soon whether its verification runs out within two weeks
    """

    answer: Answer
    standing: Standing
    comments: Sequence[Comment]
    reviews: Sequence[AnswerReview]
    edits: int
    is_own: bool
    expires_soon: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with all that its page shows; `needing` people have it too."""

    question: Question
    answers: Sequence[ShownAnswer]
    comments: Sequence[Comment]
    follower: QuestionFollower | None
    followers: int
    needing: int
    edits: int


def shown_question(question: Question, reader: Person, as_of: datetime) -> ShownQuestion:
    """A question as somebody reads it, the best answer first; five queries and one for pictures, four
    where it has no answer."""
    today = local_day(as_of, settings.TIME_ZONE)
    rows = Answer.objects.visible().filter(question=question).with_standing(reader)
    rows = rows.select_related("author", "verifier").prefetch_related("pictures")
    answers: list[Any] = list(rows.best_first(today)[:MOST_ON_A_PAGE])
    comments = Comment.objects.filter(question=question).select_related("author").order_by("written_at", "pk")
    of_answers: dict[int | None, list[Comment]] = {}
    for one in comments[: MOST_ON_A_PAGE * 2]:
        of_answers.setdefault(one.answer_id, []).append(one)
    reviews: dict[int, list[AnswerReview]] = {}
    looked_at = AnswerReview.objects.open().filter(answer__question=question)
    for review in looked_at.select_related("update__module") if answers else ():
        reviews.setdefault(review.answer_id, []).append(review)
    edited = _edits(question)
    followers = list(QuestionFollower.objects.filter(question=question).values_list("person", "needs_it"))
    own = next((needs for person, needs in followers if person == reader.pk), None)
    follower = None if own is None else QuestionFollower(question=question, person=reader, needs_it=own)
    return ShownQuestion(
        question=question,
        answers=[
            ShownAnswer(
                answer=one,
                standing=one.standing_on(today, is_in_review=one.is_in_review),
                comments=of_answers.get(one.pk, []),
                reviews=reviews.get(one.pk, []),
                edits=edited.get(one.pk, 0),
                is_own=one.author_id == reader.pk,
                expires_soon=bool(one.verified_until and today <= one.verified_until <= today + EXPIRES_SOON),
            )
            for one in answers
        ],
        comments=of_answers.get(None, []),
        follower=follower,
        followers=len(followers),
        needing=sum(needs for _person, needs in followers),
        edits=edited.get(None, 0),
    )


def _edits(question: Question) -> dict[int | None, int]:
    """How often the question (None) and each of its answers was changed; one query."""
    found: dict[int | None, int] = {None: 0}
    rows = TextEdit.objects.filter(Q(question=question) | Q(answer__question=question))
    for answer_id in rows.values_list("answer_id", flat=True):
        found[answer_id] = found.get(answer_id, 0) + 1
    return found
