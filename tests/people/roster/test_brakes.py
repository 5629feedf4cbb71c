"""Each kind of mass change stops an import, names the option that lifts its limit, and may pass once."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lifow.people.persons.models import Employment, Person
from lifow.people.roster.interchange import MassChange

pytestmark = pytest.mark.django_db
HEAD = "Employee ID,First Name,Last Name,Work Email,Job Code,Department,Manager ID,Status\n"
PEOPLE = range(1, 31)


def line(number: int, **said: str) -> str:
    usual = {
        "id": str(number),
        "given": f"Ama{number}",
        "family": "Osei",
        "email": f"ama{number}@x.org",
        "code": "REP",
        "unit": f"Team {number % 10}",
        "manager": "" if number < 3 else str(1 + number % 2),
        "status": "Active",
    }
    return ",".join((usual | said).values()) + "\n"


def of(numbers, **said):
    """A file in which these people's cells are others; `{}` in a cell is the person's number."""
    lines = [
        line(
            number, **{name: cell.format(number) for name, cell in said.items()} if number in numbers else {}
        )
        for number in PEOPLE
    ]
    return HEAD + "".join(lines)


SOME = range(11, 21)
FILES = {
    MassChange.LEAVERS: of(SOME, status="Left"),
    MassChange.MANAGERS: of(SOME, manager="3"),
    MassChange.UNITS: of(SOME, unit="Team 1"),
    MassChange.JOB_CODES: of(SOME, code="LEAD"),
    MassChange.EMAILS: of(SOME, email="a.{}@x.org"),
    MassChange.NAMES: of(SOME, family="Owusu"),
    MassChange.UNKNOWN_MANAGERS: of(SOME, manager="X{}"),
    MassChange.EMPTIED_UNITS: of(
        [number for number in PEOPLE if number % 10 in (4, 5, 6)], unit="Team 7", status="Active"
    ),
    MassChange.BAD_ROWS: of(SOME, status="T"),
}
BESIDE = {MassChange.EMPTIED_UNITS: ["--max-units=100%"]}


def brought_in(file: Path, text: str, *options: str) -> str:
    file.write_text(text)
    out = StringIO()
    call_command("import_roster", str(file), *options, stdout=out)
    return out.getvalue()


def test_there_is_a_file_for_each_kind():
    assert FILES.keys() == set(MassChange)


@pytest.mark.parametrize("kind", MassChange)
def test_a_mass_change_is_stopped_and_let_through_once(kind, tmp_path):
    file = tmp_path / "roster.csv"
    brought_in(file, of([]))
    before = list(Employment.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())

    with pytest.raises(CommandError, match="Nothing was written") as error:
        brought_in(file, FILES[kind], *BESIDE.get(kind, []))
    assert f"raise {kind.option} for this import" in str(error.value)
    assert before == (
        list(Employment.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values()),
    )

    brought_in(file, FILES[kind], *BESIDE.get(kind, []), f"{kind.option}=100%")
    after = list(Employment.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    nothing_to_write = kind in (MassChange.UNKNOWN_MANAGERS, MassChange.BAD_ROWS)
    assert (after == before) is nothing_to_write
