"""Two questions that are one: answers, comments and followers of one move to the other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.answers.choices import QuestionState
from content.answers.models import Answer, Comment, Question, QuestionFollower
from content.answers.notifications import tell_of_merge
from content.answers.services.texts import AnswersError, refresh_answers, say_whether_waiting


def merge_questions(*, question: Question, into: Question, as_of: datetime) -> Question:
    """Make a question one with another, whose page its address leads to from then on. Twice is once.

    Who asked or followed it has the same question, and is told. Raises AnswersError for a question and
    itself, for one that is merged already, and where not the same people read both.
    """
    with transaction.atomic():
        ids = {question.pk, into.pk}
        rows = Question.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        locked = {one.pk: one for one in rows}
        left, stays = locked[question.pk], locked[into.pk]
        if left.merged_into_id == stays.pk:
            return stays
        _check(left, stays)
        _move_followers(left, stays, as_of)
        Answer.objects.filter(question=left, accepted_at__isnull=False).update(accepted_at=None)
        Answer.objects.filter(question=left).update(question=stays, updated_at=as_of)
        Comment.objects.filter(question=left).update(question=stays)
        Question.objects.filter(merged_into=left).update(merged_into=stays, updated_at=as_of)
        was_waiting = left.is_waiting
        left.state, left.merged_into, left.answered_at = QuestionState.MERGED, stays, None
        left.save(update_fields=["state", "merged_into", "answered_at", "updated_at"])
        if was_waiting:
            say_whether_waiting(left, as_of=as_of)
        refresh_answers(stays, as_of=as_of)
        tell_of_merge(left, as_of=as_of)
    return stays


def _check(left: Question, stays: Question) -> None:
    if left.pk == stays.pk:
        raise AnswersError("into", _("Choose another question."))
    if QuestionState.MERGED in (left.state, stays.state):
        raise AnswersError("into", _("One of the two is one with another question already."))
    if left.unit_id != stays.unit_id:
        raise AnswersError("into", _("Not the same people read both. Answer the second one instead."))


def _move_followers(left: Question, stays: Question, as_of: datetime) -> None:
    """Have those who follow the one follow the other; those who asked it, or need it, need the other too."""
    theirs = QuestionFollower.objects.filter(question=left)
    both = QuestionFollower.objects.filter(question=stays, person__in=theirs.values("person"))
    needing = theirs.filter(needs_it=True).values("person")
    both.filter(person__in=list(needing.values_list("person", flat=True))).update(needs_it=True)
    if left.asker_id is not None:
        theirs.filter(person=left.asker_id).update(needs_it=True)
        both.filter(person=left.asker_id).exclude(person=stays.asker_id).update(needs_it=True)
    known = list(both.values_list("person", flat=True))
    theirs.exclude(person__in=known).update(question=stays)
    theirs.delete()
