"""Keeping answers for the calibration of items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.testing.calibration.models import ItemAnswer


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer that was scored.

    chosen         the author's keys of what was chosen, as `chosen` of the item's kind tells them
    confidence     a value of `Confidence`, or nothing where they did not say
    counts         whether it counts towards the person's level
    level_then     mean and standard error, in levels, of what was known of the person's level when the
    level_se_then  sitting began, from evidence other than tests; None where nothing was
    """

    version_id: int
    person_id: int
    sitting_key: str
    answered_at: datetime
    score: int
    chosen: Sequence[str] = ()
    confidence: str = ""
    seconds: int | None = None
    counts: bool = True
    level_then: float | None = None
    level_se_then: float | None = None


def record_answers(*, answers: Sequence[NewAnswer]) -> None:
    """Keep answers to items, in the transaction around; one that is kept already stays as it is."""
    rows = [
        ItemAnswer(
            version_id=one.version_id,
            person_id=one.person_id,
            sitting_key=one.sitting_key,
            answered_at=one.answered_at,
            score=one.score,
            chosen=list(one.chosen),
            confidence=one.confidence,
            seconds=one.seconds,
            counts=one.counts,
            level_then=one.level_then,
            level_se_then=one.level_se_then,
        )
        for one in answers
    ]
    ItemAnswer.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
