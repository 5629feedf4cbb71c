"""Files that real HR systems send, and what is right for each; every case lies beside the checkout."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from lifow.people.persons.models import Employment, Person
from tests.shared_files import shared_folder

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)


@pytest.fixture
def cases(tmp_path) -> Path:
    """A copy, beside which bad rows can be set aside."""
    for file in (shared_folder("cases") / "roster").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def brought_in(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_roster", str(file), *options, stdout=out)
    return out.getvalue()


def present() -> dict[str, Employment]:
    """Who works here, by given name."""
    rows = Employment.objects.current().working().select_related("person", "manager", "org_unit")
    return {row.person.given_name: row for row in rows}


def untold(said: str) -> bool:
    return "Nothing to change." in said


def test_01_columns_that_are_blank_say_nothing(cases):
    brought_in(cases / "00-company.csv")
    before = list(Employment.objects.order_by("pk").values())
    said = brought_in(cases / "01-blank-columns.csv")
    assert list(Employment.objects.order_by("pk").values()) == before
    for column in ("Job Code", "Manager ID"):
        assert f"The column “{column}” is blank on every line, which says nothing." in said


@pytest.mark.parametrize("b_comes_first", [False, True])
def test_02_who_moves_between_two_systems_has_moved_once_and_not_left(cases, b_comes_first):
    later = [(cases / "02-source-a-later.csv", "hrA"), (cases / "02-source-b.csv", "hrB")]
    brought_in(cases / "02-source-a-night-0.csv", "--source=hrA")
    for file, source in later[::-1] if b_comes_first else later:
        brought_in(file, f"--source={source}", "--max-leavers=1")
    cleo = Person.objects.get(given_name="Cleo")
    assert (present()["Cleo"].source, present()["Cleo"].org_unit.name) == ("hrB", "Sub")
    rows = list(cleo.employments.values())
    assert [row["status"] for row in rows].count("terminated") == 0
    for _night in range(3):
        for file, source in later:
            assert untold(brought_in(file, f"--source={source}"))
    assert list(cleo.employments.values()) == rows


def test_02_who_goes_back_to_the_first_system_has_moved_back(cases):
    for name, source in (("02-source-a-night-0", "hrA"), ("02-source-b", "hrB")):
        brought_in(cases / f"{name}.csv", f"--source={source}")
    without_cleo = cases / "without-cleo.csv"
    without_cleo.write_text(
        "".join(line for line in (cases / "02-source-b.csv").open() if not line.startswith("B3"))
    )
    assert "They have moved, not left." in brought_in(without_cleo, "--source=hrB")
    brought_in(cases / "02-source-a-night-0.csv", "--source=hrA")
    assert (present()["Cleo"].source, present()["Cleo"].org_unit.name) == ("hrA", "Acme")
    brought_in(cases / "02-source-a-later.csv", "--source=hrA", "--max-leavers=1")
    assert "Cleo" not in present(), "nobody names her any more"


def test_02_who_is_named_again_by_the_first_system_stays_when_the_second_drops_them(cases):
    for name, source in (
        ("02-source-a-night-0", "hrA"),
        ("02-source-b", "hrB"),
        ("02-source-a-later", "hrA"),
        ("02-source-a-night-0", "hrA"),
    ):
        brought_in(cases / f"{name}.csv", f"--source={source}")
    without_cleo = cases / "without-cleo.csv"
    without_cleo.write_text(
        "".join(line for line in (cases / "02-source-b.csv").open() if not line.startswith("B3"))
    )
    brought_in(without_cleo, "--source=hrB")
    assert "Cleo" in present()


def test_02_who_has_left_by_the_first_system_is_held_by_the_second_alone(cases):
    for name, source in (("02-source-a-night-0", "hrA"), ("02-source-b", "hrB")):
        brought_in(cases / f"{name}.csv", f"--source={source}")
    left = (cases / "02-source-a-night-0.csv").read_text().replace("A2,Active\n", "A2,Left\n")
    (cases / "left.csv").write_text(left)
    brought_in(cases / "left.csv", "--source=hrA")
    assert present()["Cleo"].source == "hrB"
    (cases / "without.csv").write_text(
        "".join(line for line in (cases / "02-source-b.csv").open() if not line.startswith("B3"))
    )
    brought_in(cases / "without.csv", "--source=hrB", "--max-leavers=1")
    assert "Cleo" not in present()


def test_02_a_second_system_ends_nothing_that_it_did_not_give(cases):
    for name, source in (("02-source-a-night-0", "hrA"), ("02-source-b", "hrB")):
        brought_in(cases / f"{name}.csv", f"--source={source}")
    said = brought_in(cases / "02-source-a-night-0.csv", "--source=hrA")
    assert "People of whom another system says where they work: 1." in said
    assert present()["Cleo"].source == "hrB"
    gone = (
        (cases / "02-source-a-night-0.csv")
        .read_text()
        .replace("A3,Cleo", "A3,Kleo")
        .replace(",Active", ",Left")
    )
    (cases / "gone.csv").write_text(gone)
    brought_in(cases / "gone.csv", "--source=hrA", "--max-leavers=2", "--max-emptied-units=3")
    assert set(present()) == {"Zoe", "Cleo"}


def test_03_a_recycled_address_is_taken_and_the_leaver_keeps_the_history(cases):
    brought_in(cases / "00-company.csv")
    brought_in(cases / "03-recycled-address-a.csv", "--max-leavers=1")
    brought_in(cases / "03-recycled-address-b.csv")
    cleo, kim = (Person.objects.get(given_name=name) for name in ("Cleo", "Kim"))
    assert (kim.email, cleo.email) == ("cleo.one@ex.example", None)
    assert cleo.employments.filter(starts_on=date(2020, 1, 1), ends_on=date(2026, 11, 1)).exists()
    assert untold(brought_in(cases / "03-recycled-address-b.csv"))


def test_03_a_new_id_with_a_known_address_is_asked_about_and_confirmed_once(cases):
    brought_in(cases / "00-company.csv")
    cleo = Person.objects.get(given_name="Cleo")
    said = brought_in(cases / "03-new-id-same-address.csv")
    assert "Cleo One (E-3) may be Cleo One (0003): the same email, the same name" in said
    assert present()["Cleo"].person == cleo, "nobody leaves while it is asked"
    answered = StringIO()
    call_command("same_person", "E-3", stdout=answered)
    assert "The same person" in answered.getvalue()
    brought_in(cases / "03-new-id-same-address.csv")
    assert Person.objects.filter(given_name="Cleo").get() == cleo
    assert cleo.external_ids.get().value == "E-3"
    assert untold(brought_in(cases / "03-new-id-same-address.csv"))
    assert untold(brought_in(cases / "00-company.csv")), "the former id is still hers"


def test_05_of_two_rows_the_one_in_force_counts_and_the_other_is_history(cases):
    brought_in(cases / "00-company.csv")
    assert "Bad rows" not in brought_in(cases / "05-two-rows-one-person.csv")
    cleo = Person.objects.get(given_name="Cleo")
    rows = cleo.employments.order_by("starts_on").values_list("starts_on", "ends_on", "status", "job_title")
    assert list(rows) == [
        (date(2020, 1, 1), date(2024, 6, 30), "active", "Rep"),
        (date(2024, 7, 1), date(2026, 4, 30), "terminated", "Rep"),
        (date(2026, 5, 1), None, "active", "Senior rep"),
    ]
    assert untold(brought_in(cases / "05-two-rows-one-person.csv"))


def test_09_optional_cells_are_read_or_told_and_nobody_is_refused(cases):
    said = brought_in(cases / "09-optional-columns.csv")
    assert "Bad rows" not in said
    kept = {
        one.given_name: (one.timezone, one.languages, one.work_starts_at.hour) for one in Person.objects.all()
    }
    assert kept == {
        "Ana": ("Europe/Amsterdam", ["en-US"], 8),
        "Ben": ("Europe/Berlin", ["de"], 9),
        "Cleo": ("America/New_York", ["en-US"], 22),
        "Dan": ("America/New_York", ["de"], 9),
        "Eve": ("UTC", ["zh-Hans-CN"], 8),
        "Fay": ("CET", ["en-GB", "de"], 8),
    }
    for cell in ("40 Hours", "Night shift", "GMT+1"):
        assert f"“{cell}”" in said


def test_11_preferred_names_are_shown(cases):
    brought_in(cases / "11-preferred-names.csv")
    assert {str(one) for one in Person.objects.all()} == {"Rowan Top", "Ben Mid"}


def test_14_two_rows_of_headings_are_seen_and_the_profile_is_named(cases):
    file = cases / "14-two-header-rows.csv"
    offer = "It looks like a file from SAP SuccessFactors: read it as one with --profile successfactors"
    unasked = brought_in(file, "--dry-run")
    assert offer in unasked
    assert "“01/02/2018” can be read in more than one way" in unasked
    assert "“inactive” is not a known status" in unasked
    assert offer not in brought_in(file, "--dry-run", "--profile=none")
    said = brought_in(file, "--profile=successfactors")
    assert "Bad rows" not in said
    assert {name: (row.manager, row.starts_on) for name, row in present().items()} == {
        "Ana": (None, date(2018, 1, 2)),
        "Ben": (Person.objects.get(given_name="Ana"), date(2019, 3, 4)),
    }
    assert untold(brought_in(file, "--profile=successfactors"))


def test_15_dates_are_read_as_people_mean_them_or_told(cases):
    said = brought_in(cases / "15-dates.csv")
    begun = {name: row.starts_on.isoformat() for name, row in present().items()}
    today = TODAY.date().isoformat()
    assert begun == {
        "Ana": "2024-01-31",
        "Ben": today,
        "Cleo": today,
        "Dan": "2024-01-31",
        "Eve": "2024-01-01",
        "Fay": "2024-01-31",
        "Gus": today,
        "Hal": today,
        "Ida": "2024-01-31",
    }
    assert "“2023-12-31T23:00:00Z” is this day in some places and the next in others" in said
    assert "“45322” is a number, as Excel keeps 2024-01-31" in said


def test_15_midnight_in_berlin_is_its_own_day_once_somebody_says_berlin(cases):
    mapping = cases / "mapping.toml"
    mapping.write_text('timezone = "Europe/Berlin"\n')
    brought_in(cases / "15-dates.csv", "--mapping", str(mapping))
    assert present()["Ben"].starts_on == date(2024, 1, 1)


def test_17_cells_that_excel_leaves_out_are_no_fault(cases):
    brought_in(cases / "17-trailing-cells.csv")
    assert {name: row.manager and row.manager.given_name for name, row in present().items()} == {
        "Ana": None,
        "Ben": "Ana",
        "Cleo": None,
    }
