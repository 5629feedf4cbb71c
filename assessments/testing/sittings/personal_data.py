"""What tests and sittings keep of people. What is right is not told in it before a sitting tells it."""

from collections.abc import Sequence
from datetime import datetime

from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.reports import may_tell, shown_question
from lifow.people.privacy.reports import Kept, Row, Subject, Words

CODES, THEIRS, FOR_EVERYBODY = Words.CODES, Words.THEIRS, Words.FOR_EVERYBODY


def questions_of(subject: Subject) -> Sequence[Row]:
    """The questions that somebody was shown, with their answers in words: keys say more than was shown."""
    rows = SittingItem.objects.filter(sitting__person__in=subject.ids, shown_at__isnull=False)
    known = rows.select_related("sitting", "version__item", "version__picture", "part__skill")
    return [_question(one) for one in known.order_by("pk")]


def _question(item: SittingItem) -> Row:
    sitting = item.sitting
    answer = shown_question(sitting, item).answer
    return {
        "sitting": str(sitting),
        "number": item.number,
        "shown_at": _moment(item.shown_at),
        "answered_at": _moment(item.answered_at),
        "answer": None if answer is None else list(answer),
        "score": item.score if may_tell(sitting) else None,
        "confidence": item.get_confidence_display(),
        "is_late": item.is_late,
    }


def answers_of(subject: Subject) -> Sequence[Row]:
    """The answers that calibrations read; which of them are right once their sitting tells it."""
    sittings = {one.public_id: one for one in Sitting.objects.filter(person__in=subject.ids)}
    rows = ItemAnswer.objects.filter(person__in=subject.ids).select_related("version").order_by("pk")
    return [
        {
            "version": str(one.version),
            "answered_at": _moment(one.answered_at),
            "score": one.score if is_told else None,
            "chosen": one.chosen if is_told else None,
            "confidence": one.get_confidence_display(),
            "seconds": one.seconds,
        }
        for one in rows
        for sitting in [sittings.get(one.sitting_key)]
        for is_told in [sitting is None or may_tell(sitting)]
    ]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


KEPT = (
    Kept(
        "assessments.TestForm",
        named=("created_by", "changed_by"),
        words={
            "title": FOR_EVERYBODY,
            "about": FOR_EVERYBODY,
            "language": CODES,
            "idempotency_key": CODES,
        },
        told_named=("public_id", "title", "state", "created_at"),
    ),
    Kept("assessments.FormFigures", words={"skills": CODES}),
    Kept(
        "assessments.Accommodation",
        about=("person",),
        named=("set_by",),
        told=("extra_percent", "set_by", "set_at"),
        told_named=("set_at",),
    ),
    Kept(
        "assessments.Sitting",
        about=("person",),
        words={"terms": CODES, "idempotency_key": CODES},
        told=(
            "public_id",
            "form",
            "purpose",
            "attempt",
            "state",
            "started_at",
            "deadline_at",
            "finished_at",
            "points",
            "highest_points",
            "is_passed",
        ),
    ),
    Kept(
        "assessments.SittingSkill",
        about=("sitting__person", "open_for"),
        told=("sitting", "skill", "required", "conclusion", "chance", "level", "standard_error"),
    ),
    Kept(
        "assessments.SittingItem",
        about=("sitting__person",),
        words={"thresholds": CODES, "answer": THEIRS, "idempotency_key": CODES},
        export=questions_of,
    ),
    Kept(
        "assessments.Certificate",
        about=("person",),
        words={"title": FOR_EVERYBODY},
        told=("public_id", "title", "issued_at", "valid_until"),
    ),
)
