"""O*NET in the files that it publishes: a line a value, names with spaces."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessments.frameworks.interchange import onet
from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import FrameworkError
from tests.shared_files import shared_folder

VALUES = (
    "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tRecommend Suppress\tNot Relevant\n"
)


def value(scale: str, number: str, suppress: str = "N", relevant: str = "N", element: str = "2.A.1.b") -> str:
    return f"15-1252.00\t{element}\tx\t{scale}\t{number}\t8\t{suppress}\t{relevant}\n"


def folder(path: Path, skills: str = "", knowledge: str = "") -> Path:
    texts = {
        "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n15-1252.00\tSoftware Developers\tMake.\n",
        "Content Model Reference.txt": "Element ID\tElement Name\tDescription\n"
        "2.A.1\tContent\tx\n2.A.1.b\tListening\tx\n2.C.3\tEngineering\tx\n2.C.3.a\tComputers\tx\n",
        "Level Scale Anchors.txt": "Element ID\tElement Name\tScale ID\tScale Name\tAnchor Value\t"
        "Anchor Description\n2.A.1.b\tListening\tLV\tLevel\t2\tTake an order\n",
        "Skills.txt": VALUES + (skills or value("IM", "4.00", relevant="n/a") + value("LV", "3.50")),
        "Knowledge.txt": VALUES + knowledge,
    }
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def codes(document: FrameworkDocument) -> list[tuple[str, str, int]]:
    return [(left.code, left.file, left.line) for left in document.left_out]


def test_the_published_files_of_the_case_are_read():
    document = onet.read(shared_folder("cases") / "06-onet-as-published")
    (needed,) = document.requirements
    assert (needed.role_level, needed.skill, needed.level) == ("11-1011.00", "2.A.1.a", Decimal("4.62"))
    assert needed.weight == Decimal("0.78")
    assert codes(document) == [("duplicate", "Knowledge.txt", 2), ("duplicate", "Knowledge.txt", 3)]


def test_the_values_of_skills_and_knowledge_become_requirements(tmp_path):
    document = onet.read(
        folder(tmp_path, knowledge=value("LV", "5", element="2.C.3.a") + value("IM", "5", element="2.C.3.a"))
    )
    assert [(one.skill, one.level, one.weight) for one in document.requirements] == [
        ("2.A.1.b", Decimal("3.50"), Decimal("0.75")),
        ("2.C.3.a", Decimal("5.00"), Decimal("1.00")),
    ]
    assert {skill.external_id: skill.parent for skill in document.skills}["2.C.3.a"] == "2.C.3"


@pytest.mark.parametrize(
    ("skills", "left_out"),
    [
        (value("IM", "2.5") + value("LV", "4"), ("low_importance", "Skills.txt", 2)),
        (value("IM", "4", "Y") + value("LV", "4"), ("suppressed", "Skills.txt", 2)),
        (value("IM", "4") + value("LV", "4", "Y"), ("suppressed", "Skills.txt", 3)),
        (
            value("IM", "4", relevant="n/a") + value("LV", "4", relevant="Y"),
            ("not_relevant", "Skills.txt", 3),
        ),
        (value("IM", "4") + value("LV", "0"), ("level_zero", "Skills.txt", 3)),
        (value("IM", "4"), ("half_rating", "Skills.txt", 2)),
        (value("IM", "4") + value("LV", "4") + value("RT", "4"), ("other_scale", "Skills.txt", 4)),
        (value("IM", "4") + value("LV", "4") + value("LV", "4"), ("duplicate", "Skills.txt", 4)),
    ],
)
def test_a_line_that_is_no_requirement_is_left_out_where_it_stands(tmp_path, skills, left_out):
    document = onet.read(folder(tmp_path, skills))
    assert left_out in codes(document)


def test_two_values_that_contradict_each_other_are_a_fault(tmp_path):
    skills = value("IM", "4") + value("LV", "4") + value("LV", "5")
    with pytest.raises(FrameworkError, match=r"Skills\.txt, line 4, .*“15-1252\.00 2\.A\.1\.b” is used more"):
        onet.read(folder(tmp_path, skills))


@pytest.mark.parametrize(
    ("scale", "number", "reason"),
    [("IM", "high", "is not a number"), ("LV", "7.5", "is outside the scale. Use 0 to 7")],
)
def test_a_bad_value_is_named_by_its_cell(tmp_path, scale, number, reason):
    good = {"IM": "4", "LV": "4", scale: number}
    with pytest.raises(FrameworkError, match=rf"Skills\.txt, line \d, column “Data Value”: .*{reason}"):
        onet.read(folder(tmp_path, "".join(value(*one) for one in good.items())))


def test_names_are_found_in_whatever_spelling(tmp_path):
    folder(tmp_path)
    (tmp_path / "Skills.txt").rename(tmp_path / "skills.TXT")
    (tmp_path / "Occupation Data.txt").rename(tmp_path / "occupation_data.tsv")
    assert len(onet.read(tmp_path).requirements) == 1


def test_a_file_that_is_there_in_two_spellings_is_a_fault(tmp_path):
    folder(tmp_path)
    (tmp_path / "skills.tsv").write_bytes((tmp_path / "Skills.txt").read_bytes())
    with pytest.raises(FrameworkError, match=r"Skills\.txt: skills\.tsv in the folder says the same"):
        onet.read(tmp_path)
