"""Requests at the same moment: one of them writes."""

from functools import partial
from typing import Any

import pytest

from assessments.evidence.models import Evidence
from lifow.base.models import IdempotencyKey
from tests import company
from tests.concurrency import at_once
from tests.conformance.callers import machine

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/evidence"
CALLERS = 6
SAME_KEY = {"Idempotency-Key": "same"}


@pytest.fixture
def body(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An observation that can be added, with nobody at work on what follows."""
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda *args, **options: None)
    return {
        "person": company.person().public_id,
        "skill": company.skill().public_id,
        "level": 2,
        "source": "test",
        "observed_at": "2026-03-02T12:00:00Z",
    }


def with_levels(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The body once for each caller, each with another level."""
    return [{**body, "level": number / 2} for number in range(CALLERS)]


@pytest.fixture
def add():
    """Adding an observation as one machine; options are those of a request."""
    return partial(machine("evidence:write").post, URL, content_type="application/json")


def test_the_same_key_sent_at_once_writes_once_and_answers_everybody_the_same(body, add):
    answers = at_once([partial(add, body, headers=SAME_KEY)] * CALLERS)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers].count(None) == 1
    assert (Evidence.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_the_same_key_with_different_bodies_writes_one_of_them(body, add):
    answers = at_once([partial(add, one, headers=SAME_KEY) for one in with_levels(body)])
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * (CALLERS - 1)
    assert Evidence.objects.count() == 1


def test_of_several_corrections_of_one_thing_one_is_taken(body, add):
    correction = {**body, "supersedes": add(body).json()["id"]}
    answers = at_once([partial(add, one) for one in with_levels(correction)])
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * (CALLERS - 1)
    refused = [answer.json() for answer in answers if answer.status_code == 422]
    assert {one["errors"][0]["pointer"] for one in refused} == {"#/supersedes"}
