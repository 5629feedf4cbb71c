"""A key is remembered for a day, and no longer, however many others wait to be forgotten."""

from datetime import timedelta

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from lifow.base.api import idempotency
from lifow.base.api.idempotency import Answer, answer_once
from lifow.base.models import IdempotencyKey
from tests.company import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def sent(key: str, *, after: timedelta = timedelta(0)) -> bool:
    """Whether a write, sent some time after noon, is answered as the one before with the same key was."""
    request = Request(APIRequestFactory().post("/api/v1/evidence"))
    is_new = not IdempotencyKey.objects.filter(key=key).exists()
    answer = answer_once(
        client="hris", key=key, request=request, as_of=NOON + after, write=lambda: Answer(201, {})
    )
    if is_new:
        IdempotencyKey.objects.filter(key=key).update(created_at=NOON)
    return answer.is_replayed


@pytest.mark.parametrize(
    ("after", "is_replayed"), [(timedelta(days=1), True), (timedelta(days=1, seconds=1), False)]
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_key_is_remembered_for_a_day_wherever_it_stands(after, is_replayed, place, monkeypatch):
    monkeypatch.setattr(idempotency, "FORGOTTEN_AT_ONCE", 2)
    for key in ("first", "one", "two", "three", "last"):
        sent(key)
    assert sent(place, after=after) is is_replayed
