"""The plan of a framework's change: what it says in examples, what it means in properties."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from assessments.frameworks.interchange.document import LevelDoc, RequirementDoc, ScaleDoc, SkillDoc
from assessments.frameworks.interchange.planning import FieldChange, parents_first, plan
from tests.assessments.frameworks.interchange.apply import applied
from tests.assessments.frameworks.interchange.arbitrary import alike


@given(alike())
def test_a_framework_against_itself_has_nothing_to_change(document):
    same = plan(document, document)
    assert same.is_empty
    assert not same.needs_version


@given(alike(), alike())
def test_a_plan_applied_gives_what_came_in(current, incoming):
    assert applied(current, plan(current, incoming)) == incoming


@given(alike())
def test_a_new_framework_is_created_whole(document):
    new = plan(None, document)
    assert new.is_new
    assert new.needs_version
    assert applied(None, new) == document


@given(alike(), alike())
def test_each_thing_is_in_exactly_one_part_of_the_plan(current, incoming):
    skills = plan(current, incoming).skills
    parts = [
        {skill.external_id for skill in skills.created},
        {changed.item.external_id for changed in skills.changed},
        {skill.external_id for skill in skills.removed},
        {skill.external_id for skill in skills.unchanged},
    ]
    known = {skill.external_id for skill in (*current.skills, *incoming.skills)}
    assert set().union(*parts) == known
    assert sum(map(len, parts)) == len(known)


@given(alike())
def test_created_skills_come_after_their_parents(document):
    seen = {None}
    for skill in plan(None, document).skills.created:
        assert skill.parent in seen
        seen.add(skill.external_id)


def test_a_changed_field_is_told_with_old_and_new(support):
    empathy = SkillDoc("empathy", "Kindness", parent=None)
    others = tuple(skill for skill in support.skills if skill.external_id != "empathy")
    changes = plan(support, replace(support, skills=(*others, empathy)))
    (changed,) = changes.skills.changed
    assert changed.changes == (
        FieldChange("name", "Empathy", "Kindness"),
        FieldChange("parent", "work", None),
    )
    assert not changes.needs_version


def test_a_changed_requirement_needs_a_new_version(support):
    first, *others = support.requirements
    raised = replace(first, level=Decimal(4), critical=True)
    changes = plan(support, replace(support, requirements=(raised, *others)))
    (changed,) = changes.requirements.changed
    assert [change.field for change in changed.changes] == ["level", "critical"]
    assert changes.needs_version


def test_another_family_moves_what_is_measured_without_a_new_version(support):
    other = replace(support, roles=(replace(support.roles[0], family="Sales"),))
    renamed = replace(support, roles=(replace(support.roles[0], name="Representative"),))
    assert plan(support, other).moves_measures
    assert not plan(support, other).needs_version
    assert not plan(support, renamed).moves_measures


def test_a_new_level_of_the_scale_needs_a_new_version_and_its_wording_does_not(support):
    levels = support.scale.levels
    longer = replace(support, scale=replace(support.scale, levels=(*levels, LevelDoc(6, "Step 6"))))
    reworded = replace(support, scale=replace(support.scale, levels=(LevelDoc(1, "Start"), *levels[1:])))
    assert plan(support, longer).needs_version
    assert not plan(support, reworded).needs_version
    assert plan(support, reworded).levels.changed[0].changes == (FieldChange("name", "Step 1", "Start"),)


def test_what_is_gone_is_removed_by_identity(support):
    without = replace(
        support,
        skills=tuple(skill for skill in support.skills if skill.external_id != "empathy"),
        requirements=tuple(needed for needed in support.requirements if needed.skill != "empathy"),
    )
    changes = plan(support, without)
    assert [skill.external_id for skill in changes.skills.removed] == ["empathy"]
    assert [needed.identity for needed in changes.requirements.removed] == [("rep-1", "empathy")]


def test_what_comes_back_is_created_again(support):
    needed = RequirementDoc("rep-2", "empathy", Decimal(2))
    changes = plan(support, replace(support, requirements=(*support.requirements, needed)))
    assert changes.requirements.created == (needed,)


def test_a_new_scale_and_attribution_are_changes_of_the_framework(support):
    moved = replace(support, attribution="By others", scale=replace(support.scale, key="six"))
    changes = plan(support, moved)
    assert [change.field for change in changes.framework] == ["attribution", "scale_key"]
    assert changes.needs_version


def test_a_scale_that_is_new_has_all_its_levels_created(support):
    moved = replace(support, scale=replace(support.scale, key="six"))
    changes = plan(support, moved)
    assert changes.levels.created == support.scale.levels
    assert applied(support, changes) == moved


def test_levels_are_compared_with_those_of_the_scale_that_is_named(support):
    there = ScaleDoc("six", "Six", (LevelDoc(1, "Start"), *support.scale.levels[1:], LevelDoc(6, "Step 6")))
    moved = replace(support, scale=replace(support.scale, key="six"))
    changes = plan(support, moved, scale=there)
    assert [changed.item.value for changed in changes.levels.changed] == [1]
    assert [level.value for level in changes.levels.removed] == [6]
    assert applied(support, changes, scale=there) == moved


def test_skills_are_ordered_by_depth_then_id():
    skills = [SkillDoc("a", "A", parent="c"), SkillDoc("b", "B"), SkillDoc("c", "C", parent="b")]
    assert [skill.external_id for skill in parents_first(skills)] == ["b", "c", "a"]
