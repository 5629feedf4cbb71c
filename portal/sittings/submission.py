"""Taking answers of a sitting from a page, and what follows from its end at once."""

from datetime import datetime

from django.http import QueryDict

from assessments.gaps.services import refresh_gap_reports
from assessments.testing.bank.forms import NO_ANSWER, given_answer
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.reports import ShownQuestion
from assessments.testing.sittings.services import Answered, SittingError, answer_item, end_early
from content.planning.services import refresh_plans


def take_answer(sitting: Sitting, question: ShownQuestion, data: QueryDict, *, as_of: datetime) -> Answered:
    """Take what a page says of a question. Where that ends the sitting, gaps and plan are brought up to date.

    Raises SittingError for what is no answer, also where nothing was chosen and not said so (`skip`).
    """
    given = given_answer(question.shown.kind, data)
    if given is None:
        raise SittingError("answer", NO_ANSWER)
    answered = answer_item(
        sitting=sitting,
        number=question.item.number,
        given=given,
        confidence=data.get("confidence", ""),
        idempotency_key=data.get("idempotency_key") or None,
        as_of=as_of,
    )
    if answered.is_new and answered.following is None:
        follow_end(answered.sitting, as_of=as_of)
    return answered


def end_now(sitting: Sitting, *, as_of: datetime) -> None:
    """End a sitting that somebody does not go on with, and bring their gaps and plan up to date."""
    if end_early(sitting=sitting, as_of=as_of).finished_at == as_of:
        follow_end(sitting, as_of=as_of)


def follow_end(sitting: Sitting, *, as_of: datetime) -> None:
    """Bring the gaps and the plan of a person who has ended a sitting up to date: they look at them next."""
    refresh_gap_reports(person_ids=[sitting.person_id], as_of=as_of)
    refresh_plans(person_ids=[sitting.person_id], as_of=as_of)
