"""Uses of channels are counted by day, channel and outcome; once each, and of nobody by name."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from channels.usage.choices import Outcome
from channels.usage.models import CountedUse, DailyUse
from channels.usage.services import add_up_uses, count_use
from channels.usage.tasks import add_up
from lifow.base.channels import Channel
from lifow.people.persons.models import Person
from tests import company

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def count(channel=Channel.ASSISTANT, outcome=Outcome.SHOWN, as_of=NOON, number=1):
    count_use(channel=channel, outcome=outcome, as_of=as_of, number=number)


def days():
    return set(DailyUse.objects.values_list("day", "channel", "outcome", "number"))


def test_what_is_counted_is_added_to_its_day_once():
    count()
    count(number=4)
    count(outcome=Outcome.TAKEN)
    assert add_up() == 3
    assert add_up() == 0
    count()
    add_up()
    today = date(2026, 3, 4)
    assert days() == {(today, "assistant", "shown", 6), (today, "assistant", "taken", 1)}


def test_a_day_is_one_of_the_company(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    count(as_of=NOON.replace(hour=20))
    add_up()
    assert {day for day, *_rest in days()} == {date(2026, 3, 5)}


def test_no_more_is_added_up_at_once_than_a_worker_can_hold(monkeypatch):
    monkeypatch.setattr("channels.usage.services.MOST_AT_ONCE", 2)
    monkeypatch.setattr("channels.usage.tasks.MOST_AT_ONCE", 2)
    for _time in range(5):
        count()
    assert add_up_uses() == 2
    assert add_up() == 3
    assert {number for *_rest, number in days()} == {5}


def test_what_cannot_be_counted_breaks_nothing(monkeypatch):
    def fails(**_values):
        raise DatabaseError("disk I/O error")

    with transaction.atomic():
        person = company.person("Abena Osei")
        with monkeypatch.context() as broken:
            broken.setattr(CountedUse.objects, "create", fails)
            count()
    assert Person.objects.filter(pk=person.pk).exists()
    assert not CountedUse.objects.exists()


def test_what_is_undone_is_not_counted():
    with transaction.atomic():
        count()
        transaction.set_rollback(True)
    assert not CountedUse.objects.exists()


@pytest.mark.parametrize("model", [CountedUse, DailyUse])
def test_there_is_no_person_in_what_is_kept(model):
    with connection.cursor() as cursor:
        columns = {
            one.name for one in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }
    assert columns == {"id", "day", "channel", "outcome", "number"}
