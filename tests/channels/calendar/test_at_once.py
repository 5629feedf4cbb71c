"""The same person connects a calendar several times at the same moment."""

import pytest

from channels.calendar.models import CalendarFeed
from channels.calendar.services import connect_calendar
from tests.company import NOON, person
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_calendar_that_is_connected_six_times_at_once_is_one_feed_with_one_address():
    abena = person("Abena Osei")
    outcomes = at_once([lambda: connect_calendar(person=abena, as_of=NOON)] * 6)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert CalendarFeed.objects.count() == 1
