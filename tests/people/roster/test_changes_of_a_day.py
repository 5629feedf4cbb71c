"""What other systems change within a day is kept in few rows, counts together, and is forgotten in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lifow.people.roster.interchange import MassChange
from lifow.people.roster.models import RosterWrite
from lifow.people.roster.services.day import changes_of_a_day, keep_changes
from lifow.people.roster.tasks import forget_changes
from tests.company import NOON

pytestmark = pytest.mark.django_db


def kept(minutes: float = 0, *, by: str = "hr-sync", source: str = "hris", **options) -> None:
    keep_changes(
        source=source,
        written_by=by,
        written_at=NOON + timedelta(minutes=minutes),
        counts=options.pop("counts", {MassChange.LEAVERS: 1}),
        lifted=options.pop("lifted", {}),
        reason=options.pop("reason", ""),
    )


def test_what_a_client_writes_within_ten_minutes_is_one_row():
    for minutes in (0, 1, 9.9):
        kept(minutes, counts={MassChange.LEAVERS: 1, MassChange.UNITS: 2})
    row = RosterWrite.objects.get()
    assert (row.counts, row.written_at) == ({"leavers": 3, "units": 6}, NOON + timedelta(minutes=9.9))
    kept(10)
    assert changes_of_a_day(source="hris", as_of=NOON + timedelta(hours=1)) == {
        MassChange.LEAVERS: 4,
        MassChange.UNITS: 6,
    }
    assert RosterWrite.objects.count() == 2


def test_another_client_another_system_and_what_was_let_through_have_rows_of_their_own():
    kept()
    kept(by="other")
    kept(source="payroll")
    kept(lifted={MassChange.LEAVERS: 9}, reason="The branch is closed.")
    kept()
    assert RosterWrite.objects.count() == 5
    assert changes_of_a_day(source="hris", as_of=NOON + timedelta(hours=1)) == {MassChange.LEAVERS: 1}


def test_what_changes_nothing_of_the_kind_leaves_no_row():
    kept(counts={})
    assert not RosterWrite.objects.exists()
    kept()
    kept(1, counts={})
    row = RosterWrite.objects.get()
    assert (row.counts, row.written_at) == ({"leavers": 1}, NOON), (
        "what came before counts no longer than a day"
    )


@pytest.mark.parametrize(("days", "left"), [(1, 1), (30, 2), (0, 3)])
def test_rows_are_forgotten_as_the_settings_say(settings, days, left):
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"writes": days}
    now = timezone.now()
    for age in (0, 10, 400):
        RosterWrite.objects.create(source="hris", written_by="c", written_at=now - timedelta(days=age))
    assert forget_changes() == 3 - left
    assert RosterWrite.objects.count() == left
