"""A roster and the admin that say the same of people lead to the same rows, events and closed accounts."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from tests.admin.outcomes import added, change_of, filled_in, outcome_of, sent
from tests.backing.worlds import world

HEAD = (
    "Employee ID,First name,Last name,Email,Job title,Job code,Department,"
    "Manager ID,Status,Hire date,End date\n"
)
MARTA = "7,Marta,Kowalczyk,marta@larkfield.example,Lead,SUP-L,Larkfield / Support,,active,2020-01-07,\n"
ABENA = (
    "8,Abena,Osei,abena@larkfield.example,Agent,SUP-2,Larkfield / Support / Billing,7,active,2021-05-03,\n"
)
NOOR = "9,Noor,Haddad,noor@larkfield.example,Rep,SUP-1,Larkfield / Support / Desk,7,active,2023-09-04,\n"
EMPLOYMENT = ("job_title", "job_code", "org_unit_id", "manager_id", "status", "starts_on", "ends_on")
By = Callable[[], object]


@pytest.fixture(scope="module")
def roster(tmp_path_factory) -> Callable[..., None]:
    file = tmp_path_factory.mktemp("rosters") / "roster.csv"

    def imported(*lines: str, source: str = "hris") -> None:
        file.write_text(HEAD + "".join(lines))
        options = (f"--source={source}", "--max-leavers=3")
        call_command("import_roster", str(file), *options, stdout=StringIO())

    return imported


@world
def support(roster) -> None:
    """Three people whom a roster has brought, and addresses that allauth keeps of one of them."""
    roster(MARTA, ABENA, NOOR)
    EmailAddress.objects.create(user=Person.objects.get(given_name="Abena"), email="abena@larkfield.example")


@pytest.fixture
def hr(support, client) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


@pytest.fixture
def abena(support) -> Person:
    return Person.objects.get(given_name="Abena")


def rows() -> dict[str, list[Any]]:
    people = Person.objects.exclude(email__startswith="root")
    by_name = people.order_by("email")
    return {
        "people": list(by_name.values_list("email", "given_name", "family_name", "is_active", "languages")),
        "employments": list(
            Employment.objects.order_by("person__email", "starts_on", "ends_on").values_list(
                "person__email",
                "job_title",
                "job_code",
                "org_unit__key",
                "manager__email",
                "status",
                "starts_on",
                "ends_on",
            )
        ),
        "units": list(OrgUnit.objects.order_by("key").values_list("key", "name", "parent__key", "closed_on")),
        "ids": sorted(ExternalId.objects.values_list("source", "value", "person__email", "org_unit__key")),
        "addresses": list(EmailAddress.objects.values_list("email", flat=True)),
    }


def same(by_file: By, by_hand: By) -> dict[str, Any]:
    """What both lead to; of what is done by hand to somebody's sign-in, HR is told besides."""
    expected, found = outcome_of(by_file, rows), outcome_of(by_hand, rows)
    found["events"] = [one for one in found["events"] if one[0] != "rights.changed"]
    found["deliveries"] = [one for one in found["deliveries"] if one != "notifications.tell_of_rights"]
    assert found == expected
    return expected


def told(*emails: str) -> list[tuple[str, str]]:
    return [("roster.changed", f"{{'person_ids': {sorted(emails)}, 'org_unit_ids': []}}")]


def employments_after(change: By, person: Person) -> list[dict[str, Any]]:
    """The employments of a person after a change, which is then undone; each with the id it has, if any."""
    known = set(person.employments.values_list("pk", flat=True))
    found: list[dict[str, Any]] = []

    def look() -> None:
        found.extend(person.employments.order_by("starts_on", "ends_on").values("pk", *EMPLOYMENT))

    outcome_of(change, look)
    return [row | {"pk": row["pk"] if row["pk"] in known else ""} for row in found]


def written_down(said: dict[str, Any], employments: list[dict[str, Any]]) -> dict[str, Any]:
    """The form of a person with these lines as their employments, the ones that are there first."""
    said = {name: value for name, value in said.items() if not name.startswith("employments-")}
    lines = sorted(employments, key=lambda row: row["pk"] == "")
    said["employments-TOTAL_FORMS"] = len(lines)
    said["employments-INITIAL_FORMS"] = sum(row["pk"] != "" for row in lines)
    for place, row in enumerate(lines):
        cells = {name.removesuffix("_id"): row[name] or "" for name in EMPLOYMENT}
        line = cells | {"id": row["pk"], "person": said["id"]}
        said |= {f"employments-{place}-{name}": value for name, value in line.items()}
    return said


