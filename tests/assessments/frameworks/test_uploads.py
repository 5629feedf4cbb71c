"""A framework that HR brings in on pages: planned, read, applied once; what has to be corrected is said."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.reports import evidence_of
from assessments.frameworks.interchange.framework_csv import to_files
from assessments.frameworks.models import Framework, FrameworkImport, Level
from assessments.frameworks.reports import framework_document
from assessments.frameworks.services import confirm_import, upload_framework
from assessments.frameworks.tasks import carry_out_imports
from lifow.base.file_imports.services import ImportStepError
from lifow.people.persons.models import Person
from tests.company import framework, give, observe, person, role, skill

pytestmark = pytest.mark.django_db
ADD = reverse("admin:assessments_frameworkimport_add")
State = FrameworkImport.State


@pytest.fixture
def files() -> dict[str, bytes]:
    """The framework that is there, as files of lifow's own format."""
    give(person(), role(Refund_policy=3))
    return to_files(framework_document(key=framework().key))


def planned(files: dict[str, bytes], format: str = "csv") -> FrameworkImport:
    row = upload_framework(format=format, files=files, uploaded_by=None, uploaded_at=timezone.now())
    carry_out_imports()
    row.refresh_from_db()
    return row


def confirmed(row: FrameworkImport) -> FrameworkImport:
    confirm_import(row=row, shown=row.shown, confirmed_by=None, confirmed_at=timezone.now())
    carry_out_imports()
    row.refresh_from_db()
    return row


def parts(row: FrameworkImport) -> dict[str, int]:
    return {one["code"]: one["count"] for one in row.summary["parts"]}


def with_level_text(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same with words for the lowest level, which ask for no map."""
    head, lowest, *others = files["levels.csv"].decode("utf-8-sig").splitlines()
    lines = [head, f"{lowest.rstrip(',')},Knows of it.", *others, ""]
    return {**files, "levels.csv": "\n".join(lines).encode()}


def turned_round(files: dict[str, bytes]) -> dict[str, bytes]:
    head, *levels = files["levels.csv"].decode("utf-8-sig").splitlines()
    names = [one.split(",")[1] for one in levels]
    lines = [f"{place},{name}," for place, name in enumerate(reversed(names), start=1)]
    return {**files, "levels.csv": "\n".join([head, *lines, ""]).encode()}


def test_a_plan_is_shown_and_written_once_it_is_confirmed(files):
    row = planned(with_level_text(files))
    assert (row.state, parts(row)) == (State.PLANNED, {"level changed": 1})
    assert not Level.objects.filter(text="Knows of it.").exists()
    row = confirmed(row)
    assert (row.state, row.framework) == (State.APPLIED, framework())
    assert Level.objects.filter(text="Knows of it.").exists()
    assert parts(planned(with_level_text(files))) == {}


def test_a_new_framework_comes_whole(files):
    mine = {**files, "framework.csv": b"key,name,scale key,scale name\nmine,Mine,mine-steps,Steps\n"}
    confirmed(planned(mine))
    assert Framework.objects.get(key="mine").skills.count() == framework().skills.count()


def test_files_that_cannot_be_read_are_refused_with_the_first_faults(files):
    row = planned({**files, "requirements.csv": b"role level,skill\nx,y\n"})
    assert row.state == State.REFUSED
    assert "requirements.csv" in row.problem
    row = planned({"roles.csv": b"no,such\n1,2\n"}, format="gdad")
    assert (row.state, "The column is missing" in row.problem) == (State.REFUSED, True)


def test_what_changed_since_the_plan_was_read_is_planned_anew(files):
    row = planned(with_level_text(files))
    Framework.objects.update(name="By hand")
    row = confirmed(row)
    assert (row.state, row.has_changed) == (State.PLANNED, True)
    assert parts(row) == {"framework": 1, "level changed": 1}
    assert Framework.objects.get().name == "By hand"
    assert confirmed(row).state == State.APPLIED


def test_levels_that_mean_something_else_wait_for_a_map(files, client):
    abena = person()
    observe(abena, skill(), 2)
    client.force_login(Person.objects.create_superuser("root@x.org", given_name="Root"))
    row = planned(turned_round(files))
    assert parts(row)["faults"] == 1
    with pytest.raises(ImportStepError, match="something has to be corrected"):
        confirmed(row)
    page = reverse("admin:assessments_frameworkimport_change", args=[row.pk])
    said = {"act": "plan", "shown": row.shown}
    wrong = client.post(page, {**said, "level_map": "1"})
    assert "no pair of an old and a new level" in str(wrong.context["form"].errors)
    assert client.post(page, {**said, "level_map": "1=5, 2=4, 3=3, 4=2, 5=1"}).status_code == 302
    carry_out_imports()
    row.refresh_from_db()
    assert confirmed(row).state == State.APPLIED
    assert [one.level for one in evidence_of(abena, skill())] == [Decimal(4)]


def test_a_workbook_and_too_much_at_once_are_refused_on_the_page(files, client):
    client.force_login(Person.objects.create_superuser("root@x.org", given_name="Root"))

    def told(*uploads: SimpleUploadedFile) -> str:
        answer = client.post(ADD, {"format": "csv", "uploads": uploads})
        return str(answer.context["form"].errors)

    assert "levels.csv" in told(SimpleUploadedFile("levels.csv", b"PK\x03\x04xl/workbook.xml"))
    assert "more than 20 files" in told(*(SimpleUploadedFile(f"{n}.csv", b"a") for n in range(21)))
    assert "the same name" in told(*(SimpleUploadedFile("a.csv", b"a") for _ in range(2)))
    assert "required" in told()
    assert not FrameworkImport.objects.exists()


def test_the_same_files_uploaded_twice_are_one_import(files):
    assert planned(files) == planned(files)
    assert FrameworkImport.objects.count() == 1
