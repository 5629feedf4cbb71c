"""What an import prints of very many faults, and of files that are no CSV."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.frameworks.interchange.faults import Fault, FrameworkError, Place, Subject, fault_table
from assessments.frameworks.models import Framework
from tests.base.tabular.test_kinds import XLSX

pytestmark = pytest.mark.django_db

FILES = {
    "framework.csv": "key,name,scale key,scale name\nsup,Support,sup-scale,Steps\n",
    "levels.csv": "level,name\n1,Follows\n2,Leads\n",
    "skills.csv": "skill,name\nrefunds,Refunds\n",
    "roles.csv": "role,name\nrep,Rep\n",
    "role_levels.csv": "role level,role,rank,name\nrep-1,rep,1,Rep I\n",
    "requirements.csv": "role level,skill,level\nrep-1,refunds,2\n",
}


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "support"
    path.mkdir()
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def refusal(path: Path, form: str = "csv") -> list[str]:
    with pytest.raises(CommandError) as error:
        call_command("import_framework", str(path), f"--format={form}", stdout=io.StringIO())
    assert not Framework.objects.exists()
    return str(error.value).splitlines()


def test_of_ten_thousand_unknown_columns_twenty_are_printed_and_all_are_in_a_file(folder):
    columns = ",".join(f"c{number}" for number in range(10_000))
    (folder / "roles.csv").write_text(f"role,name,{columns}\nrep,Rep\n", encoding="utf-8")
    lines = refusal(folder)
    assert (lines[0], lines[21]) == ("Nothing was imported.", "and 9,980 more")
    found = folder.with_name("support.faults.csv")
    assert lines[22:] == [f"All 10,000 are in {found}."]
    with found.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10_000
    assert (rows[0]["file"], rows[0]["line"], rows[0]["column"]) == ("roles.csv", "1", "c0")


def test_a_file_of_faults_that_is_there_is_not_written_over(folder):
    (folder / "roles.csv").write_text("role,name," + ",".join(map(str, range(30))) + "\nrep,Rep\n")
    others = folder.with_name("support.faults.csv")
    others.write_text("mine")
    refusal(folder)
    refusal(folder)
    assert others.read_text() == "mine"
    assert sorted(one.name for one in folder.parent.glob("*faults*")) == [
        "support-2.faults.csv",
        "support.faults.csv",
    ]


def test_up_to_twenty_faults_are_printed_without_a_file(folder):
    (folder / "roles.csv").write_text("role,name," + ",".join(map(str, range(20))) + "\nrep,Rep\n")
    assert len(refusal(folder)) == 21
    assert not list(folder.parent.glob("*faults*"))


def test_a_folder_in_which_nothing_can_be_written_is_said(folder, monkeypatch):
    (folder / "roles.csv").write_text("role,name," + ",".join(map(str, range(30))) + "\nrep,Rep\n")

    def refused(*args, **options):
        raise OSError("Read-only file system")

    monkeypatch.setattr("assessments.management.commands.import_framework.write_beside", refused)
    assert refusal(folder)[-1].endswith("Read-only file system")


def test_a_table_of_the_folder_that_is_a_workbook_is_called_one(folder):
    (folder / "skills.csv").write_bytes(XLSX)
    (told,) = refusal(folder)[1:]
    assert told == (
        "skills.csv: This is an Excel workbook, not a CSV file, whatever its name says."
        " Open it there and save it as “CSV UTF-8”."
    )


@pytest.mark.parametrize("form", ["csv", "gdad"])
def test_a_workbook_in_place_of_the_folder_or_file_is_called_one(tmp_path, form):
    path = tmp_path / "roles.csv"
    path.write_bytes(XLSX)
    assert "This is an Excel workbook" in refusal(path, form)[1]


def test_the_workbooks_of_onet_are_called_so(tmp_path):
    (tmp_path / "Occupation Data.xlsx").write_bytes(XLSX)
    assert refusal(tmp_path, "onet")[1].startswith("Occupation Data.xlsx: This is an Excel workbook")


def test_a_file_in_place_of_the_folder_is_said(folder):
    assert "This is a file. The format needs a folder" in refusal(folder / "roles.csv")[1]


def test_a_fault_without_a_place_is_in_the_table_too():
    faults = [Fault("level_in_use", Subject("level", "3"), "3"), Fault("missing", Place("a.csv", 2, "=x"))]
    rows = list(csv.reader(io.StringIO(fault_table(faults).decode("utf-8-sig"))))
    assert rows[1][:4] == ["", "", "level “3”", "3"]
    assert rows[2][:3] == ["a.csv", "2", "'=x"]


def test_an_error_of_many_faults_has_a_short_text():
    error = FrameworkError([Fault("missing", Place("a.csv", line)) for line in range(2, 1002)])
    assert str(error).splitlines()[-1] == "and 980 more"


def test_parents_in_a_long_circle_are_ten_and_a_count(folder):
    lines = [f"s{number},s{(number + 1) % 3000},S" for number in range(3000)]
    (folder / "skills.csv").write_text("\n".join(["skill,parent,name", "refunds,,R", *lines]) + "\n")
    (told,) = refusal(folder)[1:]
    assert "2,990 more → s" in told
    assert len(told) < 300
