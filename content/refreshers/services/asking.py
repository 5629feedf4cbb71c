"""Asking again: a few questions as a sitting, and taking their answers."""

from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.testing.sittings.choices import GRACE
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services import Answered, SittingError, answer_item, start_refreshers
from content.refreshers.notifications import settle_refreshers
from content.refreshers.reports import next_refreshers, open_refreshers
from content.refreshers.services.reviewing import take_into_account
from lifow.people.persons.models import Person


class RefreshersError(ValueError):
    """Why nothing is asked again now: `code` is a value of `Pause`, or of a sitting; the message says it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def begin_refreshers(
    *, person: Person, as_of: datetime, most: int | None = None, idempotency_key: str | None = None
) -> Sitting:
    """Begin the questions that a person is asked again now, or give those that are open.

    They are `next_refreshers`, of which `most` at most, and can be answered until the end of work. A second
    click, tab or channel gets the same. Raises RefreshersError where nothing is asked now.
    """
    open_one = open_refreshers(person, as_of)
    if open_one is not None:
        return open_one
    found = next_refreshers(person, at=as_of, most=most).waiting
    if found.until is None or not found.cards:
        raise RefreshersError(str(found.pause.value), str(found.reason))
    try:
        with transaction.atomic():
            sitting = start_refreshers(
                person=person,
                item_ids=[card.item_id for card in found.cards],
                ends_at=found.until - GRACE,
                as_of=as_of,
                idempotency_key=idempotency_key,
            )
            settle_refreshers(person=person, as_of=as_of)
    except SittingError as error:
        raise RefreshersError(error.code, str(error)) from error
    return sitting


def answer_refresher(
    *,
    sitting: Sitting,
    number: int,
    given: Any,
    as_of: datetime,
    confidence: str = "",
    idempotency_key: str | None = None,
) -> Answered:
    """Take the answer to a question that is asked again, and say when it comes back.

    As `answer_item` of sittings, which it is: the same answer twice is once, another one is refused, and
    what is right is told after it. What comes after the end of work moves the question too, and counts for
    no level.
    """
    with transaction.atomic():
        answered = answer_item(
            sitting=sitting,
            number=number,
            given=given,
            confidence=confidence,
            idempotency_key=idempotency_key,
            as_of=as_of,
        )
        rows = SittingItem.objects.filter(pk=answered.item.pk).select_related(
            "version", "sitting__person__merged_into"
        )
        take_into_account(answers=list(rows))
    return answered
