"""Taking an answer: once, in time, and never another one in its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.testing.bank.kinds import ANSWER_REASONS, AnswerError, kind_named
from assessments.testing.calibration.choices import Confidence
from assessments.testing.calibration.services import NewAnswer, record_answers
from assessments.testing.sittings.choices import GRACE
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services.advancing import advance
from assessments.testing.sittings.services.ending import end_overdue
from assessments.testing.sittings.services.errors import AnsweredAlreadyError, SittingError
from assessments.testing.sittings.terms import Terms

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: the question that it was given to, and what follows.

    following  the next question; None where the sitting is over
    is_late    it came after the end: it is kept, and does not count
    is_new     whether it was taken now, and not before
    """

    sitting: Sitting
    item: SittingItem
    following: SittingItem | None
    is_late: bool = False
    is_new: bool = True


def answer_item(
    *,
    sitting: Sitting,
    number: int,
    given: Any,
    as_of: datetime,
    confidence: str = "",
    idempotency_key: str | None = None,
) -> Answered:
    """Take the answer to a question of a sitting, and show the next one or end the sitting.

    `given` is what was chosen by its place, as `read` of the question's kind takes it; `{}` is no answer, and
    counts as wrong. The same answer again, from another tab, a retry or a queue, gives the same result and
    writes nothing. What comes after the end is kept and does not count (`is_late`).

    Raises AnsweredAlreadyError where the question was answered with something else, and SittingError for a
    question that is not shown yet, a key that another question's answer had, or what is no answer to it.
    """
    if confidence not in ("", *Confidence.values):
        raise SittingError("confidence", _("Say that you are sure, that you think so, or that you guess."))
    with transaction.atomic():
        row = Sitting.objects.select_for_update(of=("self",)).select_related("person").get(pk=sitting.pk)
        item = _shown(row, number)
        answer = _read(item, given)
        if item.is_answered:
            _check_same(item, answer, confidence)
            return Answered(row, item, _waiting(row), is_late=item.is_late, is_new=False)
        _check_key(row, idempotency_key)
        is_repeat = item.item_id in Terms.read(row.terms).repeats
        is_late = not row.is_open or as_of > row.deadline_at + GRACE
        _take(item, answer, confidence, idempotency_key, as_of, is_late=is_late, is_repeat=is_repeat)
        if is_late:
            end_overdue(sitting=row, as_of=as_of)
            return Answered(row, item, None, is_late=True)
        if not is_repeat:
            # Calibrations read how hard a question is for those who see it for the first time.
            record_answers(answers=[_kept(row, item)])
        return Answered(row, item, advance(sitting=row, as_of=as_of))


def _shown(sitting: Sitting, number: int) -> SittingItem:
    rows = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False, number=number)
    found = rows.select_related("version", "part").first()
    if found is None:
        raise SittingError("not_shown", _("This question is not asked yet."))
    return found


def _waiting(sitting: Sitting) -> SittingItem | None:
    """The question that waits for an answer, if the sitting is open."""
    if not sitting.is_open:
        return None
    rows = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False, answered_at__isnull=True)
    return rows.select_related("version").order_by("number").first()


def _read(item: SittingItem, given: Any) -> dict[str, Any]:
    try:
        return kind_named(item.version.kind).read(item.version.body, item.seed, given)
    except AnswerError as error:
        template = _(ANSWER_REASONS[error.code])
        raise SittingError("answer", template % error.parameters) from error


def _check_same(item: SittingItem, answer: Mapping[str, Any], confidence: str) -> None:
    if item.answer != answer or (confidence and item.confidence != confidence):
        message = _("You have answered this question already. The first answer counts and stays.")
        raise AnsweredAlreadyError("answered", message)


def _check_key(sitting: Sitting, idempotency_key: str | None) -> None:
    """Whether the key is new to this sitting: a key names one answer."""
    if idempotency_key is None:
        return
    if not 1 <= len(idempotency_key) <= LONGEST_KEY:
        message = _("The key of an answer has from 1 to %(most)s characters.") % {"most": LONGEST_KEY}
        raise SittingError("idempotency_key", message)
    if SittingItem.objects.filter(sitting=sitting, idempotency_key=idempotency_key).exists():
        raise AnsweredAlreadyError("answered", _("This key was used for another answer. Send a new one."))


def _take(
    item: SittingItem,
    answer: dict[str, Any],
    confidence: str,
    idempotency_key: str | None,
    as_of: datetime,
    *,
    is_late: bool,
    is_repeat: bool,
) -> None:
    item.answer, item.confidence, item.idempotency_key = answer, confidence, idempotency_key
    item.score = kind_named(item.version.kind).score(item.version.body, answer)
    item.answered_at = max(as_of, item.shown_at or as_of)
    is_from_memory = is_repeat and bool(item.score)
    item.is_late, item.counts = is_late, item.counts and not is_late and not is_from_memory
    item.save(
        update_fields=[
            "answer",
            "confidence",
            "idempotency_key",
            "score",
            "answered_at",
            "is_late",
            "counts",
        ]
    )


def _kept(sitting: Sitting, item: SittingItem) -> NewAnswer:
    """The answer as calibrations read it."""
    version, part = item.version, item.part
    return NewAnswer(
        version_id=version.pk,
        person_id=sitting.person_id,
        sitting_key=sitting.public_id,
        answered_at=item.answered_at or sitting.started_at,
        score=item.score or 0,
        chosen=kind_named(version.kind).chosen(version.body, item.answer or {}),
        confidence=item.confidence,
        seconds=item.seconds,
        counts=item.counts,
        level_then=part.mean if part.is_by_others else None,
        level_se_then=part.sd if part.is_by_others else None,
    )
