"""Who leaves may sign in until the last day is over, where they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from lifow.people.persons.models import Person
from lifow.people.persons.services import close_accounts
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster
from tests.company import person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LOS_ANGELES, AUCKLAND = "America/Los_Angeles", "Pacific/Auckland"
HEAD = "Employee ID,First name,Email,Department,Status,End date,Time zone\n"
# In Los Angeles it is six in the evening of the second.
EVENING = datetime(2026, 3, 3, 2, tzinfo=UTC)
MIDNIGHT_THERE = datetime(2026, 3, 3, 8, tzinfo=UTC)
THE_SECOND = date(2026, 3, 2)


def leaver(zone: str, last_day: date) -> Person:
    made = person("Rosa Lindqvist", timezone=zone)
    made.employments.update(ends_on=last_day)
    return made


def may_sign_in(who: Person) -> bool:
    who.refresh_from_db()
    return who.is_active


def brought_in(*lines: str, at: datetime) -> None:
    import_roster(
        roster=parse_roster(HEAD + "".join(lines)),
        source="hris",
        limits=NO_LIMITS,
        applied_at=at,
    )


@pytest.mark.parametrize(
    ("zone", "over_at"),
    [
        (LOS_ANGELES, MIDNIGHT_THERE),
        ("UTC", datetime(2026, 3, 3, tzinfo=UTC)),
        (AUCKLAND, datetime(2026, 3, 2, 11, tzinfo=UTC)),
    ],
)
def test_an_account_closes_when_the_last_day_is_over_where_the_person_is(zone, over_at):
    rosa = leaver(zone, THE_SECOND)
    close_accounts(people=Person.objects.all(), closed_at=over_at - timedelta(seconds=1))
    assert may_sign_in(rosa)
    close_accounts(people=Person.objects.all(), closed_at=over_at)
    assert not may_sign_in(rosa)


def test_everybody_is_looked_at_in_as_many_queries_as_there_are_dates_on_earth(django_assert_max_num_queries):
    for zone in (
        LOS_ANGELES,
        "America/Denver",
        "America/Chicago",
        "UTC",
        "Europe/Berlin",
        "Asia/Tokyo",
        AUCKLAND,
    ):
        leaver(zone, THE_SECOND)
    # The lock of records, the zones, and the leavers of each date.
    with django_assert_max_num_queries(2 + 3):
        assert close_accounts(people=Person.objects.all(), closed_at=MIDNIGHT_THERE) == 7


def test_a_roster_that_says_the_last_day_leaves_the_account_open_until_it_is_over():
    rosa = f"7,Rosa,rosa@larkfield.example,Sales,{{}},{LOS_ANGELES}\n"
    brought_in(rosa.format("active,"), at=EVENING - timedelta(days=30))
    brought_in(rosa.format(f"terminated,{THE_SECOND}"), at=EVENING)
    made = Person.objects.get()
    assert made.employments.current().get().status == "terminated"
    assert made.is_active
    close_accounts(people=Person.objects.all(), closed_at=MIDNIGHT_THERE)
    assert not may_sign_in(made)


@pytest.mark.parametrize("now", [[], [f"7,Rosa,rosa@larkfield.example,Sales,terminated,,{LOS_ANGELES}\n"]])
def test_a_roster_that_says_no_last_day_closes_the_account_at_once(now):
    rosa = f"7,Rosa,rosa@larkfield.example,Sales,active,,{LOS_ANGELES}\n"
    marta = "8,Marta,marta@larkfield.example,Sales,active,,\n"
    brought_in(rosa, marta, at=EVENING - timedelta(days=30))
    brought_in(marta, *now, at=EVENING)
    assert list(Person.objects.filter(is_active=False).values_list("given_name", flat=True)) == ["Rosa"]


def test_a_last_day_entered_in_the_admin_is_over_where_the_person_is(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    rosa, noor = leaver(LOS_ANGELES, None), leaver("UTC", None)
    for who in (rosa, noor):
        row = who.employments.get()
        said = {"person": who.pk, "org_unit": row.org_unit_id, "status": "active"}
        said |= {"starts_on": "2024-01-01", "ends_on": THE_SECOND}
        assert client.post(reverse("admin:people_employment_change", args=[row.pk]), said).status_code == 302
    assert may_sign_in(rosa)
    assert not may_sign_in(noor)
