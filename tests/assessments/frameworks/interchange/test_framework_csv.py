"""lifow's own format: what is written is read back, and each bad cell is told by its place."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from assessments.frameworks.interchange import formats, framework_csv
from assessments.frameworks.interchange.document import FrameworkDocument, SkillDoc
from assessments.frameworks.interchange.faults import FrameworkError, Place
from tests.assessments.frameworks.interchange.arbitrary import frameworks


def faults(files: dict[str, bytes]) -> list[tuple[str, Place, str]]:
    with pytest.raises(FrameworkError) as caught:
        framework_csv.from_files(files)
    return [(fault.code, fault.where, fault.value) for fault in caught.value.faults]


def edited(document: FrameworkDocument, file: str, old: str, new: str) -> dict[str, bytes]:
    files = framework_csv.to_files(document)
    text = files[file].decode("utf-8-sig")
    assert old in text
    return files | {file: text.replace(old, new, 1).encode()}


@given(frameworks())
def test_what_is_written_is_read_back_without_loss(document):
    assert framework_csv.from_files(framework_csv.to_files(document)) == document


@given(frameworks())
def test_a_spreadsheet_that_saves_with_semicolons_and_without_bom_loses_nothing(document):
    def saved(data: bytes) -> bytes:
        stream = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        return stream.getvalue().encode()

    files = framework_csv.to_files(document)
    assert framework_csv.from_files({name: saved(data) for name, data in files.items()}) == document


@given(frameworks())
def test_no_written_cell_can_run_as_a_formula(document):
    for data in framework_csv.to_files(document).values():
        for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            assert not any(cell.lstrip().startswith(tuple("=+-@")) for cell in line)


@pytest.mark.parametrize(("name", "path"), [("gdad", "uk_gdad/roles.csv"), ("onet", "onet_29_3/tsv")])
def test_published_frameworks_come_back_through_a_folder(name, path, shared_data, tmp_path):
    document = formats.read(name, shared_data / path)
    framework_csv.write(document, tmp_path / "made" / "here")
    assert formats.read("csv", tmp_path / "made" / "here") == document


def test_the_files_are_small_tables_with_notes_for_people(support):
    lines = framework_csv.to_files(support)["requirements.csv"].decode("utf-8-sig").split("\r\n")
    assert lines[:3] == [
        "role level,skill,level,weight,critical,# role level,# skill",
        "rep-1,empathy,1.5,1,no,Rep I,Empathy",
        "rep-1,refunds,2,1,no,Rep I,Refunds",
    ]


def test_notes_are_ignored_and_headings_read_as_people_type_them(support):
    files = edited(support, "requirements.csv", "role level,skill,level", "Role_Level, SKILL,#x")
    files["requirements.csv"] = (
        files["requirements.csv"].replace(b"# skill", b"Level").replace(b"Empathy", b"1.5")
    )
    files["requirements.csv"] = files["requirements.csv"].replace(b"Refunds\r", b"3\r")
    document = framework_csv.from_files(files)
    assert [needed.level for needed in document.requirements] == [Decimal("1.5"), Decimal(3), Decimal(3)]


def test_only_the_needed_columns_have_to_be_there():
    files = {
        "framework.csv": b"key,name,scale key,scale name\nk,K,s,S\n",
        "levels.csv": b"level,name\n1,One\n2,Two\n",
        "skills.csv": b"skill,name\nsql,SQL\n",
        "roles.csv": b"role,name\ndev,Developer\n",
        "role_levels.csv": b"role level,role,rank,name\ndev-1,dev,1,Developer I\n",
        "requirements.csv": b"role level,skill,level\ndev-1,sql,two\n",
    }
    (needed,) = framework_csv.from_files(files).requirements
    assert (needed.level, needed.weight, needed.critical) == (2, 1, False)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line", "column", "value"),
    [
        ("framework.csv", "support,", "my key,", "key_form", 2, "key", "my key"),
        ("levels.csv", "\n3,", "\nthree,", "integer", 4, "level", "three"),
        ("levels.csv", "\n3,", "\n2,", "repeated_line", 4, "level", "2"),
        ("levels.csv", "Step 3", "", "missing", 4, "name", ""),
        ("skills.csv", "refunds,work", "refunds,wrok", "unknown_reference", 3, "parent", "wrok"),
        ("skills.csv", "empathy,", "work,,Work\r\nempathy,", "repeated_line", 5, "skill", "work"),
        ("skills.csv", "level 5", "level 6", "unknown_column", 1, "level 6", "level 6"),
        ("skills.csv", "Looks", "Lo\x07oks", "control_character", 3, "level 1", "U+0007"),
        ("roles.csv", "rep,Support,Support rep", "rep,Support,", "missing", 2, "name", ""),
        ("roles.csv", "family", "famliy", "unknown_column", 1, "famliy", "famliy"),
        ("role_levels.csv", "rep-2,rep,2", "rep-2,rep,", "missing", 3, "rank", ""),
        ("role_levels.csv", "rep-2,rep,2", "rep-2,pre,2", "unknown_reference", 3, "role", "pre"),
        ("role_levels.csv", "rep-2,rep,2", "rep-2,rep,5000", "rank", 3, "rank", "5000"),
        ("requirements.csv", "1.5", "9", "outside_scale", 2, "level", "9.00"),
        ("requirements.csv", "1.5", "high", "level", 2, "level", "high"),
        ("requirements.csv", "1.5", "", "missing", 2, "level", ""),
        ("requirements.csv", "refunds,2,1", "refunds,2,lots", "number", 3, "weight", "lots"),
        ("requirements.csv", "refunds,2,1", "refunds,2,0", "weight", 3, "weight", "0.00"),
        ("requirements.csv", "yes", "perhaps", "yes_no", 4, "critical", "perhaps"),
        ("requirements.csv", "rep-1,empathy", "rep-9,empathy", "unknown_reference", 2, "role level", "rep-9"),
        ("requirements.csv", "rep-1,empathy", "rep-1,apathy", "unknown_reference", 2, "skill", "apathy"),
        (
            "requirements.csv",
            "rep-1,empathy",
            "rep-1,refunds",
            "repeated_line",
            3,
            "skill",
            "rep-1 → refunds",
        ),
    ],
)
def test_a_bad_cell_is_told_by_file_line_column_and_value(support, file, old, new, code, line, column, value):
    assert faults(edited(support, file, old, new)) == [(code, Place(file, line, column), value)]


def test_every_bad_cell_is_told_at_once_in_the_order_of_the_files(support):
    files = edited(support, "requirements.csv", "1.5", "high")
    files["skills.csv"] = edited(support, "skills.csv", "refunds,work", "refunds,wrok")["skills.csv"]
    files["requirements.csv"] = files["requirements.csv"].replace(b"yes", b"perhaps")
    assert [where.file for _, where, _ in faults(files)] == [
        "skills.csv",
        "requirements.csv",
        "requirements.csv",
    ]


def test_a_reason_says_what_to_do(support):
    with pytest.raises(FrameworkError) as caught:
        framework_csv.from_files(edited(support, "requirements.csv", "1.5", "high"))
    assert str(caught.value) == (
        "requirements.csv, line 2, column “level”: “high” is neither a level's number nor its name. "
        "Use a number or one of: Step 1, Step 2, Step 3, Step 4, Step 5."
    )


@pytest.mark.parametrize("lines", [b"", b"k,K,s,S\nl,L,s,S\n"])
def test_framework_csv_has_exactly_one_line(support, lines):
    files = framework_csv.to_files(support) | {"framework.csv": b"key,name,scale key,scale name\n" + lines}
    assert faults(files) == [("one_line", Place("framework.csv"), str(lines.count(b"\n")))]


def test_every_missing_file_is_named_with_its_columns(support, tmp_path):
    framework_csv.write(support, tmp_path)
    (tmp_path / "roles.csv").unlink()
    (tmp_path / "levels.csv").unlink()
    with pytest.raises(FrameworkError) as caught:
        framework_csv.read(tmp_path)
    assert str(caught.value).splitlines() == [
        "levels.csv: The file is not there. Its columns: level, name.",
        "roles.csv: The file is not there. Its columns: role, name.",
    ]


def test_a_path_that_is_no_folder_is_told_what_the_format_needs(tmp_path):
    with pytest.raises(
        FrameworkError, match=r"The folder is not there\. The format needs one with framework\.csv, "
    ):
        framework_csv.read(tmp_path / "framework.csv")


def test_a_document_with_faults_is_not_written(support, tmp_path):
    broken = replace(support, skills=(*support.skills, SkillDoc("x", "")))
    with pytest.raises(FrameworkError):
        framework_csv.write(broken, tmp_path / "new")
    assert not (tmp_path / "new").exists()


GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "framework-csv.md"


def test_the_example_of_the_guide_can_be_imported():
    blocks = GUIDE.read_text(encoding="utf-8").split("```csv ")[1:]
    files = {
        block.partition("\n")[0]: block.partition("\n")[2].partition("```")[0].encode() for block in blocks
    }
    document = framework_csv.from_files(files)
    assert document.key == "support"
    assert any(needed.critical for needed in document.requirements)
    assert framework_csv.from_files(framework_csv.to_files(document)) == document


def test_the_guide_names_every_column():
    text = GUIDE.read_text(encoding="utf-8")
    for file, (needed, optional) in framework_csv.FILES.items():
        assert f"`{file}`" in text
        assert all(f"`{column}`" in text for column in (*needed, *optional))
