"""The words in which an import tells what it read and what it would do."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.frameworks.interchange import describe, formats, gdad, onet
from assessments.frameworks.interchange.document import LevelDoc, RequirementDoc, SkillDoc
from assessments.frameworks.interchange.faults import LeftOut
from assessments.frameworks.interchange.planning import plan


def test_the_uk_framework_is_told_in_one_line(shared_data):
    document = formats.read("gdad", shared_data / "uk_gdad" / "roles.csv")
    assert describe.reading(document) == (
        "52 roles, 201 role levels, 1,781 requirements, 188 skills; "
        "44 lines left out: 28 not in use, 16 repeated."
    )
    details = list(describe.reading_details(document, shown=50))
    assert "Roles without a role level: 4" in details
    assert "Skills that no role level needs: 22" in details
    assert sum(line.startswith("  roles.csv, line ") for line in details) == 44


def test_onet_is_told_in_one_line(shared_data):
    document = formats.read("onet", shared_data / "onet_29_3" / "tsv")
    assert describe.reading(document).startswith(
        "879 roles, 879 role levels, 19,166 requirements, 68 skills in 15 groups; 40,743 lines left out: "
    )
    details = list(describe.reading_details(document))
    at = details.index("Role levels without a requirement: 1")
    assert details[at + 1] == "  41-9012.00"


def test_a_small_framework_is_told_without_what_it_does_not_have(support):
    assert describe.reading(support) == "1 role, 2 role levels, 3 requirements, 2 skills in 1 group."


def test_long_lists_end_with_how_many_more_there_are(support):
    left = tuple(LeftOut("a.csv", line, "x", "duplicate", "Again.") for line in range(2, 32))
    details = list(describe.reading_details(replace(support, left_out=left), shown=2))
    assert details[-4:] == [
        "Lines left out, repeated: 30",
        "  a.csv, line 2, column “x”: Again.",
        "  a.csv, line 3, column “x”: Again.",
        "  and 28 more",
    ]


def test_nothing_to_change_is_said_in_three_words(support):
    assert describe.change(plan(support, support)) == "Nothing to change."
    assert list(describe.change_details(plan(support, support))) == []


def test_a_new_framework_is_told_by_what_is_created(support):
    assert describe.change(plan(None, support)) == (
        "A new framework; levels of the scale: 5 created; skills: 3 created; roles: 1 created; "
        "role levels: 2 created; requirements: 3 created."
    )


def test_a_change_is_told_field_by_field(support):
    changed = replace(
        support,
        name="Help",
        skills=(
            *(skill for skill in support.skills if skill.external_id != "empathy"),
            SkillDoc("sql", "SQL"),
        ),
        requirements=(
            RequirementDoc("rep-1", "refunds", Decimal(4)),
            RequirementDoc("rep-2", "refunds", Decimal(3), Decimal(2), critical=True),
        ),
    )
    changes = plan(support, changed)
    assert describe.change(changes) == (
        "The framework: name changed; skills: 1 created, 1 retired, 2 unchanged; "
        "requirements: 1 changed, 1 removed, 1 unchanged."
    )
    assert list(describe.change_details(changes)) == [
        "Framework: 1",
        "  name “Support” → “Help”",
        "Skills created: 1",
        "  sql SQL",
        "Skills retired: 1",
        "  empathy Empathy",
        "Requirements changed: 1",
        "  rep-1 → refunds: level 2 → 4",
        "Requirements removed: 1",
        "  rep-1 → empathy",
    ]


def test_level_texts_are_told_level_by_level_and_long_ones_short(support):
    skills = tuple(replace(skill, level_texts={1: "Long " * 40}) for skill in support.skills)
    lines = list(describe.change_details(plan(support, replace(support, skills=skills))))
    long = "Long " * 11 + "Long…"
    assert f"  refunds Refunds: level 1 “Looks it up” → “{long}”, level 3 “Explains it” → nothing" in lines


def test_a_requirement_that_becomes_critical_is_told(support):
    needed = tuple(replace(needed, critical=True, weight=Decimal("1.25")) for needed in support.requirements)
    lines = list(describe.change_details(plan(support, replace(support, requirements=needed))))
    assert "  rep-1 → refunds: weight 1 → 1.25, critical no → yes" in lines


def test_a_reworded_level_is_told(support):
    levels = (LevelDoc(1, "Start"), *support.scale.levels[1:])
    changes = plan(support, replace(support, scale=replace(support.scale, levels=levels)))
    assert "  1 Start: name “Step 1” → “Start”" in describe.change_details(changes)


@pytest.mark.parametrize("code", [*onet.REASONS, "not_in_use", "duplicate"])
def test_every_reason_to_leave_a_line_out_has_words(code):
    assert code in describe.LEFT_OUT


def test_the_readers_of_published_frameworks_have_an_attribution():
    assert "Open Government Licence" in gdad.ATTRIBUTION
    assert "CC BY 4.0" in onet.attribution("O*NET")
