"""What a roster says without a day begins on the day where each person is, and not on that of the server."""

from datetime import UTC, date, datetime

import pytest

from lifow.people.persons.models import Employment, Person
from lifow.people.roster.api.inputs import PERSON_PLACES
from lifow.people.roster.interchange import NO_LIMITS, RosterRow, Status, parse_roster
from lifow.people.roster.services import import_roster, write_people

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
NIGHT = datetime(2026, 3, 3, 2, tzinfo=UTC)
ZONES = {"Pacific/Auckland": "Auckland", "UTC": "Server", "America/New_York": "New York"}
FILE = "Employee ID,First Name,Work Email,Department,Time Zone,Job Title,Status,Start Date\n" + "".join(
    f"{zone},{name},,Support,{zone},Rep,Active,%s\n" for zone, name in ZONES.items()
)
UNIT = "Employee ID,First Name,Work Email,Department\nB,Boss,,Support\n"


def brought_in(text: str, moment: datetime) -> None:
    import_roster(roster=parse_roster(text), source="hris", applied_at=moment, limits=NO_LIMITS)


def days(column: str = "starts_on", **asked) -> dict[str, date]:
    """By first name, a day of the employments that are asked for."""
    return dict(Employment.objects.filter(**asked).values_list("person__given_name", column))


@pytest.mark.parametrize(
    ("moment", "auckland", "server", "new_york"),
    [(EVENING, 3, 2, 2), (NIGHT, 3, 3, 2)],
    ids=["evening", "night"],
)
def test_a_line_without_a_day_begins_where_the_person_is(moment, auckland, server, new_york):
    brought_in(FILE % ("", "", ""), moment)
    assert days() == {
        "Auckland": date(2026, 3, auckland),
        "Server": date(2026, 3, server),
        "New York": date(2026, 3, new_york),
    }
    assert set(Employment.objects.values_list("status", flat=True)) == {"active"}
    before = list(Employment.objects.values())
    brought_in(FILE % ("", "", ""), moment)
    assert list(Employment.objects.values()) == before, "twice is once"


def test_a_change_and_a_leaving_without_a_day_are_of_that_day_too():
    brought_in(FILE % (("2024-01-01",) * 3), EVENING)
    brought_in((FILE % ("", "", "")).replace(",Rep,", ",Lead,"), NIGHT)
    assert days(job_title="Lead") == {
        "Auckland": date(2026, 3, 3),
        "Server": date(2026, 3, 3),
        "New York": date(2026, 3, 2),
    }
    brought_in(UNIT, datetime(2026, 3, 5, 2, tzinfo=UTC))
    assert days("ends_on", job_title="Lead", status="active") == {
        "Auckland": date(2026, 3, 4),
        "Server": date(2026, 3, 4),
        "New York": date(2026, 3, 3),
    }


def test_who_begins_today_where_they_are_has_begun():
    brought_in(FILE % ("2026-03-03", "2026-03-03", "2026-03-03"), EVENING)
    status = dict(Employment.objects.values_list("person__given_name", "status"))
    assert status == {"Auckland": "active", "Server": "prehire", "New York": "prehire"}


def test_a_row_by_itself_is_of_that_day_as_well():
    brought_in(UNIT, EVENING)
    unit = Employment.objects.get().org_unit
    rows = [
        RosterRow(
            line=1, external_id=zone, given_name=name, timezone=zone, unit_code=unit.key, status=Status.ACTIVE
        )
        for zone, name in ZONES.items()
    ]
    written = write_people(rows=rows, source="hris", places=PERSON_PLACES, written_by="c", written_at=NIGHT)
    assert not any(one.problems for one in written)
    found = days(person__given_name__in=ZONES.values())
    assert found["Auckland"] == found["Server"] == date(2026, 3, 3)
    assert found["New York"] == date(2026, 3, 2)
    assert Person.objects.count() == 4
