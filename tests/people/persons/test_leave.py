"""Leave begins and ends at midnight where the person is; whoever sees it first tells of it, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from lifow.base.days import local_day
from lifow.events.models import Event
from lifow.people.persons.models import CurrentLeave, Employment, Person
from lifow.people.persons.reports import Absence, leave_of, leaves_of
from lifow.people.persons.services import follow_leave_by_day, save_employment, save_person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster
from tests.backing.leave import DAY, SECOND, ZONES, goes_on_leave, midnight
from tests.company import person

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
FIRST, LAST = date(2026, 3, 3), date(2026, 3, 5)
HEAD = "Employee ID,First name,Email,Department,Status,Time zone\n"


def on_leave(zone: str, first: date = FIRST, last: date | None = LAST) -> Person:
    made = person("Noor Haddad", timezone=zone)
    goes_on_leave(made, first, last)
    return made


def told() -> list[tuple[str, list[int]]]:
    """The events of leave in the order in which they were told."""
    events = Event.objects.filter(type__startswith="leave.").order_by("pk")
    return [(one.type, one.payload["person_ids"]) for one in events]


def everyone(as_of: datetime) -> set[Person]:
    return set(Person.objects.on_leave(as_of))


@pytest.mark.parametrize("zone", ZONES)
def test_leave_lasts_from_midnight_to_midnight_where_the_person_is(zone):
    noor = on_leave(zone)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    for moment, is_away in (
        (begins - SECOND, False),
        (begins, True),
        (ends - SECOND, True),
        (ends, False),
    ):
        assert (everyone(moment) == {noor}) is is_away
        assert (noor in Person.objects.not_on_leave(moment)) is not is_away
        assert (leave_of(noor, moment) is not None) is is_away
    assert leave_of(noor, begins) == Absence(FIRST, LAST)


def test_three_people_of_the_same_days_are_on_leave_at_different_times():
    auckland, berlin, honolulu = (on_leave(zone) for zone in ZONES)
    assert everyone(datetime(2026, 3, 2, 12, tzinfo=UTC)) == {auckland}
    assert everyone(datetime(2026, 3, 3, 1, tzinfo=UTC)) == {auckland, berlin}
    assert everyone(datetime(2026, 3, 4, tzinfo=UTC)) == {auckland, berlin, honolulu}
    assert everyone(datetime(2026, 3, 5, 12, tzinfo=UTC)) == {berlin, honolulu}
    assert everyone(datetime(2026, 3, 6, 5, tzinfo=UTC)) == {honolulu}


def test_a_column_of_days_says_what_a_calendar_says_at_every_hour():
    people = [person("Noor Haddad", timezone=zone) for zone in (*ZONES, "Asia/Kathmandu", "Etc/GMT+12")]
    for hours in range(24):
        moment = datetime(2026, 6, 30, tzinfo=UTC) + timedelta(hours=hours, minutes=50)
        for one in people:
            today = local_day(moment, one.timezone)
            one.employments.update(status="leave", starts_on=today)
            assert Person.objects.on_leave(moment).filter(pk=one.pk).exists()
            one.employments.update(starts_on=today + DAY)
            assert not Person.objects.on_leave(moment).filter(pk=one.pk).exists()


def test_another_manager_in_the_middle_divides_no_leave():
    noor = on_leave("UTC", last=None)
    row = noor.employments.current().get()
    Employment.objects.filter(pk=row.pk).update(ends_on=LAST)
    Employment.objects.create(
        person=noor, org_unit=row.org_unit, status="leave", starts_on=LAST + DAY, ends_on=LAST + 5 * DAY
    )
    moment = midnight(FIRST, "UTC")
    assert leaves_of([noor.pk], moment) == {noor.pk: Absence(FIRST, LAST + 5 * DAY)}
    assert leaves_of([noor.pk], moment - SECOND) == {}


def test_a_leave_of_last_year_is_not_the_one_of_this_year():
    noor = on_leave("UTC")
    earlier = FIRST - timedelta(days=300)
    Employment.objects.create(
        person=noor,
        org_unit=noor.employments.first().org_unit,
        status="leave",
        starts_on=earlier,
        ends_on=earlier + DAY,
    )
    assert leave_of(noor, midnight(LAST, "UTC")) == Absence(FIRST, LAST)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_that_comes_is_told_once_where_the_person_is(zone):
    noor = on_leave(zone)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    assert follow_leave_by_day(as_of=begins - SECOND) == 0
    assert [follow_leave_by_day(as_of=begins) for _twice in range(2)] == [1, 0]
    assert follow_leave_by_day(as_of=ends - SECOND) == 0
    assert [follow_leave_by_day(as_of=ends) for _twice in range(2)] == [1, 0]
    assert told() == [("leave.began", [noor.pk]), ("leave.ended", [noor.pk])]


def test_a_save_tells_in_its_own_transaction():
    noor = person("Noor Haddad")
    row = noor.employments.get()
    now = midnight(FIRST, "UTC")
    row.status = "leave"
    save_employment(employment=row, saved_at=now)
    save_employment(employment=row, saved_at=now)
    assert told() == [("leave.began", [noor.pk])]
    row.status = "terminated"
    with transaction.atomic():
        save_employment(employment=row, saved_at=now)
        transaction.set_rollback(True)
    assert told() == [("leave.began", [noor.pk])]
    save_employment(employment=row, saved_at=now)
    assert told() == [("leave.began", [noor.pk]), ("leave.ended", [noor.pk])]


def test_a_save_of_a_person_who_is_not_on_leave_tells_nothing():
    save_person(person=person("Noor Haddad"), saved_at=midnight(FIRST, "UTC"))
    assert told() == []


def test_a_roster_tells_of_those_who_go_on_leave_and_of_new_people_who_are():
    now = midnight(FIRST, "UTC") + timedelta(hours=12)
    known = "7,Noor,noor@larkfield.example,Sales,{},Europe/Berlin\n"
    new = "8,Ama,ama@larkfield.example,Sales,leave,Europe/Berlin\n"

    def brought_in(text: str, at: datetime) -> None:
        import_roster(roster=parse_roster(HEAD + text), source="hris", limits=NO_LIMITS, applied_at=at)

    brought_in(known.format("active"), now - 30 * DAY)
    assert told() == []
    brought_in(known.format("leave") + new, now)
    brought_in(known.format("leave") + new, now)
    noor, ama = (Person.objects.get(given_name=name) for name in ("Noor", "Ama"))
    assert sorted(told()) == sorted([("leave.began", [noor.pk]), ("leave.began", [ama.pk])])
    brought_in(known.format("active") + new, now + DAY)
    assert told()[2:] == [("leave.ended", [noor.pk])]
    assert list(CurrentLeave.objects.values_list("person_id", flat=True)) == [ama.pk]


def test_many_whose_leave_begins_on_one_day_cost_as_many_queries_as_few(django_assert_max_num_queries):
    for _one in range(30):
        on_leave("Pacific/Auckland")
    with django_assert_max_num_queries(12):
        assert follow_leave_by_day(as_of=midnight(FIRST, "Pacific/Auckland")) == 30
