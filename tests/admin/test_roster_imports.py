"""HR imports a roster on pages: uploaded, planned, read, and applied; what the pages refuse and who may."""

import io
import zipfile

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lifow.base.file_imports.services import forget_files
from lifow.people.persons.models import Person
from lifow.people.roster import forms
from lifow.people.roster.interchange import MassChange, parse, profile_of
from lifow.people.roster.models import RosterImport
from lifow.people.roster.tasks import carry_out_imports
from tests.people.roster.interchange.test_profiles import FILES as OF_SYSTEMS
from tests.people.roster.test_brakes import FILES, of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:people_rosterimport_add")
LIST = reverse("admin:people_rosterimport_changelist")
MAPPING = '[columns]\nexternal_id = "Employee ID"\n'


@pytest.fixture
def ruth():
    return Person.objects.create_user("ruth@x.org", given_name="Ruth", is_hr_admin=True, is_staff=True)


@pytest.fixture
def hr(client, ruth):
    client.force_login(ruth)
    return client


def upload(client, content, **said):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(said.pop("name", "roster.csv"), content)
    return client.post(f"{ADD}?source=hris", {"file": file, **said})


def refused(client, content, **said) -> str:
    """What the upload page says of a file that it does not take."""
    answer = upload(client, content, **said)
    assert answer.status_code == 200
    assert not RosterImport.objects.exists()
    return " ".join(error for errors in answer.context["form"].errors.values() for error in errors)


def planned(client, content, **said) -> str:
    """The address of an import, once its plan is made."""
    address = upload(client, content, **said).url
    carry_out_imports()
    return address


def applied(client, content, **said) -> str:
    address = planned(client, content)
    client.post(address, {"act": "apply", "shown": RosterImport.objects.latest("pk").shown, **said})
    carry_out_imports()
    assert RosterImport.objects.latest("pk").state == "applied"
    return address


def shown(client, address) -> str:
    return client.get(address).content.decode()


def test_a_workbook_and_a_wrong_encoding_are_said_at_once(hr):
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "Excel" in refused(hr, workbook.getvalue())
    assert "Line 2 is not UTF-8 text" in refused(hr, of([]).replace("Ama1,", "Zo\xeb,", 1).encode("latin-1"))
    assert "no column for" in refused(hr, "a,b\n1,2\n")
    assert "empty" in refused(hr, "")


def test_a_large_file_is_refused_before_it_is_read(hr, monkeypatch):
    monkeypatch.setattr(parse, "MOST_BYTES", 1000)
    monkeypatch.setattr(forms, "check_headings", lambda *args: pytest.fail("it is read"))
    assert "The file has 1 MiB; lifow reads files of at most 0 MiB" in refused(hr, of([]))


def test_a_file_of_more_lines_than_are_read_is_refused_in_words(hr, monkeypatch):
    monkeypatch.setattr(parse, "MOST_ROWS", 20)
    address = planned(hr, of([]))
    assert "The file has more than 20 lines" in shown(hr, address)
    assert "The import is refused. Nothing was written." in shown(hr, address)


def test_a_mapping_is_checked_and_kept_for_the_next_import_of_its_system(hr):
    assert "it is not TOML" in refused(hr, of([]), mapping="[columns")
    assert "“Pers.Nr.”, which this file does not have" in refused(
        hr, of([]), mapping='[columns]\nexternal_id = "Pers.Nr."\n'
    )
    planned(hr, of([]), mapping_file=SimpleUploadedFile("roster.toml", MAPPING.encode()))
    assert hr.get(f"{ADD}?source=hris").context["form"]["mapping"].value() == MAPPING
    assert hr.get(f"{ADD}?source=payroll").context["form"]["mapping"].value() == ""


@pytest.mark.parametrize("key", OF_SYSTEMS)
def test_a_file_that_looks_like_a_systems_is_asked_about_and_never_read_as_one_unasked(hr, key):
    name = profile_of(key).name
    assert f"It looks like a file from {name}. Choose it here, or “None of these”." in refused(
        hr, OF_SYSTEMS[key]
    )

    planned(hr, OF_SYSTEMS[key], profile=key)

    row = RosterImport.objects.get()
    assert (row.state, row.mapping.splitlines()[0]) == ("planned", f'profile = "{key}"')
    page = hr.get(f"{ADD}?source=hris").context["form"]
    assert (page["profile"].value(), page["mapping"].value()) == (key, "")


def test_a_file_may_look_like_a_systems_and_be_none_of_them(hr):
    said = '[columns]\nexternal_id = "employeeNumber"\ngiven_name = "firstName"\n'
    planned(hr, OF_SYSTEMS["bamboohr"], profile="none", mapping=said)

    row = RosterImport.objects.get()
    assert row.mapping == 'profile = "none"\n' + said.strip()
    assert hr.get(f"{ADD}?source=hris").context["form"]["profile"].value() == "none"


