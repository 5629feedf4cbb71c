"""Each rule of a framework document, broken once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from assessments.frameworks.interchange.document import (
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.faults import FrameworkError, Subject
from assessments.frameworks.interchange.validation import find_faults, validated
from tests.assessments.frameworks.interchange.arbitrary import frameworks
from tests.backing.examples import examples


def found(document):
    return {(fault.code, fault.where) for fault in find_faults(document)}


@settings(max_examples=examples(25))
@given(frameworks())
def test_frameworks_that_keep_the_rules_have_no_faults(document):
    assert validated(document) is document


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"key": ""}, "missing", "key"),
        ({"key": "two words"}, "key_form", "key"),
        ({"key": "k" * 101}, "key_form", "key"),
        ({"name": " "}, "missing", "name"),
        ({"name": "n" * 201}, "too_long", "name"),
        ({"attribution": "a\0b"}, "control_character", "attribution"),
        ({"attribution": "a" * 32_001}, "too_long", "attribution"),
    ],
)
def test_the_framework_itself_has_key_name_and_clean_texts(support, fields, code, field):
    document = replace(support, **fields)
    assert found(document) == {(code, Subject("framework", document.key, field))}


@pytest.mark.parametrize(
    ("levels", "code", "subject"),
    [
        ([1, 3, 3, 5], "duplicate", Subject("level", "3", "value")),
        ([1, 3, 5, 100], "level_value", Subject("level", "100", "value")),
        ([1, 2, 5], "outside_scale", Subject("skill", "refunds", "level 3")),
    ],
)
def test_a_scale_has_distinct_levels(support, levels, code, subject):
    ladder = tuple(LevelDoc(value, f"Step {at}") for at, value in enumerate(levels))
    assert found(replace(support, scale=replace(support.scale, levels=ladder))) == {(code, subject)}


@pytest.mark.parametrize("levels", [(), (LevelDoc(0, "Not yet"),)])
def test_a_scale_has_at_least_one_level_above_0(support, levels):
    bare = replace(support, skills=(), requirements=(), scale=replace(support.scale, levels=levels))
    assert found(bare) == {("no_levels", Subject("scale", "five"))}


@pytest.mark.parametrize(
    ("skill", "code", "field"),
    [
        (SkillDoc("", "Nameless"), "missing", "external_id"),
        (SkillDoc("x" * 201, "Long"), "too_long", "external_id"),
        (SkillDoc("sql", ""), "missing", "name"),
        (SkillDoc("sql", "SQL", parent="data"), "unknown_reference", "parent"),
        (SkillDoc("sql", "SQL", "bell\x07"), "control_character", "description"),
        (SkillDoc("sql", "SQL", level_texts={9: "Beyond"}), "outside_scale", "level 9"),
        (SkillDoc("sql", "SQL", parent="sql"), "parent_cycle", "parent"),
        (SkillDoc("refunds", "Again"), "duplicate", "external_id"),
    ],
)
def test_a_skill_has_id_name_and_a_place_in_the_tree(support, skill, code, field):
    document = replace(support, skills=(*support.skills, skill))
    assert found(document) == {(code, Subject("skill", skill.external_id, field))}


def test_a_cycle_of_parents_is_told_with_its_path_once(support):
    ring = [SkillDoc("a", "A", parent="b"), SkillDoc("b", "B", parent="c"), SkillDoc("c", "C", parent="a")]
    below = SkillDoc("d", "D", parent="a")
    (fault,) = find_faults(replace(support, skills=(*support.skills, *ring, below)))
    assert (fault.code, fault.value) == ("parent_cycle", "a → b → c → a")


def test_roles_and_role_levels_have_ids_names_and_each_other(support):
    roles = (*support.roles, RoleDoc("rep", "Twice"), RoleDoc("ceo", ""))
    levels = (*support.role_levels, RoleLevelDoc("x-1", "nobody", "X", 1), RoleLevelDoc("y", "ceo", "Y", -1))
    assert found(replace(support, roles=roles, role_levels=levels)) == {
        ("duplicate", Subject("role", "rep", "external_id")),
        ("missing", Subject("role", "ceo", "name")),
        ("unknown_reference", Subject("role level", "x-1", "role")),
        ("rank", Subject("role level", "y", "rank")),
    }


@pytest.mark.parametrize(
    ("needed", "code", "field"),
    [
        (RequirementDoc("nobody", "work", Decimal(2)), "unknown_reference", "role_level"),
        (RequirementDoc("rep-2", "magic", Decimal(2)), "unknown_reference", "skill"),
        (RequirementDoc("rep-2", "work", Decimal("5.01")), "outside_scale", "level"),
        (RequirementDoc("rep-2", "work", Decimal("0.99")), "outside_scale", "level"),
        (RequirementDoc("rep-2", "work", Decimal("NaN")), "outside_scale", "level"),
        (RequirementDoc("rep-2", "work", Decimal(2), Decimal("0.001")), "weight", "weight"),
        (RequirementDoc("rep-2", "work", Decimal(2), Decimal(1000)), "weight", "weight"),
        (RequirementDoc("rep-1", "refunds", Decimal(2)), "duplicate", "skill"),
    ],
)
def test_a_requirement_names_what_is_there_within_the_scale(support, needed, code, field):
    document = replace(support, requirements=(*support.requirements, needed))
    key = f"{needed.role_level} → {needed.skill}"
    assert found(document) == {(code, Subject("requirement", key, field))}


def test_a_requirement_is_above_0_where_the_scale_begins_there(support):
    scale = replace(support.scale, levels=(LevelDoc(0, "Not yet"), *support.scale.levels))
    nothing, little = (
        RequirementDoc("rep-2", "work", Decimal(0)),
        RequirementDoc("rep-1", "work", Decimal("0.01")),
    )
    document = replace(support, scale=scale, requirements=(*support.requirements, nothing, little))
    assert found(document) == {("asks_nothing", Subject("requirement", "rep-2 → work", "level"))}


def test_a_faulty_document_is_refused_with_all_that_is_wrong(support):
    with pytest.raises(FrameworkError) as caught:
        validated(replace(support, key="", name=""))
    assert len(caught.value.faults) == 2
    assert str(caught.value).splitlines()[0] == "framework “”, key: A value is needed here."
