"""What is told of questions and answers: to those who wait, those who are asked, and those who verify."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.owners.reports import owner_of
from content.answers.choices import ReviewReason, ReviewState
from content.answers.models import Answer, AnswerReview, Comment, Question
from content.answers.querysets import QuestionQuerySet
from content.answers.reports.lists import question_url
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_messages
from lifow.people.persons.models import Person

TO_ANSWER, ANSWERED, COMMENTED = "question_to_answer", "question_answered", "question_commented"
MERGED, TO_REVIEW, REVIEWED = "question_merged", "answer_to_review", "answer_reviewed"
MOST_REVIEWERS = 5


def tell_asked(question: Question, people: Iterable[Person], *, as_of: datetime) -> None:
    """Tell people that they are asked to answer a question."""
    _tell(people, TO_ANSWER, {"question": question.pk}, f"{question.pk}", as_of)


def settle_asked(question: Question, *, as_of: datetime, but: int = 0) -> None:
    """A question waits for nobody any more, or for nobody `but` this person."""
    told = Message.objects.open().filter(kind=TO_ANSWER, idempotency_key=f"{question.pk}")
    ids = told.exclude(receiver=but).values_list("pk", flat=True)
    settle_messages(message_ids=list(ids), as_of=as_of)


def tell_of_answer(answer: Answer, *, as_of: datetime) -> None:
    """Tell all who wait for an answer that there is one: whoever asked, needs it too, or follows."""
    people = _followers(answer.question).exclude(pk=answer.author_id)
    _tell(people, ANSWERED, {"answer": answer.pk}, f"{answer.pk}", as_of)


def tell_of_comment(comment: Comment, *, as_of: datetime) -> None:
    """Tell those who follow a question that something was written below it."""
    people = _followers(comment.question).exclude(pk=comment.author_id)
    _tell(people, COMMENTED, {"comment": comment.pk}, f"{comment.pk}", as_of)


def tell_of_merge(question: Question, *, as_of: datetime) -> None:
    """Tell whoever asked a question that it is one with another, which they follow from now on."""
    people = Person.objects.filter(pk=question.asker_id)
    _tell(people, MERGED, {"question": question.pk}, f"{question.pk}", as_of)


def tell_reviewers(reviews: Sequence[AnswerReview], *, as_of: datetime) -> None:
    """Tell whoever verifies an answer that it is to be looked at: who verified it last, else the owner of the
    skill, else who wrote it where that is an author, else HR."""
    new = [
        New(person, TO_REVIEW, {"review": one.pk}, f"{one.pk}")
        for one in reviews
        for person in _reviewers(one.answer)
    ]
    notify_all(new=new, as_of=as_of)


def settle_reviews(reviews: Iterable[AnswerReview], *, as_of: datetime) -> None:
    """Answers need not be looked at any more."""
    keys = [f"{one.pk}" for one in reviews]
    told = Message.objects.open().filter(kind=TO_REVIEW, idempotency_key__in=keys)
    settle_messages(message_ids=list(told.values_list("pk", flat=True)), as_of=as_of)


def tell_of_outcome(reviews: Iterable[AnswerReview], *, as_of: datetime) -> None:
    """Tell those who said that an answer is wrong what was done."""
    for one in reviews:
        if one.reporter is not None and one.reporter_id != one.decided_by_id:
            _tell([one.reporter], REVIEWED, {"review": one.pk}, f"{one.pk}", as_of)


def render_asked(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads who is asked to answer, as long as nobody has answered."""
    return _readable(notices, "question", Question.objects.select_related("skill"), _asked, lambda one: one)


