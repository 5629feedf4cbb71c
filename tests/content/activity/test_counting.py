"""Seconds of learning are those in which a page was used, and each thing done leaves an entry."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry
from content.activity.services import ModuleNotOpenError, count_learning
from content.planning.services import complete_module, pause_module
from lifow.base.channels import Channel
from lifow.people.persons.models import Person
from tests.company import NOON, module, skill

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def address(name: str, of) -> str:
    return reverse(f"content:{name}", args=[of.public_id])


def count(person, of, seconds: int, at, reached: int = 0) -> Activity:
    return count_learning(person=person, module=of, seconds=seconds, reached=reached, at=at)


def acts(person) -> list[tuple[str, int]]:
    return list(ActivityEntry.objects.filter(person=person).order_by("pk").values_list("act", "seconds"))


def test_what_is_counted_adds_up_and_is_kept_as_entries(abena, refunds):
    count(abena, refunds, 60, NOON, reached=40)
    row = count(abena, refunds, 120, NOON + 3 * MINUTE, reached=30)
    assert (row.active_seconds, row.reached) == (180, 40)
    assert row.started_at == NOON - MINUTE
    assert acts(abena) == [(Act.STARTED, 0), (Act.LEARNED, 60), (Act.LEARNED, 120)]


def test_no_more_seconds_are_counted_than_have_gone_by(abena, refunds):
    count(abena, refunds, 30, NOON)
    assert count(abena, refunds, 500, NOON + MINUTE).active_seconds == 90
    assert count(abena, refunds, 60, NOON + MINUTE).active_seconds == 90, "a second window"


def test_no_count_is_believed_without_bound(abena, refunds):
    assert count(abena, refunds, 80_000, NOON).active_seconds == 600


def test_a_clock_that_goes_back_takes_nothing_away(abena, refunds):
    count(abena, refunds, 30, NOON)
    row = count(abena, refunds, 30, NOON - MINUTE)
    assert (row.active_seconds, row.counted_at) == (30, NOON)


def test_pausing_and_completing_leave_entries_once(abena, refunds):
    pause_module(person=abena, module=refunds, minutes_done=2, paused_at=NOON)
    for _click in range(2):
        complete_module(person=abena, module=refunds, completed_at=NOON + MINUTE)
    assert [act for act, _seconds in acts(abena)] == [Act.STARTED, Act.PAUSED, Act.COMPLETED]


def test_an_entry_says_where_it_was_done_and_whether_in_working_hours(abena, refunds):
    Person.objects.filter(pk=abena.pk).update(timezone="UTC")
    abena.refresh_from_db()
    monday = NOON - timedelta(days=NOON.weekday())
    for at in (monday, monday.replace(hour=23)):
        count_learning(person=abena, module=refunds, seconds=9, reached=0, at=at, channel=Channel.CHAT)
    learned = ActivityEntry.objects.filter(act=Act.LEARNED).order_by("at")
    assert [(one.channel, one.in_hours) for one in learned] == [("chat", True), ("chat", False)]
    assert list(ActivityEntry.objects.outside_hours()) == [learned[1]]


def test_a_draft_is_not_learned_from(abena, draft):
    with pytest.raises(ModuleNotOpenError):
        count(abena, draft, 9, NOON)
    assert not ActivityEntry.objects.exists()


def test_a_page_tells_what_it_counts(learner_client, abena, refunds):
    sent = {"seconds": "42", "reached": "70"}
    assert learner_client.post(address("learned", refunds), sent).status_code == 204
    row = Activity.objects.get(person=abena)
    assert (row.active_seconds, row.reached) == (42, 70)


@pytest.mark.parametrize(
    "sent", [{}, {"seconds": "-5"}, {"seconds": "x", "reached": "300"}, {"reached": "1e9"}]
)
def test_what_no_page_counts_is_passed_by(learner_client, refunds, sent):
    assert learner_client.post(address("learned", refunds), sent).status_code == 204
    assert not Activity.objects.exists()


def test_a_text_that_was_not_read_to_the_end_is_not_done(learner_client, abena, refunds):
    response = learner_client.post(address("complete", refunds), {"seconds": "9", "reached": "40"})
    assert response.url == address("module", refunds)
    [said] = get_messages(response.wsgi_request)
    assert "You have read 40 % of it" in str(said)
    assert Activity.objects.get(person=abena).completed_at is None
    learner_client.post(address("complete", refunds), {"seconds": "9", "reached": "95"})
    assert Activity.objects.get(person=abena).completed_at is not None


def test_without_scripts_the_reader_says_that_all_was_read(learner_client, abena, refunds):
    learner_client.post(address("complete", refunds))
    assert not Activity.objects.filter(person=abena).completed().exists()
    learner_client.post(address("complete", refunds), {"is_read": "on"})
    assert Activity.objects.filter(person=abena).completed().exists()


def test_what_was_read_on_one_day_is_done_on_another(learner_client, abena, refunds):
    count(abena, refunds, 60, timezone.now() - timedelta(days=1), reached=100)
    learner_client.post(address("complete", refunds))
    assert Activity.objects.filter(person=abena).completed().exists()


def test_a_module_without_a_test_offers_none(learner_client, refunds):
    assert "I know this already" not in learner_client.get(address("module", refunds)).content.decode()


def test_activity_of_a_module_that_others_learn_from_stays_apart(abena, refunds):
    other = module("Chargebacks", skill("Refund policy"), 1, 3)
    count(abena, refunds, 30, NOON)
    assert count(abena, other, 20, NOON).active_seconds == 20
