"""Verifying answers, and the queue of those that are to be looked at."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from content.answers.choices import (
    LEAST_DAYS,
    LONGEST_COMMENT,
    MOST_DAYS,
    AnswerKind,
    ReviewReason,
    ReviewState,
)
from content.answers.models import Answer, AnswerPolicy, AnswerReview
from content.answers.notifications import settle_reviews, tell_of_outcome, tell_reviewers
from content.answers.reports.policy import answer_policy, days_of
from content.answers.reports.replaced import answers_mentioning
from content.answers.services.answering import change_answer
from content.answers.services.texts import AnswersError, checked, locked_question, refresh_answers
from content.kinds.update.models import ProductUpdate
from lifow.base.days import local_day
from lifow.people.persons.models import Person

AT_ONCE = 200


def verify_answer(*, answer: Answer, by: Person, as_of: datetime, note: str = "") -> Answer:
    """Say that an answer is right today: until as many days from now on as its kind is for. What was to be
    looked at of it is looked at. Raises AnswersError for an answer that was removed."""
    words = checked("note", note, LONGEST_COMMENT, shortest=0)
    with transaction.atomic():
        row = _locked(answer)
        _verify(row, by, as_of)
        _decide(row, ReviewState.STILL_RIGHT, words, by, as_of)
    return row


def correct_answer(*, answer: Answer, text: str, by: Person, as_of: datetime, note: str = "") -> Answer:
    """Put an answer right and verify it, and tell those who said that it was wrong.

    Raises AnswersError as `change_answer` does.
    """
    words = checked("note", note, LONGEST_COMMENT, shortest=0)
    with transaction.atomic():
        row = change_answer(answer=answer, text=text, kind=answer.kind, by=by, as_of=as_of)
        _verify(row, by, as_of)
        _decide(row, ReviewState.CORRECTED, words, by, as_of)
    return row


def remove_answer(*, answer: Answer, by: Person, as_of: datetime, note: str = "") -> None:
    """Take an answer away from readers; what it said is kept. Twice is once."""
    words = checked("note", note, LONGEST_COMMENT, shortest=0)
    with transaction.atomic():
        question = locked_question(answer.question)
        row = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
        if row.removed_at is not None:
            return
        _decide(row, ReviewState.REMOVED, words, by, as_of)
        row.removed_at, row.accepted_at = as_of, None
        row.save(update_fields=["removed_at", "accepted_at", "updated_at"])
        refresh_answers(question, as_of=as_of)


def report_wrong(*, answer: Answer, reporter: Person, words: str, as_of: datetime) -> AnswerReview:
    """Say that an answer is wrong: what stands there now is kept, and whoever verifies is told. While it is
    not looked at, twice is once; words may follow. Raises AnswersError for words that are none."""
    said = checked("words", words, LONGEST_COMMENT, shortest=0)
    with transaction.atomic():
        row = _locked(answer)
        told = {"reason": ReviewReason.WRONG, "seen_text": row.text, "words": said, "opened_at": as_of}
        review, is_new = AnswerReview.objects.get_or_create(
            answer=row, reporter=reporter, state=ReviewState.OPEN, defaults=told
        )
        if is_new:
            tell_reviewers([review], as_of=as_of)
        elif said and not review.words:
            review.words = said
            review.save(update_fields=["words"])
    return review


def expire_verifications(*, as_of: datetime) -> int:
    """Put answers whose verification has run out into the queue, and tell whoever verified them; how many."""
    today, opened = local_day(as_of, settings.TIME_ZONE), 0
    waiting = AnswerReview.objects.open().filter(reason=ReviewReason.EXPIRED).values("answer")
    due = Answer.objects.visible().filter(verified_until__lt=today).exclude(pk__in=waiting).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        opened += _open(pk, AnswerReview(reason=ReviewReason.EXPIRED, opened_at=as_of), today)
    return opened


def review_replaced(*, update: ProductUpdate, as_of: datetime) -> int:
    """Put answers that mention what a product update replaces into the queue, in the transaction around; how
    many. Of an update and an answer there is one row for good."""
    known = set(AnswerReview.objects.filter(update=update).values_list("answer_id", flat=True))
    new = [one for one in answers_mentioning(update.module.parts) if one.answer.pk not in known]
    rows = [
        AnswerReview(
            answer=one.answer,
            reason=ReviewReason.UPDATE,
            update=update,
            term=one.term,
            seen_text=one.answer.text,
            opened_at=as_of,
        )
        for one in new
    ]
    AnswerReview.objects.bulk_create(rows)
    tell_reviewers(rows, as_of=as_of)
    return len(rows)


def set_answer_policy(*, allows_anonymous: bool, days: dict[str, int]) -> AnswerPolicy:
    """Say whether questions may be asked without a name, and how long answers stay verified by kind.

    What is verified keeps its day. Raises AnswersError for days that are too few or too many.
    """
    for kind in AnswerKind:
        if not LEAST_DAYS <= days.get(kind, 0) <= MOST_DAYS:
            message = _("Use %(least)s to %(most)s days.") % {"least": LEAST_DAYS, "most": MOST_DAYS}
            raise AnswersError(f"{kind}_days", message)
    values = {f"{kind}_days": days[kind] for kind in AnswerKind}
    row, _is_new = AnswerPolicy.objects.update_or_create(
        pk=1, defaults={"allows_anonymous": allows_anonymous, **values}
    )
    return row


def _verify(row: Answer, by: Person, as_of: datetime) -> None:
    days = days_of(answer_policy(), row.kind)
    row.verifier, row.verified_at = by, as_of
    row.verified_until = local_day(as_of, settings.TIME_ZONE) + timedelta(days=days)
    row.save(update_fields=["verifier", "verified_at", "verified_until", "updated_at"])


def _decide(row: Answer, state: str, note: str, by: Person, as_of: datetime) -> None:
    """Close all that is to be looked at of an answer, and tell those who said that it is wrong."""
    waiting = AnswerReview.objects.select_for_update(of=("self",)).filter(answer=row, state=ReviewState.OPEN)
    rows: Iterable[AnswerReview] = list(waiting.order_by("pk"))
    for review in rows:
        review.state, review.note, review.decided_by, review.decided_at = state, note, by, as_of
        review.save(update_fields=["state", "note", "decided_by", "decided_at"])
    settle_reviews(rows, as_of=as_of)
    tell_of_outcome(rows, as_of=as_of)


def _open(answer_id: int, review: AnswerReview, today: date) -> int:
    """Put one answer into the queue, unless somebody has verified it or put it there meanwhile."""
    try:
        with transaction.atomic():
            rows = Answer.objects.select_for_update(of=("self",)).visible()
            answer = rows.filter(pk=answer_id, verified_until__lt=today).first()
            if answer is None:
                return 0
            review.answer, review.seen_text = answer, answer.text
            review.save()
            tell_reviewers([review], as_of=review.opened_at)
    except IntegrityError:
        return 0
    return 1


def _locked(answer: Answer) -> Answer:
    rows = Answer.objects.select_for_update(of=("self",)).select_related("question")
    row = rows.get(pk=answer.pk)
    if row.removed_at is not None:
        raise AnswersError("", _("This answer was removed."))
    return row
