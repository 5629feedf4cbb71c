"""A month of questions over three time zones: hours, leave and caps hold at each quarter of an hour."""

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from lifow.events.types import QuestionAnswered, QuestionAsked
from lifow.notifications.models import Message
from lifow.notifications.reports import working_weeks
from lifow.people.persons.reports import leaves_of
from mentoring.help.choices import HelpState
from mentoring.help.models import HelpRequest, HelpStep
from mentoring.help.services import (
    HelpError,
    ask_for_help,
    claim_help,
    follow_answer,
    follow_question,
    go_on,
    set_help_policy,
)
from tests.backing.leave import ZONES, goes_on_leave
from tests.company import person, skill
from tests.mentoring.help.conftest import strong

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
START = datetime(2026, 3, 2, tzinfo=UTC)
QUARTER, DAY, WEEK = timedelta(minutes=15), timedelta(days=1), timedelta(days=7)
DAYS, MOST_A_WEEK = 28, 3


def test_hours_leave_and_caps_hold_for_a_month(owner):
    lot = random.Random(3)
    helpers = [strong(f"Helper {number}", timezone=ZONES[number % 3]) for number in range(9)]
    askers = [person(f"Asker {number}", timezone=ZONES[number % 3]) for number in range(3)]
    for number in (0, 4, 8):
        goes_on_leave(helpers[number], (START + 7 * DAY).date(), (START + 13 * DAY).date())
    # For two days nobody at all is at work.
    for one in [*helpers, owner]:
        goes_on_leave(one, (START + 15 * DAY).date(), (START + 16 * DAY).date())
    steps = ["owner", "proven", "manager"]
    set_help_policy(steps=steps, numbers={"most_a_week": MOST_A_WEEK, "first_after_hours": 1})
    number, moment = 0, START
    while moment < START + DAYS * DAY:
        if lot.random() < 0.02:
            number += 1
            event = QuestionAsked(number, skill_id=skill().pk, asker_id=lot.choice(askers).pk)
            follow_question(asked=event, occurred_at=moment)
        if lot.random() < 0.01:
            try_to_ask(lot.choice(askers), moment)
        go_on(as_of=moment)
        answer_some(lot, moment)
        moment += QUARTER
    rows = list(HelpStep.objects.select_related("person").order_by("asked_at"))
    assert len(rows) > 40
    weeks = working_weeks({one.person for one in rows}, (START - DAY).date())
    for one in rows:
        assert weeks[one.person_id].is_working(one.asked_at), (one.person, one.asked_at)
        assert one.person_id not in leaves_of([one.person_id], one.asked_at)
        lately = [
            other
            for other in rows
            if other.person_id == one.person_id and one.asked_at - WEEK < other.asked_at <= one.asked_at
        ]
        assert len(lately) <= MOST_A_WEEK, one.person
    # Two days begin and end at another moment in each zone: these hours are of both in all three.
    away = (START + 15 * DAY + timedelta(hours=10), START + 16 * DAY + timedelta(hours=11))
    assert not [one for one in rows if away[0] <= one.asked_at < away[1]]
    assert HelpRequest.objects.filter(asked_at__gte=away[0], asked_at__lt=away[1]).exists()
    told = Counter(Message.objects.values_list("receiver", "kind", "idempotency_key"))
    assert max(told.values(), default=0) <= 2
    opened = Counter(Message.objects.open().values_list("receiver", "kind", "idempotency_key"))
    assert max(opened.values(), default=0) <= 1
    assert not HelpRequest.objects.run_out(moment + DAY).exclude(state=HelpState.CLAIMED).exists()


def try_to_ask(asker, moment) -> None:
    with suppress(HelpError):
        ask_for_help(person=asker, title="Stuck", skill=skill(), as_of=moment)


def answer_some(lot, moment) -> None:
    """Of those who were asked some take it, and of these some answer; others vanish."""
    for one in HelpRequest.objects.filter(state=HelpState.WAITING, steps__isnull=False).distinct():
        if lot.random() < 0.1:
            step = one.steps.filter(passed_at__isnull=True).order_by("?").first()
            if step is not None:
                claim_help(request=one, by=step.person, as_of=moment)
    for one in HelpRequest.objects.filter(state=HelpState.CLAIMED, kind="question"):
        if lot.random() < 0.05:
            said = QuestionAnswered(one.question_id, by_id=one.claimed_by_id)
            follow_answer(answered=said, occurred_at=moment)