@pytest.mark.parametrize(
    ("was", "becomes", "fields"),
    [
        ("Osei", "Osei-Mensah", {"family_name": "Osei-Mensah"}),
        ("abena@", "a.osei@", {"email": "a.osei@larkfield.example"}),
    ],
)
def test_a_person_is_changed(roster, hr, abena, was, becomes, fields):
    page = change_of(abena)
    said = filled_in(hr, page) | fields
    outcome = same(partial(roster, MARTA, ABENA.replace(was, becomes), NOOR), partial(sent, hr, page, said))
    email = fields.get("email", abena.email)
    assert outcome["events"] == told(email)
    assert outcome["people"] == [email]
    assert outcome["rows"]["addresses"] == ([] if "email" in fields else [abena.email])


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Agent,SUP-2", "Specialist,SUP-3"),
        ("Support / Billing", "Support / Desk"),
        (",7,active", ",9,active"),
        (",active,", ",leave,"),
        (",active,2021-05-03,", ",terminated,2021-05-03,2026-02-27"),
    ],
    ids=["job", "unit", "manager", "leave", "leaver"],
)
def test_an_employment_ends_and_another_one_begins(roster, hr, abena, was, becomes):
    by_file = partial(roster, MARTA, ABENA.replace(was, becomes), NOOR)
    page = change_of(abena)
    said = written_down(filled_in(hr, page) | {"id": abena.pk}, employments_after(by_file, abena))
    outcome = same(by_file, partial(sent, hr, page, said))
    began = [("leave.began", f"{{'person_ids': ['{abena.email}']}}")] if "leave" in becomes else []
    assert outcome["events"] == [*began, *told(abena.email)]
    can_sign_in = {email: active for email, _given, _family, active, _languages in outcome["rows"]["people"]}
    assert can_sign_in[abena.email] is ("terminated" not in becomes)


def test_an_employment_is_changed_by_itself(roster, hr, abena):
    """Both of these days: neither way of saying it keeps what was said before."""
    today = timezone.localdate()
    roster(MARTA, ABENA.replace("Agent", "Specialist"), NOOR)
    row = abena.employments.get(ends_on=None)
    assert row.starts_on == today
    page = change_of(row)
    said = filled_in(hr, page) | {"job_title": "Coach"}
    by_file = partial(roster, MARTA, ABENA.replace("Agent", "Coach"), NOOR)
    outcome = same(by_file, partial(sent, hr, page, said))
    assert outcome["events"] == told(abena.email)
    assert row.starts_on - timedelta(days=1) in [ends for *_, ends in outcome["rows"]["employments"]]


def test_a_person_is_added(roster, hr, support):
    line = "10,Yusuf,Kaya,yusuf@larkfield.example,Rep,SUP-1,Larkfield / Support / Desk,7,active,2026-02-02,\n"
    desk, marta = OrgUnit.objects.get(name="Desk"), Person.objects.get(given_name="Marta")
    page = reverse("admin:people_person_add")
    said = filled_in(hr, page) | {
        "email": "yusuf@larkfield.example",
        "given_name": "Yusuf",
        "family_name": "Kaya",
        "usable_password": "false",
    }
    job = {"job_title": "Rep", "job_code": "SUP-1", "org_unit": desk.pk, "manager": marta.pk}
    said = added(said, "employments", **job, status="active", starts_on="2026-02-02")
    said = added(said, "external_ids", source="hris", value="10")
    outcome = same(partial(roster, MARTA, ABENA, NOOR, line), partial(sent, hr, page, said))
    assert outcome["events"] == told("yusuf@larkfield.example")


def test_an_org_unit_is_added(roster, hr, support):
    """Nobody works there yet: the roster brings the unit with somebody, whom the admin leaves out."""
    page = reverse("admin:people_orgunit_add")
    above = OrgUnit.objects.get(name="Support")
    key = OrgUnit.objects.get(name="Desk").key.replace("Desk", "Field").replace("desk", "field")
    said = filled_in(hr, page) | {"key": key, "name": "Field", "parent": above.pk}
    by_file = outcome_of(partial(roster, MARTA, ABENA, NOOR.replace("/ Desk", "/ Field")), rows)
    by_hand = outcome_of(partial(sent, hr, page, said), rows)
    assert by_hand["rows"]["units"] == by_file["rows"]["units"]
    event = ("roster.changed", f"{{'person_ids': [], 'org_unit_ids': {[key]}}}")
    assert by_hand["events"] == [event]
    assert event in by_file["events"]
    assert by_hand["units"] == by_file["units"] == [key]


def test_a_second_source_names_everybody(roster, hr, support):
    page = reverse("admin:people_externalid_add")
    named = {"7": "Marta", "8": "Abena", "9": "Noor"}
    lines = [
        {"source": "payroll", "value": value, "person": Person.objects.get(given_name=name).pk}
        for value, name in named.items()
    ]

    def by_hand() -> None:
        for line in lines:
            sent(hr, page, line)

    written = outcome_of(by_hand, rows)
    imported = outcome_of(partial(roster, MARTA, ABENA, NOOR, source="payroll"), rows)
    assert (written["rows"], written["people"]) == (imported["rows"], imported["people"])
    assert imported["events"] == told(*written["people"])
    assert written["events"] == [event for email in written["people"] for event in told(email)]


def test_whose_employment_is_deleted_has_changed(hr, abena):
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [abena.employments.get().pk]}
    page = reverse("admin:people_employment_changelist")
    outcome = outcome_of(partial(hr.post, page, chosen), abena.employments.count)
    assert (outcome["rows"], outcome["events"]) == (0, told(abena.email))
