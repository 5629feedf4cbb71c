"""That questions wait is told once a day, in working hours, and never where nothing waits."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from content.refreshers.notifications import REFRESHERS_WAIT
from content.refreshers.services import tell_refreshers
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.inboxes import told
from tests.backing.leave import goes_on_leave
from tests.company import NOON
from tests.content.refreshers.answering import refresh

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(moment)` sets it; it stands at noon."""

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(NOON)
    return stands_at


def test_it_is_told_once_a_day(learned):
    assert [tell_refreshers(as_of=NOON + hours * HOUR) for hours in range(3)] == [1, 0, 0]
    [news] = told(learned, REFRESHERS_WAIT)
    assert news.title == "2 questions wait, 2\xa0minutes"
    assert news.url == "/refreshers/"


def test_whoever_leaves_it_is_not_told_again_in_the_same_week(learned):
    for days in range(5):
        tell_refreshers(as_of=NOON + days * DAY)
    assert Message.objects.filter(kind=REFRESHERS_WAIT).count() == 1
    tell_refreshers(as_of=NOON + 7 * DAY)
    assert Message.objects.filter(kind=REFRESHERS_WAIT).open().count() == 1


def test_whoever_answers_is_told_of_the_next_ones(learned):
    tell_refreshers(as_of=NOON)
    refresh(learned, as_of=NOON)
    assert told(learned, REFRESHERS_WAIT) == []
    assert tell_refreshers(as_of=NOON + 2 * HOUR) == 0
    assert tell_refreshers(as_of=NOON + DAY) == 1
    assert Message.objects.filter(kind=REFRESHERS_WAIT).count() == 2


def test_nobody_is_told_outside_of_working_hours_or_on_leave(learned):
    assert tell_refreshers(as_of=NOON.replace(hour=3)) == 0
    assert tell_refreshers(as_of=NOON + 5 * DAY) == 0
    goes_on_leave(learned, NOON.date())
    assert tell_refreshers(as_of=NOON) == 0


def test_each_is_told_on_the_day_of_their_own_zone(learned):
    Person.objects.filter(pk=learned.pk).update(timezone="Pacific/Auckland")
    assert tell_refreshers(as_of=NOON) == 0
    assert tell_refreshers(as_of=NOON.replace(hour=21)) == 1


def test_it_is_read_in_the_evening_as_well(learned, clock):
    tell_refreshers(as_of=NOON)
    clock(NOON.replace(hour=22))
    assert len(told(learned, REFRESHERS_WAIT)) == 1
