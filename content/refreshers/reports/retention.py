"""How well what was learned is remembered: by the person, for themselves, and of a skill, for HR."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from content.refreshers.compute import DAYS_BETWEEN, curve_of
from content.refreshers.models import RefresherCard, RefresherReview, SkillRetention
from lifow.people.persons.models import Person

Floats = NDArray[np.float64]
CURVE_DAYS = (0, 7, 14, 30, 60, 90, 180)
ANSWERS_WITHIN = timedelta(days=180)
WIDTH, HEIGHT = 320, 120


@dataclass(frozen=True, slots=True)
class SkillMemory:
    """What somebody remembers of a skill: its questions, the chance on average, and when the next one
    comes."""

    skill: Skill
    questions: int
    recall: float
    due_on: date


@dataclass(frozen=True, slots=True)
class OwnRetention:
    """What somebody remembers of what they learned.

    curve     (days from today, chance on average) without another refresher; empty where nothing was answered
    answers   to refreshers within the last half year, and how many of them were right
    skills    least remembered first
    new       questions that were not asked yet
    """

    curve: tuple[tuple[int, float], ...]
    answers: int
    right: int
    skills: tuple[SkillMemory, ...]
    new: int

    @property
    def questions(self) -> int:
        return sum(one.questions for one in self.skills)


@dataclass(frozen=True, slots=True)
class SkillCurve:
    """How a skill is remembered by those who learned it.

    curve     (days, chance on average) without another refresher
    answers   (days from, days to, answers, right ones) of those told of enough people
    """

    retention: SkillRetention
    curve: tuple[tuple[int, float], ...]
    answers: tuple[tuple[int, int, int, int], ...]

    @property
    def skill(self) -> Skill:
        return self.retention.skill

    @property
    def now(self) -> float:
        return self.curve[0][1]


def own_retention(person: Person, *, today: date, as_of: datetime) -> OwnRetention:
    """What a person remembers, with the curve of what they would forget; three queries."""
    cards = list(RefresherCard.objects.for_person(person).select_related("item__skill").order_by("pk"))
    answered = [(card, card.memory) for card in cards]
    known = [(card, memory) for card, memory in answered if memory is not None]
    stability = np.array([memory.stability for _card, memory in known], dtype=np.float64)
    since = np.array([(today - memory.reviewed_on).days for _card, memory in known], dtype=np.float64)
    reviews = RefresherReview.objects.asked_again().filter(card__person=person)
    ratings = list(reviews.since(as_of - ANSWERS_WITHIN).values_list("rating", flat=True))
    return OwnRetention(
        curve=tuple(zip(CURVE_DAYS, curve_of(stability, since, CURVE_DAYS), strict=False)),
        answers=len(ratings),
        right=sum(rating > 1 for rating in ratings),
        skills=_by_skill([card for card, _memory in known], stability, since),
        new=len(cards) - len(known),
    )


def skill_retentions() -> list[SkillCurve]:
    """Of every skill that enough people have learned, the least remembered first; one query."""
    rows: QuerySet[SkillRetention] = SkillRetention.objects.select_related("skill").order_by("skill__name")
    return sorted((_curve(row) for row in rows if row.recall), key=lambda one: one.now)


def skill_curve(skill: Skill) -> SkillCurve | None:
    """Of one skill; None where too few people have learned it. One query."""
    row = SkillRetention.objects.select_related("skill").filter(skill=skill).first()
    return None if row is None or not row.recall else _curve(row)


def retention_drawing(curve: Sequence[tuple[int, float]]) -> str:
    """The points of a curve in a box of 320 × 120: from the first day to the last, from 0% to 100%."""
    if not curve:
        return ""
    last = curve[-1][0] or 1
    return " ".join(f"{day / last * WIDTH:.1f},{(1 - chance) * HEIGHT:.1f}" for day, chance in curve)


def _curve(row: SkillRetention) -> SkillCurve:
    answers = tuple(
        (*DAYS_BETWEEN[place], answers, right)
        for place, answers, right in row.answers
        if 0 <= place < len(DAYS_BETWEEN)
    )
    return SkillCurve(row, tuple(zip(CURVE_DAYS, row.recall, strict=False)), answers)


def _by_skill(cards: Sequence[RefresherCard], stability: Floats, since: Floats) -> tuple[SkillMemory, ...]:
    places: Mapping[int, list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        places[card.item.skill_id].append(place)
    rows = [
        SkillMemory(
            skill=cards[those[0]].item.skill,
            questions=len(those),
            recall=curve_of(stability[those], since[those], [0])[0],
            due_on=min(cards[place].due_on for place in those),
        )
        for those in places.values()
    ]
    return tuple(sorted(rows, key=lambda one: (one.recall, str(one.skill))))
