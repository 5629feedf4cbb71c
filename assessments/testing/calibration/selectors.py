"""From rows to arrays: the answers to the items of a skill."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Case, Count, F, Q, SmallIntegerField, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import Confidence
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.compute.health import Confidence as Tapped
from assessments.testing.compute.items import Bools, Floats, Ints
from assessments.testing.compute.responses import MISSING
from lifow.base.database.columns import among, read_columns

Moments = NDArray[np.datetime64]

YEARS = timedelta(days=730)
"""Older answers are left out: what people knew, and what an item asks about, has changed."""
LATELY = timedelta(days=90)
UNKNOWN = -1
CONFIDENCE_CODE = Case(
    When(confidence=Confidence.SURE, then=Value(int(Tapped.SURE))),
    When(confidence=Confidence.THINK_SO, then=Value(int(Tapped.THINK_SO))),
    When(confidence=Confidence.GUESS, then=Value(int(Tapped.GUESS))),
    default=Value(MISSING),
    output_field=SmallIntegerField(),
)


@dataclass(frozen=True, slots=True)
class SkillAnswers:
    """Answers to versions of one skill, one row an answer, in the order of their times.

    answer, version, person  ids; records that were merged are one person
    answered_at  UTC, in microseconds
    confidence   as `assessments.testing.compute.health` has it; MISSING where it was not said
    seconds      UNKNOWN where they were not measured
    mean, sd     what was known of the person's level before the sitting, in levels; NaN where nothing was
    """

    answer: Ints
    version: Ints
    person: Ints
    answered_at: Moments
    score: Ints
    confidence: Ints
    seconds: Ints
    mean: Floats
    sd: Floats

    def __len__(self) -> int:
        return len(self.answer)

    @property
    def month(self) -> Ints:
        """Calendar months since 1970."""
        found: Ints = self.answered_at.astype("M8[M]").astype(np.int64)
        return found

    def take(self, rows: Ints | Bools) -> "SkillAnswers":
        """The same of these answers only."""
        return replace(self, **{name: getattr(self, name)[rows] for name in self.__slots__})


def skill_answers(*, skill: Skill, as_of: datetime) -> SkillAnswers:
    """The answers of the last two years to the versions of a skill on its present levels; one query."""
    rows = ItemAnswer.objects.of_skill(skill).readable().between(as_of - YEARS, as_of)
    found = read_columns(
        rows.annotate(code=CONFIDENCE_CODE, whose=Coalesce("person__merged_into", "person")).order_by(
            "answered_at", "pk"
        ),
        answer=("pk", "i8"),
        version=("version_id", "i8"),
        person=("whose", "i8"),
        answered_at=("answered_at", "moment"),
        score=("score", "i8"),
        confidence=("code", "i8"),
        seconds=("seconds", "i8", UNKNOWN),
        mean=("level_then", "f8", 0.0),
        sd=("level_se_then", "f8", -1.0),
    )
    is_known = found["sd"] > 0
    known = {name: np.where(is_known, found[name], np.nan) for name in ("mean", "sd")}
    return SkillAnswers(**{**found, **known})


def people_by_version(answers: SkillAnswers) -> dict[int, int]:
    """How many people have answered each version."""
    pairs = np.unique(np.stack([answers.version, answers.person]), axis=1)
    versions, people = np.unique(pairs[0], return_counts=True)
    return dict(zip(versions.tolist(), people.tolist(), strict=True))


def chosen_keys(answers: SkillAnswers) -> Mapping[str, Ints]:
    """By key of an answer that can be chosen, the ids of the answers in which it was; one query."""
    rows = ItemAnswer.objects.filter(pk__in=among(answers.answer)).annotate(text=Cast("chosen", TextField()))
    read: dict[str, list[str]] = {}
    found: dict[str, list[int]] = {}
    for pk, text in rows.order_by("pk").values_list("pk", "text").iterator(chunk_size=10_000):
        if text not in read:
            read[text] = sorted({str(key) for key in json.loads(text)})
        for key in read[text]:
            found.setdefault(key, []).append(pk)
    return {key: np.array(pks, dtype=np.int64) for key, pks in found.items()}


def versions_due(*, skill: Skill | None = None, as_of: datetime, people: int) -> dict[int, set[int]]:
    """By skill the versions that so many people have answered since their health was computed; one query."""
    rows = ItemAnswer.objects.readable().between(as_of - YEARS, as_of)
    if skill is not None:
        rows = rows.of_skill(skill)
    since = Q(version__health__isnull=True) | Q(answered_at__gt=F("version__health__computed_at"))
    new = rows.filter(since).order_by().values_list("version__item__skill", "version")
    found: dict[int, set[int]] = {}
    counted = new.annotate(people=Count(Coalesce("person__merged_into", "person"), distinct=True))
    for skill_id, version_id, _people in counted.filter(people__gte=people):
        found.setdefault(skill_id, set()).add(version_id)
    return found
