"""Answering what a sitting asks."""

from datetime import datetime, timedelta
from typing import Any

from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services import Answered, answer_item
from content.refreshers.services import answer_refresher, begin_refreshers
from lifow.people.persons.models import Person
from tests.item_bank import place_of


def waiting(sitting: Sitting) -> SittingItem | None:
    """The question that waits for an answer."""
    return sitting.items.filter(shown_at__isnull=False, answered_at=None).order_by("number").first()


def answer_all(sitting: Sitting, *, right: bool = True, as_of: datetime, **fields: Any) -> None:
    """Answer one question after the other until the sitting ends."""
    while Sitting.objects.open().filter(pk=sitting.pk).exists():
        asked = waiting(sitting)
        given = place_of(asked, right=right)
        answer_item(sitting=sitting, number=asked.number, given=given, as_of=as_of, **fields)


def answer_next(sitting: Sitting, *, right: bool = True, as_of: datetime, **fields: Any) -> Answered:
    """Answer the refresher that waits."""
    asked = waiting(sitting)
    given = place_of(asked, right=right)
    return answer_refresher(sitting=sitting, number=asked.number, given=given, as_of=as_of, **fields)


def refresh(person: Person, *, right: bool = True, as_of: datetime, **fields: Any) -> Sitting:
    """Begin refreshers and answer all of them."""
    sitting = begin_refreshers(person=person, as_of=as_of)
    while Sitting.objects.open().filter(pk=sitting.pk).exists():
        answer_next(sitting, right=right, as_of=as_of + timedelta(seconds=20), **fields)
    return sitting
