"""A roster of 100,000 lines, planned and written: `manage.py import_roster` on a PostgreSQL of its own.

First into an empty database, then the same file again, then that of a night in which one line in a hundred
is different: people are in another unit, have another manager, title or name, have left or are new. After
that in an empty database 300,000 lines, and in another 10,000 managers in a circle, of which each is told.

Everybody works then where the last file says, and the same file again has written nothing. CPU and memory
are those of the command; the database's own are not in it.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from benchmarks import company
from benchmarks.harness import Measurement, Result, run_at_once

PEOPLE, MANY, CIRCLE = 100_000, 300_000, 10_000
CPU_SECONDS, MIB, MIB_OF_MANY, MIB_OF_CIRCLE = 25, 600, 2048, 300
TEAM, UNITS, DIVISIONS = 40, 2_000, 20
CHANGED, NEW = 100, 500
"""At night one line in so many is different, and one in so many more is of somebody new."""

HEADINGS = (
    "Employee ID,First Name,Last Name,Work Email,Job Title,Job Code,Org Unit,Org Unit Code,Manager ID,Status,"
    "Hire Date,Time Zone,Languages,Working Hours\n"
)
SETTINGS = (
    'Europe/Berlin,"de; en",Mon-Fri 09:00-17:00',
    "America/New_York,en-US,Mon-Fri 8:30 AM - 4:30 PM",
    'Asia/Kolkata,"hi; en",',
    "Europe/London,en-GB,Sun-Thu 09:00-18:00",
)


class Line(NamedTuple):
    """What a file says of one person that another file may say differently; `manager` 0 is nobody."""

    number: int
    family: str
    title: str
    unit: int
    manager: int

    def text(self) -> str:
        """The line as it is in the file."""
        number, manager = self.number, f"E{self.manager:06d}" if self.manager else ""
        unit = f"Larkfield / Division {self.unit % DIVISIONS} / Team {self.unit}"
        hired = f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        return (
            f"E{number:06d},Given{number},{self.family},p{number}@larkfield.example,{self.title},"
            f"J{number % 300},{unit},U{self.unit},{manager},Active,{hired},{SETTINGS[number % 4]}\n"
        )


def run() -> Result:
    """Import the three files, the large one and the circle, and check what is there."""
    with tempfile.TemporaryDirectory(prefix="lifow-bench-") as name, company.database():
        file = Path(name) / "roster.csv"
        first = imported(file, day(PEOPLE))
        after_first = _written()
        again = imported(file, day(PEOPLE))
        right = _written() == after_first and _is(day(PEOPLE))
        night = imported(file, night_after(day(PEOPLE)))
        right = right and _is(night_after(day(PEOPLE)))
        _empty()
        many = imported(file, day(MANY))
        right = right and _is(day(MANY))
        _empty()
        circle = imported(file, in_a_circle(CIRCLE), "--all-lines", "--max-bad-rows=100%")
    return _result(first, again, night, many, circle, right)


def _result(
    first: Measurement,
    again: Measurement,
    night: Measurement,
    many: Measurement,
    circle: Measurement,
    right: bool,
) -> Result:
    cpu = max(one.cpu_seconds for one in (first, again, night))
    peak = max(one.peak_mib for one in (first, again, night))
    return Result(
        name="roster_import",
        seconds=first.seconds,
        cpu_seconds=cpu,
        peak_mib=peak,
        ratios={
            "cpu_of_first": first.cpu_seconds,
            "cpu_of_the_same_again": again.cpu_seconds,
            "cpu_of_a_night": night.cpu_seconds,
            "cpu_of_300000": many.cpu_seconds,
            "mib_of_300000": many.peak_mib,
            "mib_of_a_circle_of_10000": circle.peak_mib,
        },
        goal=f"{CPU_SECONDS} s of Python CPU and {MIB} MiB for first, again and a night; 300,000 lines"
        f" within {MIB_OF_MANY} MiB, a circle of 10,000 within {MIB_OF_CIRCLE} MiB",
        met=right
        and cpu <= CPU_SECONDS
        and peak <= MIB
        and many.peak_mib <= MIB_OF_MANY
        and circle.peak_mib <= MIB_OF_CIRCLE,
    )


def day(people: int) -> Iterable[Line]:
    """Lines of people 1 … n, forty to a manager."""
    for number in range(1, people + 1):
        yield Line(
            number,
            f"Family{number % 1000}",
            f"Specialist {number % 300}",
            number % UNITS,
            (number - 1) // TEAM,
        )


def night_after(lines: Iterable[Line]) -> Iterable[Line]:
    """The same, but for one line in a hundred, and with new people. Who manages nobody may leave."""
    for line in lines:
        kind = line.number // CHANGED % 5 if line.number % CHANGED == 0 else None
        if kind == 0:
            yield line._replace(unit=(line.unit + 1) % UNITS)
        elif kind == 1:
            yield line._replace(manager=line.manager + 1)
        elif kind == 2:
            yield line._replace(title="Lead specialist")
        elif kind == 3:
            yield line._replace(family="Married")
        elif kind is None or line.number <= PEOPLE // TEAM:
            yield line
    for number in range(PEOPLE + 1, PEOPLE + 1 + PEOPLE // NEW):
        yield Line(number, "New", "Specialist 0", number % UNITS, 1)


def in_a_circle(people: int) -> Iterable[Line]:
    """People each of whom reports to the next one, and the last to the first."""
    for line in day(people):
        yield line._replace(manager=1 + line.number % people)


def imported(file: Path, lines: Iterable[Line], *options: str) -> Measurement:
    with file.open("w") as text:
        text.write(HEADINGS)
        text.writelines(line.text() for line in lines)
    (one,) = run_at_once(["manage.py", "import_roster", str(file), *options])
    # As autovacuum does where a server is not made for a benchmark.
    company.settle()
    return one


def _written() -> Any:
    """When something was last written about anybody, and how many rows there are."""
    from django.db.models import Count, Max

    from lifow.people.persons.models import Employment, Person

    said = {"last": Max("updated_at"), "rows": Count("pk")}
    return Person.objects.aggregate(**said), Employment.objects.aggregate(**said)


def _is(lines: Iterable[Line]) -> bool:
    """Whether those work here of whom the lines tell, where and under whom they say."""
    from lifow.people.persons.models import Employment, ExternalId

    ids = dict(ExternalId.objects.filter(person__isnull=False).values_list("person_id", "value"))
    rows = (
        Employment.objects.current()
        .working()
        .values_list("person_id", "person__family_name", "job_title", "org_unit__name", "manager_id")
    )
    found = {
        Line(
            int(ids[person][1:]),
            family,
            title,
            int(unit.removeprefix("Team ")),
            int(ids[manager][1:]) if manager else 0,
        )
        for person, family, title, unit, manager in rows.iterator()
    }
    return found == set(lines)


def _empty() -> None:
    from lifow.events.models import Event
    from lifow.people.persons.models import OrgUnit, Person

    with connection.cursor() as cursor:
        for table in (Person, OrgUnit, Event):
            cursor.execute(f"TRUNCATE {table._meta.db_table} CASCADE")


if __name__ == "__main__":
    print(run().line())
