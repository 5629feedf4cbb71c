"""What came of a test in numbers: of at least five people, so that nobody's result can be read from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from assessments.frameworks.models import Skill
from assessments.testing.sittings.choices import LEAST_IN_AGGREGATE, Conclusion
from assessments.testing.sittings.models import Sitting, SittingSkill, TestForm


@dataclass(frozen=True, slots=True)
class SkillFigures:
    """A skill of a test: how many people it concluded what of, by their last sitting, and the mean level."""

    skill: Skill
    people: int
    met: int
    below: int
    undecided: int
    mean_level: float | None


@dataclass(frozen=True, slots=True)
class TestFigures:
    """What came of a test, by each person's last sitting that is over.

    people   who have finished it; the other numbers are None where they are fewer than `least`
    """

    people: int
    passed: int | None
    minutes: float | None
    skills: Sequence[SkillFigures]
    least: int = LEAST_IN_AGGREGATE

    @property
    def is_told(self) -> bool:
        return self.people >= self.least


def figures_of(form: TestForm) -> TestFigures:
    """The numbers of a test; three queries."""
    ended = Sitting.objects.ended().filter(form=form).order_by("person", "-started_at", "-pk")
    last: dict[int, Sitting] = {}
    for one in ended.only("pk", "person", "started_at", "finished_at", "is_passed"):
        last.setdefault(one.person_id, one)
    people = len(last)
    if people < LEAST_IN_AGGREGATE:
        return TestFigures(people, None, None, ())
    seconds = [(one.finished_at - one.started_at).total_seconds() for one in last.values() if one.finished_at]
    has_mark = any(one.is_passed is not None for one in last.values())
    return TestFigures(
        people=people,
        passed=sum(bool(one.is_passed) for one in last.values()) if has_mark else None,
        minutes=sorted(seconds)[len(seconds) // 2] / 60 if seconds else None,
        skills=_skills([one.pk for one in last.values()]),
    )


def _skills(sitting_ids: Sequence[int]) -> list[SkillFigures]:
    """Of each skill that five people were asked about, what was concluded."""
    rows = (
        SittingSkill.objects.filter(sitting__in=sitting_ids, level__isnull=False)
        .values("skill")
        .annotate(
            people=Count("pk"),
            mean=Avg("level"),
            met=Count("pk", filter=Q(conclusion=Conclusion.MEETS)),
            below=Count("pk", filter=Q(conclusion=Conclusion.BELOW)),
            undecided=Count("pk", filter=Q(conclusion=Conclusion.UNDECIDED)),
        )
        .filter(people__gte=LEAST_IN_AGGREGATE)
        .order_by("skill__name")
    )
    told = list(rows)
    skills = Skill.objects.in_bulk([row["skill"] for row in told])
    return [
        SkillFigures(
            skill=skills[row["skill"]],
            people=row["people"],
            met=row["met"],
            below=row["below"],
            undecided=row["undecided"],
            mean_level=row["mean"],
        )
        for row in told
    ]
