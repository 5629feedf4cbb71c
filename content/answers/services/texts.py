"""What every service of questions and answers checks and keeps up to date."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from content.answers.choices import MOST_PICTURES, QuestionState
from content.answers.models import Answer, Question
from lifow.base.bounds import is_text_in_bounds
from lifow.base.media.models import Picture
from lifow.base.media.services import hold_pictures
from lifow.events.services import publish
from lifow.events.types import QuestionAnswered, QuestionAsked

"""Characters of answers by which a question is found."""


class AnswersError(ValueError):
    """What cannot be asked, answered or changed so; `field` is the one that is wrong, "" for none."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def checked(field: str, text: str, longest: int, *, shortest: int = 1) -> str:
    """A text without space around it. Raises AnswersError where it is too short, too long or no text."""
    words = text.strip()
    if not shortest <= len(words) <= longest or not is_text_in_bounds(words, longest):
        message = _("Use %(shortest)s to %(longest)s characters, and no control characters.")
        raise AnswersError(field, message % {"shortest": shortest, "longest": longest})
    return words


def held_pictures(public_ids: Collection[str]) -> list[Picture]:
    """Pictures that somebody has uploaded, in the transaction that uses them. Raises AnswersError for too
    many, and for one that is gone."""
    if len(public_ids) > MOST_PICTURES:
        raise AnswersError("pictures", _("Attach at most %(most)s pictures.") % {"most": MOST_PICTURES})
    found = hold_pictures(public_ids=public_ids)
    if len(found) != len(set(public_ids)):
        raise AnswersError("pictures", _("A picture is not there any more. Attach it again."))
    return found


def locked_question(question: Question) -> Question:
    """The question as it is now, which nobody else changes until the transaction ends."""
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


def open_question(question: Question) -> Question:
    """A question that can be answered and commented, locked. Raises AnswersError for one that is merged."""
    locked = locked_question(question)
    if locked.state == QuestionState.MERGED:
        raise AnswersError("", _("This question is one with another by now. Go on there."))
    return locked


def refresh_answers(question: Question, *, as_of: datetime, by_id: int = 0) -> None:
    """Bring what a question keeps of its answers up to date, and say where it waits no more, or again."""
    was_waiting = question.is_waiting
    rows = Answer.objects.visible().filter(question=question).order_by("written_at", "pk")
    question.answered_at = rows.values_list("written_at", flat=True).first()
    question.save(update_fields=["answered_at", "state", "merged_into", "updated_at"])
    if was_waiting != question.is_waiting:
        say_whether_waiting(question, as_of=as_of, by_id=by_id)


def say_whether_waiting(question: Question, *, as_of: datetime, by_id: int = 0) -> None:
    """Publish that a question waits for an answer, or waits no more."""
    if not question.is_waiting:
        publish(QuestionAnswered(question_id=question.pk, by_id=by_id), occurred_at=as_of)
        return
    asked = QuestionAsked(
        question_id=question.pk,
        skill_id=question.skill_id or 0,
        asker_id=question.asker_id or 0,
        unit_id=question.unit_id or 0,
    )
    publish(asked, occurred_at=as_of)
