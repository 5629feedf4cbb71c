"""Two askers, two clicks, two workers, a killed one: a question is asked once and ends once."""

import signal
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import ASKED
from assessments.requests.reports import Ask
from assessments.requests.services import (
    RequestError,
    ask_many,
    close_answered,
    close_due,
    decline_to_rate,
    follow_people,
    record_rating,
    withdraw_requests,
)
from lifow.events.services import deliver_due
from lifow.notifications.models import Message
from tests.backing.asking import ask
from tests.backing.inboxes import is_settled
from tests.company import NOON, observe, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def marta():
    return person("Marta Kowalczyk")


@pytest.fixture
def asks(marta):
    people = [person(f"Colleague {number}", manager=marta) for number in range(6)]
    return [Ask(one.pk, skill().pk, "manager") for one in people]


@pytest.fixture
def asked(asks):
    ask(about=asks[0], as_of=NOON)
    return RatingRequest.objects.get()


def rate(request, key="form"):
    return record_rating(
        person=request.person,
        skill=request.skill,
        level=3,
        rater=request.asked,
        note="",
        idempotency_key=key,
        as_of=LATER,
    )


def test_eight_who_ask_the_same_at_once_ask_it_once(asks, marta):
    outcomes = at_once([partial(ask_many, asks=asks, as_of=NOON)] * 8)
    assert sum(one.asked for one in outcomes) == 6
    assert all(one.asked + sum(one.skipped.values()) == 6 for one in outcomes)
    assert RatingRequest.objects.open().count() == 6
    assert Message.objects.filter(receiver=marta, kind=ASKED).count() == RequestBatch.objects.count()


def test_eight_clicks_on_one_form_are_one_batch(asks):
    outcomes = at_once([partial(ask_many, asks=asks, as_of=NOON, idempotency_key="form")] * 8)
    assert {one.batch for one in outcomes} == {RequestBatch.objects.get()}
    assert {one.asked for one in outcomes} == {6}


def test_eight_clicks_on_one_answer_are_one_answer(asked):
    outcomes = at_once([partial(rate, asked)] * 8)
    assert set(outcomes) == {Evidence.objects.get()}
    asked.refresh_from_db()
    assert (asked.state, asked.evidence) == ("answered", outcomes[0])
    assert is_settled(asked.asked, ASKED)


def test_an_answer_and_a_decline_at_once_end_it_once(asked):
    said = partial(
        decline_to_rate,
        person=asked.person,
        skill=asked.skill,
        asked=asked.asked,
        reason="cannot_judge",
        as_of=LATER,
    )
    answer, declined = at_once([partial(rate, asked), said])
    asked.refresh_from_db()
    assert asked.state == ("answered" if isinstance(declined, RequestError) else "declined")
    assert answer == Evidence.objects.get()


def test_a_withdrawal_the_sweep_and_an_answer_at_once_end_it_once(asked):
    late = asked.expires_at + timedelta(minutes=1)
    steps = [
        partial(rate, asked),
        partial(withdraw_requests, requests=RatingRequest.objects.all(), as_of=late),
        partial(close_due, as_of=late),
        partial(close_due, as_of=late),
    ]
    _evidence, *closed = at_once(steps)
    asked.refresh_from_db()
    assert asked.state in ("answered", "withdrawn", "expired")
    assert sum(closed) == (asked.state != "answered")


def test_two_workers_that_deliver_the_same_evidence_close_it_once(asked):
    seen = observe(asked.person, asked.skill, 3, source="manager", rater=asked.asked, observed_at=LATER)
    outcomes = at_once([partial(close_answered, evidence_ids=[seen.pk], as_of=LATER)] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]


def test_a_worker_that_is_killed_leaves_the_question_open_and_the_next_one_closes_it(asked, start):
    observe(asked.person, asked.skill, 3, source="manager", rater=asked.asked, observed_at=LATER)
    killed = start("-m", "tests.assessments.requests.killed_drain")
    assert killed.wait() == -signal.SIGKILL, killed.output()
    assert "1 answered" in killed.output()
    asked.refresh_from_db()
    assert asked.state == "open"
    while deliver_due(as_of=timezone.now() + timedelta(hours=1), limit=10).delivered:
        pass
    asked.refresh_from_db()
    assert asked.state == "answered"
    assert is_settled(asked.asked, ASKED)


def test_a_manager_who_changes_is_followed_once_by_several_workers(asked):
    rui = person("Rui Pacheco")
    asked.person.employments.update(manager=rui)
    steps = [partial(follow_people, person_ids=[asked.person_id], as_of=LATER)] * 3
    outcomes = at_once([*steps, partial(close_due, as_of=LATER)])
    assert sum(outcomes) == 1
    states = RatingRequest.objects.order_by("pk").values_list("state", "asked")
    assert list(states) == [("withdrawn", asked.asked_id), ("open", rui.pk)]
    assert Message.objects.filter(receiver=rui, kind=ASKED).count() == 1
