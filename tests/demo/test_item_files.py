"""A file of test questions in, questions out; those of Larkfield can be scored, and only knowledge helps."""

import csv
from collections import Counter
from decimal import Decimal
from itertools import chain
from statistics import mean

import pytest

from assessments.testing.bank.kinds import hotspot
from demo.company_files import FOLDER
from demo.drawings import DRAWINGS, WIDTH, drawing_of
from demo.item_files import KINDS, ItemFileError, WrittenItem, WrittenPair, parse_items
from demo.services.items import contents_of
from lifow.base.media.encoding import encoded_picture

SINGLE = """
skill = "empathy"

[[item]]
key = "empathy-1"
level = 2
kind = "single"
seconds = 40
stem = \"\"\"
Which comes first?

Choose one.\"\"\"
options = [
  { text = "The steps", rationale = "They cannot hear steps yet." },
  { text = "The worry", is_right = true, rationale = "It lets them listen." },
]
"""
NUMERIC = """
skill = "sql"

[[item]]
key = "sql-1"
level = 3
kind = "numeric"
seconds = 60
stem = "How many rows?"
answer = "12.50"
unit = "rows"
rationale = "Two and a half a day."
"""


def _read(name):
    return parse_items((FOLDER / "items" / f"{name}.toml").read_text(encoding="utf-8"), name=f"{name}.toml")


FILES = tuple(_read(path.stem) for path in sorted((FOLDER / "items").glob("*.toml")))
ITEMS = tuple(chain.from_iterable(file.items for file in FILES))


def _of_kind(*kinds: str) -> list[WrittenItem]:
    return [item for item in ITEMS if item.kind in kinds]


def _rows(name):
    with (FOLDER / "framework" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _leaf_skills():
    return sorted(row["skill"] for row in _rows("skills.csv") if row["parent"])


def _right_place(item):
    return next(place for place, option in enumerate(item.options) if option.is_right)


def _lengths(item):
    return [len(option.text) for option in item.options]


def test_a_question_is_read_with_its_options():
    (item,) = parse_items(SINGLE, name="empathy.toml").items
    assert (item.key, item.level, item.kind, item.seconds) == ("empathy-1", 2, "single", 40)
    assert item.stem == "Which comes first?\n\nChoose one."
    assert [(option.text, option.is_right) for option in item.options] == [
        ("The steps", False),
        ("The worry", True),
    ]
    assert (item.answer, item.rationale, item.purpose) == (None, "", "")


def test_a_number_is_read_exactly_and_its_tolerance_is_zero_where_none_is_given():
    (item,) = parse_items(NUMERIC, name="sql.toml").items
    assert (item.answer, item.tolerance, item.unit) == (Decimal("12.50"), Decimal(0), "rows")


def test_pairs_of_a_match_are_read_with_what_belongs_to_nothing():
    matched = NUMERIC.replace('"numeric"', '"match"').replace(
        'answer = "12.50"\nunit = "rows"', 'pairs = [{ left = "a", right = "1" }]\nothers = ["2"]'
    )
    (item,) = parse_items(matched, name="sql.toml").items
    assert (item.pairs, item.others) == ((WrittenPair("a", "1"),), ("2",))


def test_line_ends_of_another_system_are_read_alike():
    assert parse_items(SINGLE.replace("\n", "\r\n"), name="x") == parse_items(SINGLE, name="x")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("skill =", "this is not TOML"),
        (SINGLE.replace('skill = "empathy"', ""), "it has to say its skill first"),
        ('skill = "sql"\nitem = 3', "write each question below"),
        (
            SINGLE.replace("level = 2", "level = 6"),
            "empathy-1: its level is 6. Write a whole number from 1 to 5",
        ),
        (SINGLE.replace("seconds = 40", "seconds = 0"), "empathy-1: it takes 0 seconds"),
        (SINGLE.replace('"single"', '"guess"'), "empathy-1: there is no kind 'guess'. Use one of: single, "),
        (SINGLE.replace('key = "empathy-1"', ""), "item 1: it has no 'key'"),
        (SINGLE.replace("text =", "words ="), "empathy-1: it has no 'text'"),
        (
            SINGLE + 'rationale = "No."',
            "empathy-1: a question of kind single has no 'rationale'. Take it out",
        ),
        (NUMERIC.replace('"12.50"', '"a dozen"'), "sql-1: 'a dozen' is not a number"),
        (NUMERIC.replace('rationale = "Two and a half a day."', ""), "sql-1: it has no 'rationale'"),
    ],
)
def test_a_file_that_cannot_be_read_says_which_where_and_why(text, reason):
    with pytest.raises(ItemFileError, match=rf"^broken\.toml(:|,) ?.*{reason}"):
        parse_items(text, name="broken.toml")


