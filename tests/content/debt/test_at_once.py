"""Two who ask at the same moment make one topic and one task."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from content.debt.models import Wish, WritingTask
from content.debt.reports import subject_of
from content.debt.services import Terms, ask_for_topic, list_debt, open_task
from tests.company import NOON, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_topic_of_two_who_ask_at_once():
    people = [person("Abena Osei"), person("Kofi Mensah")]
    found = at_once([partial(ask_for_topic, person=one, text="Chargebacks", as_of=NOON) for one in people])
    assert [one for one in found if isinstance(one, Exception)] == []
    assert Wish.objects.get().people.count() == 2


def test_one_task_of_two_clicks_at_once():
    author = person("Ines Carvalho", is_author=True)
    subject = subject_of(f"step:{skill().public_id}:1:2")
    terms = Terms(author, timezone.localdate() + timedelta(days=9))
    ask = partial(open_task, subject=subject, terms=terms, by=author, as_of=timezone.now())
    found = at_once([ask] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert len({one.pk for one in found}) == WritingTask.objects.count() == 1


def test_two_workers_make_one_list():
    assert at_once([partial(list_debt, as_of=NOON)] * 2) == [0, 0]
