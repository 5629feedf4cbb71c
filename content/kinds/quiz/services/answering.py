"""First answers, which count, and second tries, which never do."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.gaps.services import refresh_gap_reports
from assessments.testing.bank.kinds import ANSWER_REASONS, Answer, AnswerError, kind_named
from assessments.testing.bank.models import Item
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services import (
    Answered,
    AnsweredAlreadyError,
    SittingError,
    answer_item,
    end_early,
    start_named_check,
)
from content.activity.services import start_module
from content.catalogue.models import Module
from content.kinds.quiz.models import QuizSitting, SecondTry
from content.kinds.quiz.parts import questions_of
from content.kinds.quiz.reports import Question, quiz_of, sittings_of
from lifow.people.persons.models import Person


def begin_quiz(*, person: Person, module: Module, as_of: datetime) -> Sitting | None:
    """Begin the questions of a module that somebody has not answered, or give what is open; twice is once.

    None where all are answered. Raises SittingError where none can be asked, ModuleNotOpenError where the
    module is not published.
    """
    start_module(person=person, module=module, started_at=as_of)
    before = sittings_of(module, person)
    quiz = quiz_of(module, person)
    going_on = next((one for one in before if one.is_open and as_of <= one.deadline_at), None)
    if going_on is not None and quiz.current is not None:
        return going_on
    if going_on is not None:
        # What it would ask next was taken out of the quiz meanwhile; what was answered counts.
        end_early(sitting=going_on, as_of=as_of)
        refresh_gap_reports(person_ids=[going_on.person_id], as_of=as_of)
    left = {one.key for one in quiz.left}
    ids = [one.item for one in questions_of(module.parts) if one.key in left]
    if not ids and quiz.questions:
        return None
    if not ids:
        raise SittingError("no_questions", _("None of its questions can be asked now."))
    items = {one.public_id: one for one in Item.objects.filter(public_id__in=ids).select_related("skill")}
    with transaction.atomic():
        sitting = start_named_check(
            person=person,
            items=[items[one] for one in ids if one in items],
            title=module.title,
            as_of=as_of,
            idempotency_key=f"quiz:{module.public_id}:{len(before)}",
        )
        QuizSitting.objects.get_or_create(sitting=sitting, defaults={"person": person, "module": module})
    return sitting


def begin_check(*, person: Person, module: Module, key: str, as_of: datetime) -> Sitting | None:
    """Ask one of the questions in the text of a module, or give what is open; twice is once.

    None where it was answered. Raises as `begin_quiz` does.
    """
    start_module(person=person, module=module, started_at=as_of)
    question = quiz_of(module, person).question(key)
    if question is None or question.is_answered:
        return None
    if question.asked is not None and as_of <= question.asked.item.sitting.deadline_at:
        return question.asked.item.sitting
    with transaction.atomic():
        sitting = start_named_check(
            person=person,
            items=list(Item.objects.filter(public_id=key).select_related("skill")),
            title=module.title,
            as_of=as_of,
            idempotency_key=f"check:{module.public_id}:{key}:{len(sittings_of(module, person))}",
        )
        QuizSitting.objects.get_or_create(sitting=sitting, defaults={"person": person, "module": module})
    return sitting


def answer_question(
    *,
    question: Question,
    given: Any,
    confidence: str = "",
    idempotency_key: str | None = None,
    as_of: datetime,
) -> Answered:
    """Take the first answer to a question of a quiz; with the last one, gaps are brought up to date.

    Raises as `answer_item` does, and SittingError for a question that is not asked yet.
    """
    if question.asked is None:
        raise SittingError("not_shown", _("This question is not asked yet."))
    item = question.asked.item
    answered = answer_item(
        sitting=item.sitting,
        number=item.number,
        given=given,
        confidence=confidence,
        idempotency_key=idempotency_key,
        as_of=as_of,
    )
    if answered.is_new and answered.following is None:
        refresh_gap_reports(person_ids=[item.sitting.person_id], as_of=as_of)
    return answered


def try_again(*, item: SittingItem, given: Any, as_of: datetime) -> SecondTry:
    """Take a second answer to a question that was not answered right: it is kept, and never counts.

    There is one; the same once more gives it. Raises AnsweredAlreadyError where it was used for something
    else, SittingError where there is no second try, or for what is no answer.
    """
    with transaction.atomic():
        rows = SittingItem.objects.select_for_update(of=("self",)).select_related("version")
        row = rows.get(pk=item.pk)
        if not row.is_answered or row.score == row.version.highest_score:
            raise SittingError(
                "no_second_try", _("A second try is for a question that was not answered right.")
            )
        answer = _read(row, given)
        before = SecondTry.objects.filter(question=row).first()
        if before is not None:
            if before.answer != answer:
                message = _("You have used the second try of this question already.")
                raise AnsweredAlreadyError("answered", message)
            return before
        score = kind_named(row.version.kind).score(row.version.body, answer)
        return SecondTry.objects.create(question=row, answer=answer, score=score, answered_at=as_of)


def _read(item: SittingItem, given: Any) -> Answer:
    try:
        return kind_named(item.version.kind).read(item.version.body, item.seed, given)
    except AnswerError as error:
        raise SittingError("answer", _(ANSWER_REASONS[error.code]) % error.parameters) from error
