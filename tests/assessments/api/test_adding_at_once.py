"""Requests at the same moment: one of them writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from assessments.models import Evidence
from lifow.base.models import IdempotencyKey
from tests import company
from tests.conformance.callers import machine

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/evidence"
CALLERS = 6


def all_at_once(call: Callable[[int], Any]) -> list[Any]:
    """What each of six threads gets, which all call in the same moment."""
    start = Barrier(CALLERS)

    def run(number: int) -> Any:
        try:
            start.wait()
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(run, range(CALLERS)))


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


def test_the_same_key_sent_at_once_writes_once_and_answers_everybody_the_same(body):
    client = machine("evidence:write")
    header = {"Idempotency-Key": "same"}
    answers = all_at_once(
        lambda number: client.post(URL, body, content_type="application/json", headers=header)
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers].count(None) == 1
    assert (Evidence.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_the_same_key_with_different_bodies_writes_one_of_them(body):
    client = machine("evidence:write")
    header = {"Idempotency-Key": "same"}
    answers = all_at_once(
        lambda number: client.post(
            URL, {**body, "level": number / 2}, content_type="application/json", headers=header
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * (CALLERS - 1)
    assert Evidence.objects.count() == 1


def test_of_several_corrections_of_one_thing_one_is_taken(body):
    client = machine("evidence:write")
    first = client.post(URL, body, content_type="application/json").json()
    correction = {**body, "supersedes": first["id"]}
    answers = all_at_once(
        lambda number: client.post(URL, {**correction, "level": number / 2}, content_type="application/json")
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * (CALLERS - 1)
    refused = [answer.json() for answer in answers if answer.status_code == 400]
    assert {one["errors"][0]["pointer"] for one in refused} == {"#/supersedes"}
