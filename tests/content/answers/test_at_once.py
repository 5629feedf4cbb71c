"""Two who do the same at the same moment."""

from functools import partial

import pytest

from content.answers.models import Answer, AnswerReview, HeldQuestion, Question
from content.answers.services import (
    Asked,
    accept_answer,
    answer_question,
    ask_question,
    hold_question,
    new_key,
    publish_held,
    report_wrong,
    set_answer_policy,
)
from tests.company import NOON, person
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_question_one_acceptance_and_one_report_of_many_clicks():
    abena, priya = person("Abena Osei"), person("Priya Nair")
    ask = partial(
        ask_question, asker=abena, asked=Asked("Where is the ledger?"), as_of=NOON, idempotency_key="k"
    )
    assert len({one.pk for one in at_once([ask] * 4)}) == 1
    question = Question.objects.get()
    answers = [
        answer_question(question=question, author=priya, text=text, as_of=NOON)
        for text in ("Here.", "There.")
    ]
    at_once([partial(accept_answer, answer=one, as_of=NOON) for one in answers])
    assert Answer.objects.filter(accepted_at__isnull=False).count() == 1
    report = partial(report_wrong, answer=answers[0], reporter=abena, words="", as_of=NOON)
    assert [one for one in at_once([report] * 3) if isinstance(one, Exception)] == []
    assert AnswerReview.objects.count() == 1


def test_a_round_of_two_workers_publishes_once():
    set_answer_policy(allows_anonymous=True, days={"product": 90, "procedure": 180, "rule": 365})
    key = new_key()
    hold = partial(hold_question, asked=Asked("May I see my own file?"), key=key)
    at_once([hold] * 3)
    assert HeldQuestion.objects.count() == 1
    HeldQuestion.objects.update(rounds=1)
    at_once([partial(publish_held, as_of=NOON)] * 3)
    assert (Question.objects.count(), HeldQuestion.objects.count()) == (1, 0)