def test_a_mapping_from_a_file_may_name_its_profile_itself(hr):
    said = 'profile = "bamboohr"\n[status]\n"inactive" = "leave"\n'
    planned(hr, OF_SYSTEMS["bamboohr"], mapping_file=SimpleUploadedFile("roster.toml", said.encode()))
    assert RosterImport.objects.get().mapping == said

    assert "There is no profile “workday”" in " ".join(
        error
        for errors in upload(hr, of([]), mapping='profile = "workday"\n').context["form"].errors.values()
        for error in errors
    )


def test_the_first_question_is_which_system_a_file_comes_from(hr):
    assert hr.get(ADD).context["sources"] == []
    applied(hr, of([]))
    assert hr.get(ADD).context["sources"] == ["hris"]
    assert hr.get(f"{ADD}?source={'x' * 51}").context["form"].errors


def test_bad_lines_are_downloaded_without_formulas(hr):
    address = planned(hr, of([11], status="T", family="=cmd()"))
    row = RosterImport.objects.get()
    file = reverse("admin:people_rosterimport_file", args=[row.pk, "bad-lines.csv"])
    assert file in shown(hr, address)
    answer = hr.get(file)
    assert "attachment" in answer["Content-Disposition"]
    assert "'=cmd()" in answer.content.decode("utf-8-sig")
    assert hr.get(reverse("admin:people_rosterimport_file", args=[row.pk, "roster.csv"])).status_code == 404


def test_a_file_and_its_plan_are_for_hr_admins_alone(hr, client):
    address = planned(hr, of([]))
    file = reverse("admin:people_rosterimport_file", args=[RosterImport.objects.get().pk, "plan.txt"])
    other = Person.objects.create_user("staff@x.org", given_name="Staff", is_staff=True)
    client.force_login(other)
    for page in (address, file, ADD, LIST):
        assert client.get(page).status_code == 403
    assert client.post(address, {"act": "cancel"}).status_code == 403


@pytest.mark.audit_log
def test_the_log_says_who_applied_what_and_what_was_let_through(hr, ruth):
    applied(hr, of([]))
    applied(hr, FILES[MassChange.LEAVERS], **{"lift-leavers": "on", "reason": "A branch is sold."})
    entries = LogEntry.objects.get_for_model(RosterImport)
    told = [one for one in entries if "reason" in one.changes_dict]
    assert any(one.actor == ruth and "A branch is sold." in one.changes_dict["reason"] for one in told)
    assert not any({"upload", "outcome", "summary"} & one.changes_dict.keys() for one in entries)


def test_a_double_click_applies_once_and_a_cancelled_import_stays_so(hr):
    address = planned(hr, of([]))
    said = {"act": "apply", "shown": RosterImport.objects.get().shown}
    assert [hr.post(address, said).status_code for _ in range(2)] == [302, 302]
    carry_out_imports()
    assert hr.post(address, {**said, "act": "cancel"}).status_code == 302
    assert RosterImport.objects.get().state == "applied"
    later = planned(hr, of([11], family="Owusu"))
    row = RosterImport.objects.latest("pk")
    assert hr.post(later, {"act": "cancel", "shown": row.shown}).status_code == 302
    assert "can no longer be applied" in hr.post(later, {"act": "apply", "shown": row.shown}).content.decode()


def test_what_an_import_was_is_seen_when_its_file_is_forgotten(hr):
    address = applied(hr, of([]))
    forget_files(before=timezone.now(), as_of=timezone.now())
    page = shown(hr, address)
    assert "Ama11" not in page
    assert "Who it was is forgotten after some weeks." in page
    assert "plan.txt" not in page
    assert "People created: 30" in shown(hr, LIST)


def test_the_pages_take_few_queries_and_never_read_the_files(hr, django_assert_max_num_queries):
    address = planned(hr, of([]))
    with django_assert_max_num_queries(12) as made:
        hr.get(address)
    assert not any('"upload"' in one["sql"] or '"outcome"' in one["sql"] for one in made)
    with django_assert_max_num_queries(14) as made:
        hr.get(LIST)
    assert not any('"upload"' in one["sql"] for one in made)


def test_an_import_that_is_not_there_leads_back_to_the_list(hr):
    assert hr.get(reverse("admin:people_rosterimport_change", args=[0])).status_code == 302
    assert hr.get(reverse("admin:people_rosterimport_file", args=[0, "plan.txt"])).status_code == 404
