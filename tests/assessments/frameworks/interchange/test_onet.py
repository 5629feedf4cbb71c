"""O*NET: the published tables in numbers, the rules of the reader on a few lines."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.frameworks.interchange import onet
from assessments.frameworks.interchange.document import FrameworkDocument
from assessments.frameworks.interchange.faults import FrameworkError, Place
from assessments.frameworks.interchange.tables import Row


@pytest.fixture(scope="module")
def published(shared_data: Path) -> FrameworkDocument:
    return onet.read(shared_data / "onet_29_3" / "tsv")


def rating(number: int = 2, element: str = "2.A.1.a", importance: str = "4", **cells: str) -> Row:
    named = {
        onet.CODE: "11-1011.00",
        "Element ID": element,
        "importance": importance,
        "level": "4.62",
        "suppress_im": "N",
        "suppress_lv": "N",
        "not_relevant": "N",
    }
    return Row("skills_im_lv.tsv", number, named | cells)


def read(*ratings: Row) -> FrameworkDocument:
    chief = {onet.CODE: "11-1011.00", "Title": "Chief Executives", "Description": "Lead"}
    boss = {onet.CODE: "11-1031.00", "Title": "Legislators", "Description": "Decide"}
    names = {"2.A": "Basic Skills", "2.A.1": "Content", "2.A.1.a": "Reading", "2.A.1.b": "Listening"}
    elements = [{"Element ID": key, "Element Name": name, "Description": ""} for key, name in names.items()]
    anchor = {
        "Element ID": "2.A.1.a",
        "Scale ID": "LV",
        "Anchor Value": "2",
        "Anchor Description": "Read a form",
    }
    return onet.read_rows(
        occupations=[Row("occupation_data.tsv", at, cells) for at, cells in enumerate([chief, boss], 2)],
        elements=[Row("content_model_reference.tsv", at, cells) for at, cells in enumerate(elements, 2)],
        anchors=[Row("level_scale_anchors.tsv", 2, anchor)],
        ratings=ratings,
        release="29.3",
    )


def test_the_published_tables_give_879_roles_and_19166_requirements(published):
    assert len(published.roles) == 879
    assert len(published.role_levels) == 879
    assert len(published.requirements) == 19_166
    assert len(published.required_skills) == 35 + 33


def test_every_published_line_is_a_requirement_or_left_out_with_its_reason(published):
    codes = Counter(left.code for left in published.left_out)
    assert codes == {"low_importance": 31_352, "not_relevant": 9_241, "suppressed": 13, "not_rated": 137}
    assert len(published.requirements) + codes.total() - codes["not_rated"] == (35 + 33) * 879


def test_the_published_occupation_that_keeps_no_requirement_is_still_a_role(published):
    assert [level.external_id for level in published.idle_role_levels] == ["41-9012.00"]


def test_published_skills_hang_below_fifteen_groups(published):
    parents = {skill.external_id: skill.parent for skill in published.skills}
    assert len(set(parents.values()) - {None}) == 15
    assert parents["2.A.1.a"] == "2.A.1"
    assert parents["2.C.6"] is parents["2.C.10"] is parents["2.A.1"] is None


def test_every_published_skill_has_three_anchors(published):
    anchors = {skill.external_id: len(skill.level_texts) for skill in published.skills}
    assert {anchors[skill] for skill in published.required_skills} == {3}


def test_every_published_role_has_a_family(published):
    assert len({role.family for role in published.roles} - {""}) == 22


def test_the_attribution_names_release_licence_and_modification(published):
    assert published.name == "O*NET 29.3"
    for words in ("O*NET 29.3 Database", "CC BY 4.0", "was modified", "not approved, endorsed, or tested"):
        assert words in published.attribution


@pytest.mark.parametrize(
    ("importance", "weight"), [("3.0", "0.50"), ("4.0", "0.75"), ("4.12", "0.78"), ("5.0", "1.00")]
)
def test_weight_is_the_standardised_importance_whatever_the_level(importance, weight):
    document = read(rating(2, importance=importance), rating(3, "2.A.1.b", importance, level="1.63"))
    assert [needed.weight for needed in document.requirements] == [Decimal(weight)] * 2
    assert [needed.level for needed in document.requirements] == [Decimal("4.62"), Decimal("1.63")]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"importance": "2.99"}, "low_importance", "importance"),
        ({"not_relevant": "Y"}, "not_relevant", "not_relevant"),
        ({"suppress_lv": "Y"}, "suppressed", "suppress_lv"),
        ({"suppress_im": "Y"}, "suppressed", "suppress_im"),
        ({"level": "0.00"}, "level_zero", "level"),
        ({"importance": "1", "not_relevant": "Y", "suppress_lv": "Y"}, "not_relevant", "not_relevant"),
    ],
)
def test_a_rating_that_is_no_requirement_is_left_out_with_its_reason(cells, code, column):
    document = read(rating(2, **cells), rating(3, "2.A.1.b"))
    assert [needed.skill for needed in document.requirements] == ["2.A.1.b"]
    assert (document.left_out[0].code, document.left_out[0].line, document.left_out[0].column) == (
        code,
        2,
        column,
    )


def test_a_flag_that_is_absent_suppresses_nothing():
    assert len(read(rating(suppress_im="", suppress_lv="")).requirements) == 1


def test_an_occupation_without_ratings_is_left_out():
    document = read(rating())
    assert [role.name for role in document.roles] == ["Chief Executives"]
    assert [(left.code, left.value) for left in document.left_out] == [("not_rated", "11-1031.00")]


def test_anchors_become_texts_of_their_own_skill():
    skills = {skill.name: skill for skill in read(rating(), rating(3, "2.A.1.b")).skills}
    assert skills["Reading"].level_texts == {2: "Read a form"}
    assert skills["Listening"].level_texts == {}
    assert (skills["Reading"].parent, skills["Content"].parent) == ("2.A.1", None)
    assert "Basic Skills" not in skills


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"importance": "high"}, "number", "importance"),
        ({"importance": "5.5"}, "outside_scale", "importance"),
        ({"level": "NaN"}, "outside_scale", "level"),
        ({"Element ID": "9.Z"}, "unknown_reference", "Element ID"),
        ({onet.CODE: "99-9999.00"}, "unknown_reference", onet.CODE),
    ],
)
def test_a_bad_cell_is_reported_by_place(cells, code, column):
    with pytest.raises(FrameworkError) as caught:
        read(rating(), Row("skills_im_lv.tsv", 9, rating(element="2.A.1.b").cells | cells))
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        (code, Place("skills_im_lv.tsv", 9, column))
    ]


def test_a_missing_file_is_named_with_what_the_format_needs(tmp_path):
    with pytest.raises(
        FrameworkError, match=r"Occupation Data\.txt: The file is not there\. The format needs"
    ):
        onet.read(tmp_path)


@pytest.mark.parametrize(
    ("path", "release"),
    [("data/onet_29_3/tsv", "29.3"), ("db_30_0_text", "30.0"), ("data/tsv", ""), ("v1.2/tsv", "")],
)
def test_the_release_is_read_from_the_folder(path, release):
    assert onet.release_of(Path("/", path)) == release