def test_there_is_a_file_for_every_skill_of_the_framework():
    assert [file.skill for file in FILES] == _leaf_skills()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.skill)
def test_a_skill_has_eight_good_questions_on_several_levels_among_them_those_that_roles_need(file):
    good = [item for item in file.items if not item.purpose]
    levels = {item.level for item in good}
    needed = {int(row["level"]) for row in _rows("requirements.csv") if row["skill"] == file.skill}
    assert len(good) >= 8
    assert len(levels) >= 2
    assert needed <= levels


def test_keys_and_stems_are_unique_and_a_key_begins_with_its_skill():
    assert len({item.key for item in ITEMS}) == len(ITEMS)
    assert len({item.stem for item in ITEMS} - {""}) == len(ITEMS)
    assert all(item.key.startswith(f"{file.skill}-") for file in FILES for item in file.items)


def test_single_choice_has_four_different_options_and_one_right_answer():
    for item in _of_kind("single"):
        assert len({option.text for option in item.options}) == len(item.options) >= 4, item.key
        assert [option.is_right for option in item.options].count(True) == 1, item.key


def test_multiple_choice_says_so_and_has_right_and_wrong_options():
    for item in _of_kind("multiple"):
        assert {option.is_right for option in item.options} == {True, False}, item.key
        assert "Choose all that apply." in item.stem, item.key


def test_one_option_of_a_scenario_scores_three_and_the_others_less():
    for item in _of_kind("scenario"):
        scores = [option.score for option in item.options]
        assert None not in scores, item.key
        assert sorted(scores)[-2:] == [2, 3], item.key
        assert min(scores) == 0, item.key


def test_what_is_ordered_matched_computed_or_typed_has_one_answer():
    for item in _of_kind("order"):
        assert len(set(item.steps)) == len(item.steps) >= 3, item.key
    for item in _of_kind("match"):
        rights = [*(pair.right for pair in item.pairs), *item.others]
        assert len(set(rights)) == len(rights), item.key
        assert len(item.pairs) >= 3, item.key
        assert len({pair.left for pair in item.pairs}) == len(item.pairs), item.key
    for item in _of_kind("numeric"):
        assert item.tolerance >= 0, item.key
    for item in _of_kind("text"):
        assert item.accepted, item.key
        assert all(item.accepted), item.key


def test_what_is_pointed_at_is_a_part_of_a_drawing_of_its_own():
    pointed = _of_kind("hotspot")
    assert sorted(item.drawing for item in pointed) == sorted(DRAWINGS)
    for item in pointed:
        drawing = drawing_of(item.drawing)
        assert {area.part for area in item.areas} == set(drawing.parts), item.key
        assert {area.is_right for area in item.areas} == {True, False}, item.key
        assert not hotspot.problems(contents_of(item).body), item.key
        assert item.picture_alt, item.key
        assert encoded_picture(drawing.png).width == WIDTH
        assert DRAWINGS[item.drawing]().png == drawing.png, "drawn again it is the same"


def test_every_question_can_be_read_and_answered_in_two_minutes():
    assert all(20 <= item.seconds <= 120 for item in ITEMS)


def test_every_answer_has_its_reason():
    for item in ITEMS:
        answers = [*item.options, *item.areas]
        reasons = [answer.rationale for answer in answers] or [item.rationale]
        assert all(reason.strip() for reason in reasons), item.key


def test_the_right_option_is_not_told_by_its_length():
    singles = _of_kind("single")
    longest = [item for item in singles if _lengths(item)[_right_place(item)] == max(_lengths(item))]
    assert len(longest) < 0.4 * len(singles)
    assert mean(max(_lengths(item)) / min(_lengths(item)) for item in singles) < 2.2


def test_the_right_option_is_not_told_by_its_place():
    places = Counter(_right_place(item) for item in _of_kind("single"))
    assert all(0.2 < places[place] / places.total() < 0.3 for place in range(4))


def test_all_kinds_are_used_and_about_six_in_ten_are_single_choice():
    kinds = Counter(item.kind for item in ITEMS)
    assert set(kinds) == set(KINDS)
    assert 0.55 < kinds["single"] / kinds.total() < 0.68


def test_every_family_of_skills_has_two_scenarios_or_more():
    family = {row["skill"]: row["parent"] for row in _rows("skills.csv")}
    scenarios = Counter(
        family[file.skill] for file in FILES for item in file.items if item.kind == "scenario"
    )
    assert set(scenarios) == {parent for parent in family.values() if parent}
    assert min(scenarios.values()) >= 2


def test_two_questions_are_bad_on_purpose_so_that_the_health_of_items_has_something_to_find():
    assert [item.purpose.split(":")[0] for item in ITEMS if item.purpose] == ["bad", "bad"]