def render_answers(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What whoever waits reads of an answer."""
    rows = Answer.objects.visible().select_related("question", "author")
    return _readable(notices, "answer", rows, _answered, lambda one: one.question)


def render_comments(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a follower reads of a comment."""
    rows = Comment.objects.select_related("question", "author")
    return _readable(notices, "comment", rows, _commented, lambda one: one.question)


def render_merged(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an asker reads whose question is one with another."""
    rows = Question.objects.filter(merged_into__isnull=False).select_related("merged_into")
    return _readable(notices, "question", rows, _merged, lambda one: one.merged_into)


def render_reviews(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a reviewer reads, as long as the answer is to be looked at."""
    rows = AnswerReview.objects.open().select_related("answer__question")
    return _readable(notices, "review", rows, _to_review, lambda one: one.answer.question)


def render_outcomes(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads who said that an answer is wrong."""
    rows = AnswerReview.objects.exclude(state=ReviewState.OPEN).select_related(
        "answer__question", "decided_by"
    )
    return _readable(notices, "review", rows, _outcome, lambda one: one.answer.question)


def _tell(people: Iterable[Person], kind: str, refs: Mapping[str, int], key: str, as_of: datetime) -> None:
    notify_all(new=[New(one, kind, refs, key) for one in people], as_of=as_of)


def _followers(question: Question) -> Any:
    """Those who follow a question and may read it."""
    rows = Person.objects.filter(followed_questions__question=question, is_active=True).order_by("pk")
    if question.unit is None:
        return rows
    inside = Person.objects.in_org_unit(question.unit).values("pk")
    return rows.filter(Q(pk__in=inside) | Q(pk=question.asker_id) | Q(is_hr_admin=True))


def _reviewers(answer: Answer) -> list[Person]:
    if answer.verifier is not None and answer.verifier.is_active:
        return [answer.verifier]
    owner = owner_of(answer.question.skill_id)
    if owner is not None:
        return [owner]
    author = answer.author
    if author is not None and author.is_active and (author.is_author or author.is_hr_admin):
        return [author]
    return list(Person.objects.filter(is_hr_admin=True, is_active=True).order_by("pk")[:MOST_REVIEWERS])


def _readable(
    notices: Sequence[Notice],
    name: str,
    rows: Any,
    words: Callable[[Any, Notice], Rendered | None],
    question_of: Callable[[Any], Question],
) -> list[Rendered | None]:
    """Each notice in words, where its receiver may still read the question; a query, and one a receiver of a
    question that is private to a unit."""
    found = rows.in_bulk({one.refs[name] for one in notices})
    told: list[Rendered | None] = []
    for notice in notices:
        row = found.get(notice.refs[name])
        is_told = row is not None and _reads(notice.receiver, question_of(row))
        told.append(words(row, notice) if is_told else None)
    return told


def _reads(person: Person, question: Question) -> bool:
    if question.unit_id is None or person.is_hr_admin or question.asker_id == person.pk:
        return True
    rows: QuestionQuerySet = Question.objects.filter(pk=question.pk)
    return rows.readable_by(person).exists()


def _asked(question: Question, notice: Notice) -> Rendered | None:
    if not question.is_waiting:
        return None
    about = _("It is about %(skill)s.") % {"skill": question.skill} if question.skill else ""
    since = _("Asked on %(day)s.") % {"day": date_format(question.asked_at, "j M Y")}
    return Rendered(
        title=_("Can you answer this? %(question)s") % {"question": question},
        body=f"{about} {since} {_('If you cannot, pass it on: somebody else is asked.')}".strip(),
        url=question_url(question),
        action=_("Answer it"),
    )


def _answered(answer: Answer, notice: Notice) -> Rendered:
    who = str(answer.author) if answer.author else _("Somebody")
    return Rendered(
        title=_("%(who)s answered: %(question)s") % {"who": who, "question": answer.question},
        url=f"{question_url(answer.question)}#{answer.public_id}",
        action=_("Read the answer"),
    )


def _commented(comment: Comment, notice: Notice) -> Rendered:
    who = str(comment.author) if comment.author else _("Somebody")
    return Rendered(
        title=_("%(who)s wrote below: %(question)s") % {"who": who, "question": comment.question},
        url=f"{question_url(comment.question)}#{comment.public_id}",
        action=_("Read the comment"),
    )


def _merged(question: Question, notice: Notice) -> Rendered | None:
    stays = question.merged_into
    if stays is None:
        return None
    return Rendered(
        title=_("The same was asked before: %(question)s") % {"question": stays},
        body=_("What comes to your question comes to both. You are told of new answers."),
        url=question_url(stays),
        action=_("Read it"),
    )


def _to_review(review: AnswerReview, notice: Notice) -> Rendered:
    words: Mapping[str, str] = {
        ReviewReason.EXPIRED: _("Its verification expired: is it still right?"),
        ReviewReason.UPDATE: _("A product update changes “%(term)s”, which it mentions.")
        % {"term": review.term},
        ReviewReason.WRONG: _("Somebody says that it is wrong. They are told what you do."),
    }
    return Rendered(
        title=_("Look at the answer: %(question)s") % {"question": review.answer.question},
        body=words.get(review.reason, ""),
        url=reverse("content:review_answer", args=[review.public_id]),
        action=_("Look at it"),
    )


def _outcome(review: AnswerReview, notice: Notice) -> Rendered:
    words: Mapping[str, str] = {
        ReviewState.STILL_RIGHT: _("They found that it is right."),
        ReviewState.CORRECTED: _("It is corrected."),
        ReviewState.REMOVED: _("The answer is removed."),
    }
    said = words.get(review.state, "")
    return Rendered(
        title=_("You said that an answer is wrong: %(question)s") % {"question": review.answer.question},
        body=f"{said} {review.note}".strip(),
        url=question_url(review.answer.question),
        action=_("Read the question"),
    )


KINDS = [
    Kind(
        key=TO_ANSWER,
        title=gettext_lazy("Questions to answer"),
        description=gettext_lazy("Somebody asked what you are good at, and nobody has answered yet."),
        render=render_asked,
        is_act=True,
    ),
    Kind(
        key=TO_REVIEW,
        title=gettext_lazy("Answers to look at"),
        description=gettext_lazy(
            "The verification of an answer of yours expired, or somebody says that it is wrong."
        ),
        render=render_reviews,
        is_act=True,
    ),
    Kind(
        key=ANSWERED,
        title=gettext_lazy("Answers to questions that you follow"),
        description=gettext_lazy("Somebody answered what you asked, need too, or follow."),
        render=render_answers,
        is_act=False,
    ),
    Kind(
        key=COMMENTED,
        title=gettext_lazy("Comments on questions that you follow"),
        description=gettext_lazy("Somebody wrote below a question, or below one of its answers."),
        render=render_comments,
        is_act=False,
        by_default=frozenset(),
    ),
    Kind(
        key=MERGED,
        title=gettext_lazy("Questions that were asked before"),
        description=gettext_lazy("A question of yours is one with another."),
        render=render_merged,
        is_act=False,
    ),
    Kind(
        key=REVIEWED,
        title=gettext_lazy("Answers that you said are wrong"),
        description=gettext_lazy("Somebody looked at an answer that you said is wrong."),
        render=render_outcomes,
        is_act=False,
    ),
]
