"""The cheapest next questions: the few that settle the most a minute of what is uncertain about somebody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from assessments.frameworks.models import Skill
from assessments.gaps.choices import CRITICAL_FACTOR
from assessments.gaps.reports import KnownLevel, known_levels, named_skills
from assessments.testing.compute.adaptive import Bank
from assessments.testing.compute.items import Items
from assessments.testing.compute.posterior import Prior
from assessments.testing.compute.questions import Question, UncertainSkill, cheapest_questions
from assessments.testing.sittings.drawing import may_be_asked
from assessments.testing.sittings.measuring import HALF_LEVEL
from assessments.testing.sittings.selectors import Pool, asked_lately, pools_of
from lifow.people.persons.models import Person

MOST_QUESTIONS = 4
MOST_SECONDS = 180


@dataclass(frozen=True, slots=True)
class SkillQuestions:
    """How many questions of a skill to ask, and how long they take together."""

    skill: Skill
    questions: int
    seconds: int


@dataclass(frozen=True, slots=True)
class NextQuestions:
    """What settles the most a minute for somebody: questions by skill, the skill first that settles the most.

    Nothing where no skill is uncertain, or all questions of those that are were asked lately.
    """

    skills: tuple[SkillQuestions, ...] = ()

    @property
    def questions(self) -> int:
        return sum(one.questions for one in self.skills)

    @property
    def minutes(self) -> int:
        return ceil(sum(one.seconds for one in self.skills) / 60)

    def __bool__(self) -> bool:
        return bool(self.skills)


def next_questions(
    person: Person,
    *,
    as_of: datetime,
    skill_ids: Collection[int] | None = None,
    most: int = MOST_QUESTIONS,
    seconds: int = MOST_SECONDS,
) -> NextQuestions:
    """The few questions that settle the most a minute, of the uncertain skills that the person's role needs.

    Of these skills alone, if some are given. It is told from the current gap report, and what is asked is
    chosen anew with each answer. Five queries.
    """
    known = known_levels(person, skill_ids)
    uncertain = {skill_id: one for skill_id, one in known.items() if one.is_uncertain}
    if not uncertain:
        return NextQuestions()
    pools, seen = pools_of(uncertain), asked_lately(person, uncertain, as_of)
    asked = [
        _uncertain(skill_id, one, pools[skill_id], person, seen)
        for skill_id, one in uncertain.items()
        if skill_id in pools and len(pools[skill_id])
    ]
    found = cheapest_questions(asked, most_items=most, most_seconds=seconds)
    return NextQuestions(_by_skill(found, named_skills({one.key for one in found})))


def _uncertain(
    skill_id: int, known: KnownLevel, pool: Pool, person: Person, seen: Collection[int]
) -> UncertainSkill:
    return UncertainSkill(
        key=skill_id,
        prior=Prior(known.mean, known.sd),
        cut=(known.required or 0) - HALF_LEVEL,
        bank=bank_of(pool, person, seen),
        weight=known.weight * (CRITICAL_FACTOR if known.is_critical else 1.0),
    )


def bank_of(pool: Pool, person: Person, seen: Collection[int]) -> Bank:
    """The questions of a skill as they may be asked of somebody."""
    return Bank(
        items=Items(pool.slope, pool.threshold),
        is_available=may_be_asked(pool, languages=person.languages, seen=seen),
        answers=pool.answers,
        seconds=pool.seconds.astype(float),
    )


def _by_skill(found: Sequence[Question], skills: Mapping[int, Skill]) -> tuple[SkillQuestions, ...]:
    keys = dict.fromkeys(one.key for one in found)
    return tuple(
        SkillQuestions(
            skill=skills[key],
            questions=sum(one.key == key for one in found),
            seconds=round(sum(one.seconds for one in found if one.key == key)),
        )
        for key in keys
        if key in skills
    )
