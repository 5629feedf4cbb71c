"""The UK framework: the published file in numbers, the rules of its reader on a few lines."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.frameworks.interchange import gdad
from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import FrameworkError, Place
from assessments.frameworks.interchange.tables import Row


@pytest.fixture(scope="module")
def published(shared_data: Path) -> FrameworkDocument:
    return gdad.read(shared_data / "uk_gdad" / "roles.csv")


def line(number: int = 2, **cells: str) -> Row:
    named = {
        "Role Family": "Data",
        "Role": "Analyst",
        "Role Description": "",
        "Role Level": "Lead analyst",
        "Role Level Description": "",
        "Skill Name": "SQL",
        "Skill Description": "Asking databases",
        "Skill Level": "Working",
        "Skill Level Description": "You can: ask",
    }
    return Row("roles.csv", number, named | {name.replace("_", " "): cell for name, cell in cells.items()})


def test_the_published_file_gives_201_role_levels_and_1781_requirements(published):
    assert len(published.roles) == 52
    assert len(published.role_levels) == 201
    assert len(published.requirements) == 1_781
    assert len(published.skills) == 188


def test_each_of_the_44_lines_left_out_has_its_line_and_reason(published):
    assert Counter(left.code for left in published.left_out) == {"not_in_use": 28, "duplicate": 16}
    assert len({left.line for left in published.left_out}) == 44
    assert (
        str(published.left_out[0])
        == "roles.csv, line 205, column “Role Level”: The role level is not in use."
    )
    assert {left.value for left in published.left_out if left.line == 286} == {"Managing a data project"}


def test_published_requirements_are_read_from_their_lines(published):
    levels = {requirement.identity: requirement.level for requirement in published.requirements}
    lead = "architecture/business-architect/lead-business-architect"
    assert levels[lead, "communicating-information"] == 4
    assert levels[lead, "consultancy"] == 3


def test_each_published_requirement_finds_the_text_of_its_level(published):
    texts = {skill.external_id: skill.level_texts for skill in published.skills}
    assert all(texts[needed.skill][int(needed.level)] for needed in published.requirements)


def test_roles_that_are_not_in_use_stay_without_a_role_level(published):
    used = {level.role for level in published.role_levels}
    assert {role.name for role in published.roles if role.external_id not in used} == {
        "Chief data officer",
        "Chief digital and information officer",
        "Chief information security officer",
        "Chief technology officer",
    }


def test_without_skills_csv_the_texts_come_from_the_lines_of_the_roles(shared_data, tmp_path, published):
    alone = tmp_path / "roles.csv"
    alone.write_bytes((shared_data / "uk_gdad" / "roles.csv").read_bytes())
    document = gdad.read(alone)
    assert document.requirements == published.requirements
    texts = {skill.external_id: skill.level_texts for skill in document.skills}
    assert all(texts[needed.skill][int(needed.level)] for needed in document.requirements)


def test_role_levels_of_one_name_in_two_roles_stay_apart():
    document = gdad.read_rows([line(2), line(3, Role="Engineer")])
    assert [level.external_id for level in document.role_levels] == [
        "data/analyst/lead-analyst",
        "data/engineer/lead-analyst",
    ]


def test_rank_is_the_order_in_the_file():
    names = ["Lead analyst", "Analyst", "Trainee analyst"]
    document = gdad.read_rows([line(2 + at, Role_Level=name) for at, name in enumerate(names)])
    assert {level.name: level.rank for level in document.role_levels} == {
        name: at + 1 for at, name in enumerate(names)
    }


def test_weights_are_equal_and_nothing_is_critical(published):
    assert {requirement.weight for requirement in published.requirements} == {Decimal(1)}
    assert not any(requirement.critical for requirement in published.requirements)


def test_a_repeated_line_names_the_line_that_is_kept():
    document = gdad.read_rows([line(2), line(3), line(4)])
    assert len(document.requirements) == 1
    assert [left.reason for left in document.left_out] == [
        "The same role level, skill and level stand on line 2."
    ] * 2


def test_lines_that_contradict_each_other_are_a_fault():
    with pytest.raises(FrameworkError) as caught:
        gdad.read_rows([line(2), line(3, Skill_Level="Expert")])
    (fault,) = caught.value.faults
    assert (fault.code, fault.where, fault.expected) == (
        "conflict",
        Place("roles.csv", 3, "Skill Level"),
        "Working",
    )


def test_the_word_missing_is_no_description():
    document = gdad.read_rows([line(2, Skill_Description="MISSING"), line(3, Skill_Name="R")])
    assert {skill.name: skill.description for skill in document.skills} == {
        "SQL": "",
        "R": "Asking databases",
    }


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("Skill Level", "Wizard", "level"), ("Skill Level", "", "missing"), ("Role", " ", "missing")],
)
def test_a_bad_cell_is_reported_by_place(column, value, code):
    with pytest.raises(FrameworkError) as caught:
        gdad.read_rows([line(2), line(7, **{column.replace(" ", "_"): value})])
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        (code, Place("roles.csv", 7, column))
    ]


def test_two_names_that_would_share_an_id_are_a_fault():
    with pytest.raises(FrameworkError, match="“S Q L” gets the same id as “S-Q-L”"):
        gdad.read_rows([line(2, Skill_Name="S-Q-L"), line(3, Skill_Name="S Q L")])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("User focus (content design)", "user-focus-content-design"),
        ("Context, problem  and option analysis ", "context-problem-and-option-analysis"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Café", "cafe"),
    ],
)
def test_slugs_are_plain_and_keep_languages_apart(name, slug):
    assert gdad.slug(name) == slug
