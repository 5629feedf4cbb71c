"""lifow's own table: the guide's example, headings as people type them, bad cells by place, formulas."""

import csv as tables
import io
from pathlib import Path

import pytest

from assessments.testing.bank.kinds import kind_named
from assessments.testing.interchange.formats import csv
from assessments.testing.interchange.formats.csv_writing import COLUMNS, PART_COLUMNS
from assessments.testing.interchange.formats.items import ParsedItem

GUIDE = Path(__file__).parents[5] / "docs" / "guide" / "questions.md"
HEAD = "kind,question,skill,level,option 1,right 1,option 2,right 2,answer,tolerance,area 1\n"


def read(lines: str, head: str = HEAD):
    return csv.read((head + lines).encode())


def remarks(lines: str, head: str = HEAD) -> list[tuple[str, int, str]]:
    return [(one.code, one.where.line, one.where.column) for one in read(lines, head).remarks]


def test_the_example_of_the_guide_can_be_imported():
    example = GUIDE.read_text(encoding="utf-8").split("```csv questions.csv\n")[1].partition("```")[0]
    parsed = csv.read(example.encode())
    assert parsed.remarks == ()
    assert len(parsed.items) == 6
    for item in parsed.items:
        kind = kind_named(item.kind)
        assert kind.problems(kind.tidy(item.body)) == [], item
    assert list(csv.read(csv.write(parsed.items).content).items) == list(parsed.items)


def test_the_guide_names_every_column():
    text = GUIDE.read_text(encoding="utf-8")
    for column in (*COLUMNS, *(f"{name} 1" for name in PART_COLUMNS)):
        assert f"`{column}`" in text


def test_headings_are_read_as_people_type_them():
    parsed = read("single;Who?;a;yes;b;note\n", "KIND;Question;Option_1;Right 1;option  2;# note\n")
    assert parsed.items[0].body["options"][0] == {"key": "a", "text": "a", "is_right": True, "rationale": ""}
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("essay,Who?,,,,,,,,,", "unknown_kind", "kind"),
        (",Who?,,,,,,,,,", "missing_cell", "kind"),
        ("single,,,,a,yes,b,,,,", "missing_cell", "question"),
        ("single,Who?,,,a,perhaps,b,,,,", "cell", "right 1"),
        ("numeric,Who?,,,,,,,ten,,", "cell", "answer"),
        ("hotspot,Who?,,,a,yes,b,,,,1 2 3", "cell", "area 1"),
        ("hotspot,Who?,,,a,yes,,,,,10 20 15 800", "cell", "area 1"),
        ("hotspot,Who?,,,a,yes,,,,,10 20 15 8", "no_picture", "picture"),
        ('single,Who?,,,"a,yes,b,,,,', "bad_quote", ""),
        ("single,Who?,,,a,yes,b,,,,,more", "too_many_cells", ""),
    ],
)
def test_a_question_with_a_bad_cell_is_left_out_by_its_place(line, code, column):
    parsed = read(f"{line}\nsingle,Which?,,,a,yes,b,no,,,\n")
    (remark,) = parsed.remarks
    assert (remark.code, remark.where.line, remark.where.column) == (code, 2, column)
    assert remark.is_left_out
    assert [one.stem for one in parsed.items] == ["Which?"]


def test_what_a_cell_says_without_effect_is_told():
    assert remarks("single,Who?,,high,a,yes,b,,12,,\n") == [
        ("level", 2, ""),
        ("cell_unused", 2, "answer"),
    ]
    assert remarks("text,Who?,x\n", "kind,question,colour\n") == [("unknown_column", 1, "colour")]


def test_no_written_cell_can_run_as_a_formula():
    body = {"accepted": ["=1+1", "@x"], "is_case_sensitive": False, "rationale": "-2"}
    written = csv.write([ParsedItem("text", "+1 or 1?", body, skill="=cmd")])
    rows = tables.reader(io.StringIO(written.content.decode("utf-8-sig"), newline=""))
    assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row)


def test_a_picture_that_the_archive_does_not_have_is_told():
    parsed = csv.read(b"kind,question,picture,option 1,right 1\nsingle,Who?,bill.png,a,yes\n")
    assert [one.code for one in parsed.remarks] == ["picture_missing"]
    assert parsed.items[0].picture is None
