"""How well each skill is remembered, counted for HR from enough people."""

from collections import defaultdict
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from content.refreshers.choices import LEAST_PEOPLE
from content.refreshers.compute import answers_by_days, curve_of
from content.refreshers.models import RefresherCard, RefresherReview, SkillRetention
from content.refreshers.reports.retention import ANSWERS_WITHIN, CURVE_DAYS, Floats
from lifow.base.database.columns import read_columns

Days = NDArray[np.int64]
EPOCH = date(1970, 1, 1)


def count_retention(*, as_of: datetime) -> int:
    """Count how well each skill is remembered that at least five people have learned; how many were counted.

    A skill keeps its numbers while one to four people have come or gone: what one of them remembers could be
    worked out from the difference. One that too few have learned by now has none.
    """
    cards = read_columns(
        RefresherCard.objects.answered().filter(person__is_active=True).order_by("pk"),
        person=("person_id", "i8"),
        skill=("item__skill_id", "i8"),
        stability=("stability", "f8"),
        reviewed=("reviewed_on", "day"),
    )
    reviews = _reviews(as_of)
    before = dict(SkillRetention.objects.values_list("skill", "people"))
    counted, kept = 0, set()
    for skill_id in np.unique(cards["skill"]).tolist():
        theirs = cards["skill"] == skill_id
        people = len(np.unique(cards["person"][theirs]))
        if people < LEAST_PEOPLE:
            continue
        kept.add(skill_id)
        if 0 < abs(people - before.get(skill_id, 0)) < LEAST_PEOPLE:
            continue
        values = {
            "counted_at": as_of,
            "people": people,
            "questions": int(theirs.sum()),
            "recall": _curve(cards["stability"][theirs], cards["reviewed"][theirs], as_of.date()),
            "answers": reviews.get(skill_id, []),
        }
        SkillRetention.objects.update_or_create(skill_id=skill_id, defaults=values)
        counted += 1
    SkillRetention.objects.exclude(skill__in=kept).delete()
    return counted


def _curve(stability: Floats, reviewed: Days, today: date) -> list[float]:
    """In whole percents: more would say more of single people."""
    since = ((today - EPOCH).days - reviewed).astype(np.float64)
    return [round(one, 2) for one in curve_of(stability, np.maximum(since, 0), CURVE_DAYS)]


def _reviews(as_of: datetime) -> dict[int, list[list[int]]]:
    """(place of the days, answers, right ones) by skill, of at least five people."""
    rows = RefresherReview.objects.asked_again().since(as_of - ANSWERS_WITHIN)
    answered = read_columns(
        rows.filter(days_since__isnull=False).order_by("pk"),
        person=("card__person_id", "i8"),
        skill=("card__item__skill_id", "i8"),
        days=("days_since", "i8"),
        rating=("rating", "i8"),
    )
    found: dict[int, list[list[int]]] = defaultdict(list)
    for skill_id in np.unique(answered["skill"]).tolist():
        theirs = answered["skill"] == skill_id
        told = answers_by_days(
            answered["days"][theirs], answered["rating"][theirs] > 1, answered["person"][theirs]
        )
        found[skill_id] = [
            [place, answers, right] for place, answers, right, people in told if people >= LEAST_PEOPLE
        ]
    return found
