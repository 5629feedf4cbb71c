"""What a framework document settles by itself."""

from decimal import Decimal

import pytest

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    ScaleDoc,
    SkillDoc,
)


def test_names_are_one_line_and_composed():
    skill = SkillDoc(" cafe\u0301 ", "Two\n words\u00a0here ", parent=" up ")
    assert (skill.external_id, skill.name, skill.parent) == ("café", "Two words here", "up")


def test_texts_break_lines_in_one_way_and_keep_the_rest():
    skill = SkillDoc("a", "A", " You can:\r\n- ask\r- answer ", level_texts={2: "x\r\ny", 1: ""})
    assert skill.description == " You can:\n- ask\n- answer "
    assert skill.level_texts == {2: "x\ny"}


@pytest.mark.parametrize(("level", "settled"), [("2", "2.00"), ("2.345", "2.35"), ("1.004", "1.00")])
def test_levels_have_two_decimals(level, settled):
    assert str(RequirementDoc("r", "s", Decimal(level)).level) == settled


def test_two_documents_are_equal_whatever_the_order_and_what_was_left_out():
    scale = ScaleDoc("s", "S", (LevelDoc(2, "Two"), LevelDoc(1, "One")))
    skills = (SkillDoc("b", "B"), SkillDoc("a", "A"))
    document = FrameworkDocument("k", "K", "", scale, skills)
    turned = FrameworkDocument("k", "K", "", ScaleDoc("s", "S", scale.levels[::-1]), skills[::-1])
    assert document == turned
    assert scale.values == (1, 2)


def test_documents_can_be_members_of_a_set():
    assert len({SkillDoc("a", "A", level_texts={1: "x"}), SkillDoc("a", "A", level_texts={1: "x"})}) == 1


def test_required_skills_and_idle_role_levels_are_known(support):
    assert support.required_skills == {"refunds", "empathy"}
    assert support.idle_role_levels == ()
