"""Several who count and several who add up at once: every use is counted, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from channels.usage.choices import Outcome
from channels.usage.models import CountedUse, DailyUse
from channels.usage.services import add_up_uses, count_use
from lifow.base.channels import Channel

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_nothing_is_lost_or_counted_twice():
    def count(number):
        try:
            outcome = Outcome.SHOWN if number % 2 else Outcome.TAKEN
            count_use(channel=Channel.DEVICE, outcome=outcome, as_of=NOON)
            if number % 5 == 0:
                add_up_uses()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(60)))
    add_up_uses()
    assert not CountedUse.objects.exists()
    assert dict(DailyUse.objects.values_list("outcome", "number")) == {"shown": 30, "taken": 30}
