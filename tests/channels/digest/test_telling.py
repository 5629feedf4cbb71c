"""The digest is told once a week, where the work of its receiver begins, and never where it says nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from channels.digest.choices import WEEK_DIGEST
from channels.digest.models import WeekDigest
from channels.digest.reports import contents_of
from channels.digest.services import choose_digest, forget_old_digests, people_due, tell_digest
from channels.digest.tasks import tell_digests
from channels.usage.models import CountedUse
from content.planning.models import Plan, PlanItem
from content.planning.notifications import PLAN_OF_THE_WEEK, tell_plans_of_the_week
from content.planning.services import complete_module, refresh_plans, set_learning_time
from lifow.notifications.models import Dispatch, KindPreference
from lifow.notifications.services import send_next
from lifow.people.persons.models import Person
from tests.backing.inboxes import told
from tests.backing.leave import goes_on_leave
from tests.channels.digest.conftest import DAY, HOUR, MONDAY, catalogue, learner, links
from tests.company import person

pytestmark = pytest.mark.django_db


def test_it_is_told_once_a_week_and_says_what_home_says(abena):
    assert people_due(as_of=MONDAY) == [abena.pk]
    assert tell_digest(person_id=abena.pk, as_of=MONDAY)
    assert not tell_digest(person_id=abena.pk, as_of=MONDAY + HOUR)
    assert people_due(as_of=MONDAY + DAY) == []
    (news,) = told(abena, WEEK_DIGEST)
    assert news.title == "Your week: 2\xa0steps, 9\xa0min · 1\xa0question"
    assert news.body.splitlines() == ["The refund change", "4 questions on SQL"]


def test_the_next_week_has_its_own_and_the_last_one_says_nothing_any_more(abena, clock):
    tell_digest(person_id=abena.pk, as_of=MONDAY)
    clock(MONDAY + 7 * DAY)
    refresh_plans(person_ids=[abena.pk], as_of=MONDAY + 7 * DAY)
    assert told(abena, WEEK_DIGEST) == []
    assert tell_digest(person_id=abena.pk, as_of=MONDAY + 7 * DAY)
    assert len(told(abena, WEEK_DIGEST)) == 1


def test_it_is_by_choice(abena):
    kofi = person("Kofi Mensah")
    assert people_due(as_of=MONDAY) == [abena.pk]
    choose_digest(person=abena, is_on=False, weekday=None, as_of=MONDAY)
    assert people_due(as_of=MONDAY) == []
    assert not KindPreference.objects.exists()
    assert kofi.pk


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("UTC", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 1, 20, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 3, 2, 3, 30, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 3, 2, 19, tzinfo=UTC)),
    ],
)
def test_it_is_due_where_the_week_begins_for_its_receiver(zone, first):
    catalogue()
    abena = learner(timezone=zone)
    assert people_due(as_of=first - timedelta(seconds=1)) == []
    assert people_due(as_of=first) == [abena.pk]
    assert people_due(as_of=first + 8 * HOUR) == [], "work is over"
    assert people_due(as_of=first + DAY) == [abena.pk], "a day without a worker is made up for"
    assert people_due(as_of=first + 5 * DAY) == [], "it is Saturday"


@pytest.mark.parametrize(("weekday", "days"), [(2, 2), (6, 0), (5, 0)])
def test_it_comes_on_the_day_that_was_chosen(abena, weekday, days):
    choose_digest(person=abena, is_on=True, weekday=weekday, as_of=MONDAY)
    due = [number for number in range(7) if people_due(as_of=MONDAY + number * DAY)]
    assert due == list(range(days, 5)), "who does not work after it has it at the beginning"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "Asia/Kolkata", "Pacific/Honolulu"])
def test_nobody_on_leave_is_told_and_who_is_back_is_on_their_first_day(zone):
    catalogue()
    abena = learner(timezone=zone)
    goes_on_leave(abena, MONDAY.date(), (MONDAY + DAY).date())
    due = [
        (MONDAY + number * HOUR).date()
        for number in range(-24, 24 * 5)
        if people_due(as_of=MONDAY + number * HOUR) == [abena.pk]
    ]
    assert due
    assert min(due) in {(MONDAY + DAY).date(), (MONDAY + 2 * DAY).date()}
    assert not any(people_due(as_of=MONDAY + number * HOUR) for number in (0, 6))


def test_where_nothing_is_to_be_said_the_week_is_over(abena, clock):
    PlanItem.objects.all().delete()
    set_learning_time(person=abena, minutes_per_week=0, as_of=MONDAY)
    assert contents_of(abena, MONDAY).is_empty
    assert not tell_digest(person_id=abena.pk, as_of=MONDAY)
    assert WeekDigest.objects.get().is_empty
    assert told(abena, WEEK_DIGEST) == []
    assert people_due(as_of=MONDAY + HOUR) == []


def test_what_is_done_before_it_is_sent_is_not_sent(abena, email):
    tell_digest(person_id=abena.pk, as_of=MONDAY)
    PlanItem.objects.all().delete()
    WeekDigest.objects.update(question=None)
    assert send_next(person_id=abena.pk, way=email, as_of=MONDAY)
    assert django_mail.outbox == []


def test_a_plan_that_is_about_to_be_made_again_is_waited_for(abena):
    Plan.objects.update(catalogue=0)
    assert not tell_digest(person_id=abena.pk, as_of=MONDAY)
    assert not WeekDigest.objects.exists()
    refresh_plans(person_ids=[abena.pk], as_of=MONDAY)
    assert tell_digest(person_id=abena.pk, as_of=MONDAY + HOUR)


def test_it_takes_the_place_of_the_plan_of_the_week(abena, mailed, email):
    tell_plans_of_the_week(as_of=MONDAY)
    assert not send_next(person_id=abena.pk, way=email, as_of=MONDAY), "its mail is not sent"
    assert len(told(abena, PLAN_OF_THE_WEEK)) == 1
    mailed(abena)
    assert told(abena, PLAN_OF_THE_WEEK) == [], "nothing is said twice"
    choose_digest(person=abena, is_on=False, weekday=None, as_of=MONDAY)
    tell_plans_of_the_week(as_of=MONDAY + 7 * DAY)
    assert Dispatch.objects.filter(message__kind=PLAN_OF_THE_WEEK, way="email").count() >= 1


def test_a_process_that_is_killed_between_writing_and_sending_loses_nothing(abena, email, monkeypatch):
    def killed(outgoing):
        raise KeyboardInterrupt

    tell_digest(person_id=abena.pk, as_of=MONDAY)
    monkeypatch.setattr(email, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        send_next(person_id=abena.pk, way=email, as_of=MONDAY)
    monkeypatch.undo()
    later = MONDAY + HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert send_next(person_id=abena.pk, way=email, as_of=later)
    assert not send_next(person_id=abena.pk, way=email, as_of=later)
    assert len(django_mail.outbox) == 1


def test_one_that_is_killed_while_it_writes_has_told_nothing(abena, monkeypatch):
    from channels.digest.services import telling

    def killed(**said):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling, "notify", killed)
    with pytest.raises(KeyboardInterrupt):
        tell_digest(person_id=abena.pk, as_of=MONDAY)
    monkeypatch.undo()
    assert not WeekDigest.objects.exists()


def test_the_task_tells_all(abena, clock):
    clock(MONDAY)
    kofi = learner("Kofi Mensah")
    assert tell_digests() == 2
    assert tell_digests() == 0
    assert {one.person_id for one in WeekDigest.objects.all()} == {abena.pk, kofi.pk}


def test_a_leaver_is_not_told(abena):
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    assert people_due(as_of=MONDAY) == []
    assert not tell_digest(person_id=abena.pk, as_of=MONDAY)


def test_what_was_offered_is_counted_once_it_is_sent(abena, mailed):
    mail = mailed(abena)
    assert len(links(mail)) == 2 + 4
    assert list(CountedUse.objects.values_list("channel", "outcome", "number")) == [("mail", "shown", 3)]


def test_old_ones_are_forgotten(abena):
    tell_digest(person_id=abena.pk, as_of=MONDAY)
    assert forget_old_digests(before=MONDAY) == 0
    assert forget_old_digests(before=MONDAY + HOUR) == 1


def test_what_is_done_is_offered_no_more(abena, mailed):
    step = PlanItem.objects.get(module__isnull=False).module
    complete_module(person=abena, module=step, completed_at=MONDAY)
    assert "The refund change" not in mailed(abena).body
