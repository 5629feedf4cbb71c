"""The demo's mails come out of what is told of its people, each at the moment at which it was due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.gaps.services import refresh_gap_reports
from content.planning.services import refresh_plans
from demo import outbox
from demo.services import send_mails, tell_of_the_week
from lifow.notifications.models import Dispatch, Message
from lifow.notifications.reports import put_into_words, working_weeks
from lifow.people.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(loaded, now, settings, tmp_path, monkeypatch) -> list[outbox.Kept]:
    """The mails of the demo company, with the plans of two people."""
    settings.EMAIL_BACKEND, settings.VAR_DIR = "demo.outbox.OutboxBackend", tmp_path
    monkeypatch.setattr(timezone, "now", lambda: now)
    planned = [loaded["LF102"].pk, loaded["LF101"].pk]
    refresh_gap_reports(person_ids=planned, as_of=now)
    refresh_plans(person_ids=planned, as_of=now)
    send_mails(as_of=now)
    assert tell_of_the_week(as_of=now) > len(planned)
    send_mails(as_of=now)
    return outbox.newest(500)


def test_every_kind_that_the_story_has_is_among_them(kept):
    told = set(Message.objects.values_list("kind", flat=True))
    assert told >= {
        "evidence_expires",
        "mentor_answer",
        "mentor_request",
        "pairing_ended",
        "plan_of_the_week",
        "rating_to_confirm",
        "ratings_asked",
        "task_feedback",
        "task_handed_in",
    }
    sent = Dispatch.objects.filter(state="sent")
    # What was settled before anybody was told is in no mail, such as old answers to questions.
    settled = told - set(Message.objects.open().values_list("kind", flat=True))
    assert set(sent.values_list("message__kind", flat=True)) >= told - settled - {"rating_answered"}
    assert len(kept) == sent.values("delivery_id").distinct().count()


def test_each_was_kept_in_the_hours_of_its_receiver_and_the_newest_is_of_these_days(kept, now):
    people = {person.email: person for person in Person.objects.all()}
    weeks = working_weeks(people.values(), now.date() - timedelta(days=365))
    assert all(weeks[people[mail.to].pk].is_working(mail.kept_at) for mail in kept)
    assert now - timedelta(days=7) < kept[0].kept_at <= now


def test_nothing_of_the_past_is_left_for_the_worker(kept, now):
    assert not Dispatch.objects.open().filter(due_at__lte=now).exists()
    assert send_mails(as_of=now) == 0


def test_all_of_it_is_put_into_words_in_a_few_queries_a_kind(kept, django_assert_max_num_queries):
    messages = list(Message.objects.select_related("receiver"))
    assert len(messages) > 60
    with django_assert_max_num_queries(2 + 3 * len({one.kind for one in messages})):
        words = put_into_words(messages)
    assert not words.failed
