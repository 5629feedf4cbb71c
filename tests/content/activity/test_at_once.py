"""Two windows that count at the same moment count each second once."""

from datetime import timedelta
from functools import partial

import pytest

from content.activity.models import Activity, ActivityEntry
from content.activity.services import count_learning
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_windows_count_each_second_once():
    abena, fees = person("Abena Osei"), module("Fees", skill("Refund policy"), 1, 2)
    count_learning(person=abena, module=fees, seconds=0, reached=10, at=NOON)
    later = NOON + timedelta(seconds=60)
    told = partial(count_learning, person=abena, module=fees, seconds=60, reached=50, at=later)
    found = at_once([told] * 3)
    assert [one for one in found if isinstance(one, Exception)] == []
    row = Activity.objects.get(person=abena)
    assert (row.active_seconds, row.reached) == (60, 50)
    assert sum(ActivityEntry.objects.values_list("seconds", flat=True)) == 60
