"""The minute at which a crontab strikes next."""

from datetime import UTC, datetime

import pytest
from celery.schedules import crontab

from lifow.base.scheduled_jobs.crontabs import next_after


@pytest.mark.parametrize(
    ("schedule", "after", "struck"),
    [
        (crontab(minute="*/10"), "2026-03-03 10:20:30", "2026-03-03 10:30"),
        (crontab(minute="*/10"), "2026-03-03 10:20:00", "2026-03-03 10:30"),
        (crontab("1-59/15"), "2026-03-03 10:59:00", "2026-03-03 11:01"),
        (crontab("0", "3"), "2026-03-03 02:59:59", "2026-03-03 03:00"),
        (crontab("0", "3"), "2026-03-03 03:00:00", "2026-03-04 03:00"),
        (crontab("10", "4", day_of_month="1-3"), "2026-03-03 04:10:00", "2026-04-01 04:10"),
        (crontab("10", "4", day_of_month="31"), "2026-04-01 00:00:00", "2026-05-31 04:10"),
        (crontab("5", "0", day_of_week="sunday"), "2026-03-03 00:00:00", "2026-03-08 00:05"),
        (crontab("0", "0", day_of_month="29", month_of_year="2"), "2026-03-03 00:00:00", "2028-02-29 00:00"),
    ],
)
def test_it_strikes_next(schedule, after, struck):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_after(schedule, moment) == datetime.fromisoformat(struck).replace(tzinfo=UTC)


def test_one_that_never_strikes_is_an_error():
    with pytest.raises(ValueError, match="never strikes"):
        next_after(crontab("0", "0", day_of_month="31", month_of_year="2"), datetime(2026, 3, 3, tzinfo=UTC))
