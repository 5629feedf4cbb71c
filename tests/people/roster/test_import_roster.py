"""A roster file becomes people, units and employments, once, and never more than it should."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lifow.events.models import Event
from lifow.people.accounts.tasks import close_accounts
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster import services
from lifow.people.roster.interchange import NO_LIMITS, parse_roster, plan_roster
from lifow.people.roster.reports import roster_state
from lifow.people.roster.services import RosterNotApplicableError, import_roster
from tests.concurrency import at_once
from tests.people.roster.apply import apply_to_state

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "Employee ID,First name,Last name,Email,Job title,Job code,Department,Manager ID,Status,Hire date\n"
MARTA = "7,Marta,Kowalczyk,marta@larkfield.example,Lead,SUP-L,Larkfield / Support,,active,2020-01-07\n"
ABENA = "8,Abena,Osei,abena@larkfield.example,Agent,SUP-2,Larkfield / Support / Billing,7,active,2021-05-03\n"
NOOR = "9,Noor,Haddad,noor@larkfield.example,Rep,SUP-1,Larkfield / Support / Billing,7,active,2023-09-04\n"


@pytest.fixture
def roster(tmp_path) -> Path:
    file = tmp_path / "roster.csv"
    file.write_text(HEAD + ABENA + NOOR + MARTA)
    return file


def said(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_roster", str(file), *options, stdout=out)
    return out.getvalue()


def test_people_units_and_managers_are_there_whatever_the_order_of_lines(roster):
    said(roster)
    abena = Person.objects.get(email="abena@larkfield.example")
    employment = abena.employments.get()
    assert employment.manager.get_full_name() == "Marta Kowalczyk"
    assert employment.org_unit.name == "Billing"
    assert employment.org_unit.parent.parent.name == "Larkfield"
    assert ExternalId.objects.get(person=abena).value == "8"
    assert not abena.has_usable_password()


def test_a_second_run_of_the_same_file_plans_nothing(roster):
    said(roster)
    before = list(Employment.objects.values())
    assert roster_plan(roster).is_empty
    said(roster)
    assert list(Employment.objects.values()) == before


def roster_plan(file: Path):
    return plan_roster(roster_state(source="hris"), parse_roster(file.read_bytes()), as_of=date(2026, 11, 23))


def test_a_dry_run_writes_nothing(roster):
    assert "nothing was written" in said(roster, "--dry-run")
    assert not Person.objects.exists()


def test_a_plan_can_be_read_to_its_last_line_before_it_is_written(roster):
    newcomers = [ABENA.replace("8,Abena", f"N{n},Nora{n}").replace("abena@", f"n{n}@") for n in range(25)]
    roster.write_text(HEAD + MARTA + "".join(newcomers))
    assert "… and 6 more, which --all-lines shows" in said(roster, "--dry-run")
    everyone = said(roster, "--dry-run", "--all-lines")
    assert all(f"n{n}@larkfield.example" in everyone for n in range(25))


def test_a_move_closes_one_employment_and_opens_the_next(roster):
    said(roster)
    roster.write_text(HEAD + MARTA + NOOR + ABENA.replace("Support / Billing", "Support / Onboarding"))
    assert "Abena Osei" in said(roster)
    old, new = Employment.objects.filter(person__given_name="Abena").order_by("starts_on")
    assert old.ends_on == new.starts_on - timedelta(days=1)
    assert new.org_unit.name == "Onboarding"


def test_more_leavers_than_the_brake_allows_write_nothing(roster):
    said(roster)
    roster.write_text(HEAD + MARTA)
    with pytest.raises(CommandError, match="Nothing was written"):
        said(roster)
    assert Employment.objects.current().working().count() == 3
    said(roster, "--max-leavers=2")
    assert Employment.objects.current().working().count() == 1


def test_a_leaver_may_no_longer_sign_in_and_history_stays_when_they_return(roster):
    said(roster)
    roster.write_text(HEAD + MARTA + NOOR)
    said(roster, "--max-leavers=1")
    abena = Person.objects.get(given_name="Abena")
    assert not abena.is_active
    assert abena.employments.current().get().status == "terminated"
    roster.write_text(HEAD + MARTA + NOOR + ABENA)
    said(roster)
    abena.refresh_from_db()
    assert abena.is_active
    assert abena.employments.current().get().status == "active"
    assert abena.employments.count() >= 2


def test_a_bad_row_stops_nobody_else_and_can_be_mended_from_the_reject_file(roster):
    roster.write_text(HEAD + MARTA + ABENA.replace("active", "A") + NOOR)
    with pytest.raises(CommandError, match="1 row is bad"):
        said(roster, "--strict")
    assert not Person.objects.exists()
    said(roster)
    assert Person.objects.count() == 2
    rejects = roster.with_suffix(".reject.csv")
    rejects.write_text(rejects.read_text("utf-8-sig").replace(",A,", ",active,"))
    said(rejects)
    assert Person.objects.count() == 3
    assert Employment.objects.current().working().count() == 3, "nobody left by being absent from it"


def test_a_reject_file_that_is_being_mended_is_never_written_over(roster):
    roster.write_text(HEAD + MARTA + ABENA.replace("active", "A"))
    said(roster)
    rejects = roster.with_suffix(".reject.csv")
    mended = rejects.read_text("utf-8-sig").replace(",A,", ",active,")
    rejects.write_text(mended)
    assert "roster.reject-2.csv" in said(roster)
    assert rejects.read_text() == mended
    said(roster)
    assert not roster.with_suffix(".reject-3.csv").exists(), "the same bad rows are there already"


def test_a_dry_run_writes_no_reject_file(roster):
    roster.write_text(HEAD + MARTA + ABENA.replace("active", "A"))
    assert "Bad lines" in said(roster, "--dry-run")
    assert list(roster.parent.iterdir()) == [roster]


def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(roster, monkeypatch):
    def refuse(*args):
        raise PermissionError(13, "Permission denied")

    roster.write_text(HEAD + MARTA + ABENA.replace("active", "A"))
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", lambda path: (HEAD + MARTA + NOOR.replace("9,", ",", 1)).encode())
    with pytest.raises(CommandError, match="Permission denied"):
        said(roster)
    assert not Person.objects.exists()


def test_a_mapping_file_that_is_not_utf8_is_said_in_one_line(roster, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_bytes('[status]\n"Küche" = "active"\n'.encode("latin-1"))
    with pytest.raises(CommandError, match="line 2 is not UTF-8"):
        said(roster, "--mapping", str(mapping))


def test_a_circle_of_managers_is_an_error_that_names_the_path(roster):
    roster.write_text(HEAD + MARTA.replace(",,active", ",8,active") + ABENA + NOOR)
    with pytest.raises(CommandError, match="2 rows are bad"):
        said(roster, "--strict")
    path = "Abena Osei (8) → Marta Kowalczyk (7) → Abena Osei (8)"
    assert path in said(roster, "--dry-run")
    assert not Person.objects.exists()


def test_a_file_that_cannot_be_read_says_what_would_do(tmp_path):
    file = tmp_path / "wrong.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="no column for"):
        said(file)


def test_a_plan_that_may_not_be_applied_is_refused_by_the_service(roster):
    said(roster)
    with pytest.raises(RosterNotApplicableError):
        import_roster(
            roster=parse_roster(HEAD + MARTA),
            source="hris",
            applied_at=NOON,
        )
    assert Employment.objects.current().working().count() == 3


@pytest.fixture
def meanwhile(monkeypatch) -> Callable[[Callable[[], object]], None]:
    """`meanwhile(change)`: something changes after the plan is shown and before it is written."""

    def wait_for(change: Callable[[], object]) -> None:
        monkeypatch.setattr(services, "import_roster", lambda **given: change() and import_roster(**given))

    return wait_for


def people_told_of() -> set[str]:
    """The given names of those of whom `RosterChanged` tells, since it was asked last."""
    events = Event.objects.filter(type="roster.changed")
    ids = {pk for payload in events.values_list("payload", flat=True) for pk in payload["person_ids"]}
    events.delete()
    return set(Person.objects.filter(pk__in=ids).values_list("given_name", flat=True))


def brought_in(content: str):
    return import_roster(
        roster=parse_roster(content),
        source="hris",
        limits=NO_LIMITS,
        applied_at=timezone.now(),
    )


def test_an_import_that_the_brake_stops_only_when_it_is_written_says_why(roster, meanwhile):
    said(roster)
    roster.write_text(HEAD + MARTA + NOOR)
    ines = ABENA.replace("8,Abena", "10,Ines").replace("abena@", "ines@")
    meanwhile(lambda: brought_in(HEAD + MARTA + NOOR + ABENA + ines))
    with pytest.raises(CommandError, match=r"Nothing was written\. .*2 of"):
        said(roster, "--max-leavers=1")
    assert Employment.objects.current().working().count() == 4


def test_rows_that_turn_out_bad_only_when_they_are_written_are_kept_to_be_mended(roster, meanwhile):
    said(roster)
    taken = {"source": "hris", "value": "10", "person": Person.objects.create(given_name="Tess")}
    roster.write_text(HEAD + MARTA.replace("marta@", "other@") + ABENA + NOOR)
    tess = Person.objects.filter(given_name="Tess")
    meanwhile(lambda: tess.update(email="other@larkfield.example") and ExternalId.objects.create(**taken))
    assert "Bad lines" in said(roster)
    assert "other@larkfield.example" in roster.with_suffix(".reject.csv").read_text("utf-8-sig")


def test_what_follows_is_told_of_what_was_written_and_not_of_what_was_shown(roster, meanwhile):
    said(roster)
    assert people_told_of() == {"Marta", "Abena", "Noor"}
    meanwhile(lambda: Employment.objects.filter(person__given_name="Abena").update(job_title="Changed"))
    told = said(roster)
    assert "The records have changed in the meantime" in told
    assert told.count("job title Changed → Agent") == 1
    assert people_told_of() == {"Abena"}
    meanwhile(lambda: True)
    assert "in between" not in said(roster)
    assert people_told_of() == set()


@pytest.mark.django_db(transaction=True)
def test_of_two_first_imports_at_once_one_waits_for_the_other(roster):
    plans = at_once([partial(brought_in, HEAD + MARTA + ABENA + NOOR)] * 4)
    assert sorted(plan.is_empty for plan in plans) == [False, True, True, True]
    assert Person.objects.count() == 3


STEPS = [
    HEAD + MARTA + ABENA,
    HEAD + MARTA + ABENA.replace("Osei", "Osei-Mensah") + NOOR.replace("active", "prehire"),
    HEAD + MARTA.replace("Support,", "Customer care,") + NOOR,
    HEAD + NOOR.replace(",7,", ",8,") + ABENA.replace(",7,", ",,") + MARTA.replace("active", "leave"),
    HEAD + MARTA.replace("marta@", "noor@") + NOOR.replace("noor@", "marta@") + ABENA,
]


def test_the_database_holds_what_the_reference_model_says():
    """Each step is planned against the database and applied to both; they must stay the same."""
    for months, content in enumerate(STEPS):
        moment = NOON + timedelta(days=30 * months)
        roster = parse_roster(content)
        before = roster_state(source="hris")
        plan = plan_roster(before, roster, as_of=moment.date(), limits=NO_LIMITS)
        expected = apply_to_state(before, plan)
        import_roster(roster=roster, source="hris", limits=NO_LIMITS, applied_at=moment)
        assert comparable(roster_state(source="hris")) == comparable(expected)
    assert OrgUnit.objects.filter(name="Customer care").exists()


def comparable(state) -> tuple:
    """People and units without the ids, which the model and the database give in their own way."""
    names = {person.id: person.external_id for person in state.people}
    units = {unit.id: unit.key for unit in state.units}
    people = [
        (
            person.external_id,
            person.email,
            person.given_name,
            person.family_name,
            [
                (
                    row.starts_on,
                    row.ends_on,
                    row.status,
                    row.job_code,
                    units[row.unit],
                    names.get(row.manager),
                )
                for row in person.employments
            ],
        )
        for person in state.people
    ]
    parents = [(unit.key, unit.name, units.get(unit.parent)) for unit in state.units]
    return sorted(people), sorted(parents, key=str)


def test_the_plan_of_a_roster_needs_the_same_number_of_queries_whatever_its_size(
    roster, django_assert_num_queries
):
    said(roster)
    with django_assert_num_queries(8):
        roster_state(source="hris")


def test_who_was_changed_can_be_asked_for_by_time(roster):
    said(roster)
    Person.objects.update(updated_at=NOON)
    Employment.objects.update(updated_at=NOON)
    moved = ABENA.replace("Support / Billing", "Support / Onboarding")
    roster.write_text(HEAD + MARTA + NOOR + moved)
    said(roster)
    assert [each.given_name for each in Person.objects.filter(updated_at__gt=NOON)] == ["Abena"]
    assert Employment.objects.filter(updated_at__gt=NOON).count() == 2


def test_who_is_recognised_by_e_mail_counts_as_changed_too(roster):
    said(roster)
    Person.objects.update(updated_at=NOON)
    said(roster, "--source", "payroll", "--max-leavers=3")
    assert Person.objects.filter(updated_at__gt=NOON).count() == 3


def test_an_account_that_hr_has_closed_stays_closed_when_a_title_is_corrected(roster):
    said(roster)
    Person.objects.filter(given_name="Abena").update(is_active=False)
    roster.write_text(HEAD + MARTA + NOOR + ABENA.replace("Agent", "Specialist"))
    said(roster)
    abena = Person.objects.get(given_name="Abena")
    assert abena.employments.current().get().job_title == "Specialist"
    assert not abena.is_active


def test_an_account_is_closed_after_the_last_day_that_was_entered_by_hand(roster):
    said(roster)
    today = timezone.localdate()
    ends = {"Abena": today - timedelta(days=1), "Noor": today}
    for name, day in ends.items():
        Employment.objects.filter(person__given_name=name).update(ends_on=day)
    assert close_accounts() == 1
    assert close_accounts() == 0
    assert list(Person.objects.filter(is_active=False).values_list("given_name", flat=True)) == ["Abena"]


def test_who_was_never_employed_is_no_leaver():
    Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    assert close_accounts() == 0
