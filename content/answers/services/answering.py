"""Answering, commenting, accepting, and saying that an answer was helpful."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.answers.choices import LONGEST_ANSWER, LONGEST_COMMENT, AnswerKind
from content.answers.models import Answer, AnswerVote, Comment, Question, TextEdit
from content.answers.notifications import settle_asked, tell_of_answer, tell_of_comment
from content.answers.services.asking import follow_question
from content.answers.services.texts import (
    AnswersError,
    checked,
    held_pictures,
    open_question,
    refresh_answers,
)
from lifow.people.persons.models import Person


def answer_question(
    *,
    question: Question,
    author: Person | None,
    text: str,
    as_of: datetime,
    kind: str = AnswerKind.PROCEDURE,
    pictures: Collection[str] = (),
    idempotency_key: str | None = None,
) -> Answer:
    """Answer a question, and tell all who wait for an answer. The same key, or the same words of the same
    author, is the same answer. Raises AnswersError for a text that is none, or a question that is merged."""
    words = checked("text", text, LONGEST_ANSWER)
    if kind not in AnswerKind:
        raise AnswersError("kind", _("Choose what the answer is about."))
    with transaction.atomic():
        row = open_question(question)
        known = Answer.objects.filter(question=row, author=author, text=words, removed_at__isnull=True)
        if idempotency_key:
            known = Answer.objects.filter(idempotency_key=idempotency_key)
        if (before := known.first()) is not None:
            return before
        answer = Answer.objects.create(
            question=row,
            author=author,
            text=words,
            kind=kind,
            written_at=as_of,
            idempotency_key=idempotency_key,
        )
        answer.pictures.set(held_pictures(pictures))
        if author is not None:
            follow_question(question=row, person=author, needs_it=False, as_of=as_of)
        settle_asked(row, as_of=as_of)
        tell_of_answer(answer, as_of=as_of)
        refresh_answers(row, as_of=as_of, by_id=answer.author_id or 0)
    return answer


def change_answer(*, answer: Answer, text: str, kind: str, by: Person | None, as_of: datetime) -> Answer:
    """Say an answer in other words; what it said before is kept, and it has to be verified anew. The same
    again changes nothing. Raises AnswersError as `answer_question` does, and for one that was removed."""
    words = checked("text", text, LONGEST_ANSWER)
    if kind not in AnswerKind:
        raise AnswersError("kind", _("Choose what the answer is about."))
    with transaction.atomic():
        question = open_question(answer.question)
        row = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
        if row.removed_at is not None:
            raise AnswersError("", _("This answer was removed. Write another one."))
        if row.text != words:
            TextEdit.objects.create(answer=row, text=row.text, changed_by=by, changed_at=as_of)
            row.verifier = row.verified_at = row.verified_until = None
        row.text, row.kind = words, kind
        row.save(update_fields=["text", "kind", "verifier", "verified_at", "verified_until", "updated_at"])
        refresh_answers(question, as_of=as_of)
    return row


def accept_answer(*, answer: Answer, as_of: datetime) -> None:
    """Say that an answer solves the question, in place of another that was accepted. Twice is once."""
    with transaction.atomic():
        question = open_question(answer.question)
        others = Answer.objects.filter(question=question, accepted_at__isnull=False).exclude(pk=answer.pk)
        others.update(accepted_at=None, updated_at=as_of)
        own = Answer.objects.visible().filter(pk=answer.pk, accepted_at__isnull=True)
        own.update(accepted_at=as_of, updated_at=as_of)
        Question.objects.filter(pk=question.pk).update(updated_at=as_of)


def take_acceptance_back(*, answer: Answer, as_of: datetime) -> None:
    """Say that an answer does not solve the question after all. Twice is once."""
    own = Answer.objects.filter(pk=answer.pk, accepted_at__isnull=False)
    own.update(accepted_at=None, updated_at=as_of)


def comment_on(
    *, question: Question, answer: Answer | None, author: Person, text: str, as_of: datetime
) -> Comment:
    """Write below a question, or below one of its answers. The same words of the same author are one comment.

    Raises AnswersError for a text that is none, and for a question that is merged.
    """
    words = checked("comment", text, LONGEST_COMMENT)
    with transaction.atomic():
        row = open_question(question)
        comment, is_new = Comment.objects.get_or_create(
            question=row, answer=answer, author=author, text=words, defaults={"written_at": as_of}
        )
        if is_new:
            tell_of_comment(comment, as_of=as_of)
    return comment


def vote_on_answer(*, answer: Answer, person: Person, is_helpful: bool, as_of: datetime) -> None:
    """Say that an answer was helpful, or take that back. Twice is once.

    Raises AnswersError for one's own answer.
    """
    if answer.author_id == person.pk:
        raise AnswersError("", _("Others say whether your answer was helpful."))
    if is_helpful:
        AnswerVote.objects.get_or_create(answer=answer, person=person, defaults={"voted_at": as_of})
    else:
        AnswerVote.objects.filter(answer=answer, person=person).delete()
