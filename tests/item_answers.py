"""Answers to test questions, made from levels that are known: for calibrations to find again."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

import numpy as np
from numpy.typing import NDArray

from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.models import Calibration, ItemHealth, ItemParameters
from assessments.testing.calibration.services import NewAnswer, record_answers
from assessments.testing.compute.items import Items, probabilities
from lifow.people.persons.models import Person
from tests.company import NOON

Floats = NDArray[np.float64]
_sitting = count(1)


def with_health(version: ItemVersion) -> ItemHealth:
    """What a calibration has found of one question, and its answers say of it."""
    skill = version.item.skill
    done = {"state": Calibration.State.DONE, "asked_at": NOON, "finished_at": NOON, "has_converged": True}
    counts = {"people": 9, "items": 1, "answers": 9, "log_likelihood": -4.2}
    number = Calibration.objects.filter(skill=skill).count() + 1
    found = Calibration.objects.create(skill=skill, number=number, **done, **counts)
    told = {"slope": 1.2, "slope_se": 0.2, "thresholds": [1.4], "threshold_ses": [0.3], "answers": 9}
    ItemParameters.objects.create(calibration=found, version=version, is_in_force=True, **told)
    options = [{"key": "a", "score": 1, "count": 9, "thirds": [None, None, None], "level": 2.1}]
    numbers = {"people": 9, "answers": 9, "p_value": 1.0, "sure_and_wrong": 0.0, "information": 0.3}
    return ItemHealth.objects.create(
        version=version, calibration=found, computed_at=NOON, options=options, **numbers
    )


def crowd(number: int) -> list[Person]:
    """So many people of whom nothing else is known."""
    first = Person.objects.count()
    rows = [
        Person(email=f"crowd.{place}@larkfield.example", given_name="Crowd", family_name=str(place))
        for place in range(first, first + number)
    ]
    return Person.objects.bulk_create(rows)


def levels_of(number: int, *, seed: int = 1, mean: float = 2.5, sd: float = 1.2) -> Floats:
    """True levels of so many people."""
    return np.random.default_rng(seed).normal(mean, sd, number)


def answer_all(
    people: Sequence[Person],
    levels: Floats,
    versions: Sequence[ItemVersion],
    items: Items,
    *,
    at: datetime = NOON,
    seed: int = 2,
    confidence: str = "",
    known_sd: float | None = None,
) -> NDArray[np.int64]:
    """Each person answers every version in one sitting; the scores, by person and version.

    `items` are the true parameters. Of single choices with options a, b and c, a is right. With `known_sd`
    the level is known beforehand, within that.
    """
    draw = np.random.default_rng(seed)
    chance = probabilities(items, levels).cumsum(axis=1)
    scores = (draw.random((len(versions), 1, len(people))) > chance[:, :-1]).sum(axis=1).T
    other = draw.integers(1, 3, scores.shape)
    told = levels if known_sd is None else draw.normal(levels, known_sd)
    rows = [
        NewAnswer(
            version_id=version.pk,
            person_id=who.pk,
            sitting_key=key,
            answered_at=at,
            score=int(scores[place, column]),
            chosen=["a" if scores[place, column] else "abc"[other[place, column]]],
            confidence=confidence,
            seconds=30,
            level_then=None if known_sd is None else float(told[place]),
            level_se_then=known_sd,
        )
        for place, (who, key) in enumerate((one, f"sit_{next(_sitting)}") for one in people)
        for column, version in enumerate(versions)
    ]
    record_answers(answers=rows)
    return scores
