"""What came of a test in numbers: of at least five people, so that nobody's result can be read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce

from assessments.frameworks.models import Skill
from assessments.testing.sittings.choices import LEAST_IN_AGGREGATE
from assessments.testing.sittings.models import FormFigures, Sitting, TestForm

WHOSE = Coalesce("person__merged_into", "person")
"""Whose a sitting is by now: records that are merged are one person's."""
NUMBERS = ("skill", "people", "met", "below", "undecided", "mean_level")


@dataclass(frozen=True, slots=True)
class SkillFigures:
    """A skill of a test: how many people it concluded what of, by their last sitting, and the mean level."""

    skill: Skill
    people: int
    met: int
    below: int
    undecided: int
    mean_level: float


@dataclass(frozen=True, slots=True)
class TestFigures:
    """What came of a test, by each person's last sitting that was over when it was counted.

    finished    how many people have finished it by now
    counted_at  None before enough of them were counted: then there are no numbers
    people      whom the numbers are of; `passed` is None where there is no mark
    minutes     half of them took so long or less
    """

    finished: int
    counted_at: datetime | None = None
    people: int = 0
    passed: int | None = None
    minutes: float | None = None
    skills: Sequence[SkillFigures] = ()
    least: int = LEAST_IN_AGGREGATE


def figures_of(form: TestForm) -> TestFigures:
    """The numbers of a test; three queries."""
    ended = Sitting.objects.ended().filter(form=form)
    finished = ended.aggregate(people=Count(WHOSE, distinct=True))["people"]
    kept = FormFigures.objects.filter(form=form).first()
    if kept is None:
        return TestFigures(finished)
    return TestFigures(
        finished, kept.counted_at, kept.people, kept.passed, kept.minutes, _skills(skill_rows(kept.skills))
    )


def skill_rows(stored: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The numbers of skills as they are kept; what another version of lifow wrote is left out."""
    return [one for one in stored if isinstance(one, dict) and {*NUMBERS, "counted_at"} <= one.keys()]


def _skills(rows: Sequence[Mapping[str, Any]]) -> list[SkillFigures]:
    skills = Skill.objects.in_bulk([row["skill"] for row in rows])
    found = [
        SkillFigures(skills[row["skill"]], *(row[name] for name in NUMBERS[1:]))
        for row in rows
        if row["skill"] in skills
    ]
    return sorted(found, key=lambda one: one.skill.name)
