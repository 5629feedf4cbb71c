"""What modules change is read from evidence that is independent of them, kept, and told with care."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.evidence.models import Evidence
from content.activity.models import Activity
from content.effect.choices import Verdict
from content.effect.compute import Sums
from content.effect.models import MeasuredEffect
from content.effect.reports import effects_shown
from content.effect.selectors import cohort_of
from content.effect.services import measure_effects, sums_in
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
SKILLS = ("Refund policy", "SQL", "Empathy")
TAKERS, OTHERS = 24, 30


@world
def refunds():
    """A module that raises a skill by a level and a half for 24 people, beside 30 who did not take it."""
    made = module("The refund change", skill("Refund policy"), 1, 3)
    manager = person("Marta Kowalczyk")
    people = [person(f"P {number}") for number in range(TAKERS + OTHERS)]
    rng = np.random.default_rng(1)
    rows = []
    for number, one in enumerate(people):
        for place, name in enumerate(SKILLS):
            raised = 1.5 if number < TAKERS and place == 0 else 0.0
            for days, more in ((900, 0), (500, 0), (100, raised)):
                level = min(5, max(0, round(2 + more + rng.normal(0, 0.5))))
                rows.append(rating(one, manager, name, level, days))
    Evidence.objects.bulk_create(rows)
    for one in people[:TAKERS]:
        began = NOON - timedelta(days=300)
        Activity.objects.create(
            person=one, module=made, started_at=began, touched_at=began, completed_at=began
        )
    return made


def rating(who, rater, name, level, days, source="manager", **fields) -> Evidence:
    at = NOON - timedelta(days=days)
    return Evidence(
        person=who,
        skill=skill(name),
        level=level,
        source=source,
        rater=rater,
        observed_at=at,
        recorded_at=at,
        **fields,
    )


def test_an_effect_that_is_there_is_found(refunds):
    assert measure_effects(as_of=NOON) == 1
    row = MeasuredEffect.objects.get(module=refunds)
    assert (row.verdict, row.takers) == (Verdict.WORKS, TAKERS)
    assert 15 < row.others <= OTHERS, "without those whose level before none of the takers had"
    assert 0 < row.low < row.levels < row.high
    assert row.levels == pytest.approx(1.5, abs=0.5)
    [shown] = effects_shown(refunds)
    assert shown.per_minute == pytest.approx(row.levels / refunds.minutes)
    assert shown.is_told


def test_without_enough_people_no_number_is_told(refunds):
    Activity.objects.filter(person__in=list(refunds.activities.values_list("person", flat=True)[9:])).delete()
    measure_effects(as_of=NOON)
    MeasuredEffect.objects.update(verdict=Verdict.TOO_FEW)
    [shown] = effects_shown(refunds)
    assert (shown.is_told, shown.levels, shown.low) == (False, None, None)
    assert shown.needed > shown.takers


def test_a_module_that_nobody_measured_says_so(refunds):
    [shown] = effects_shown(refunds)
    assert (shown.verdict, shown.takers, shown.takers_told) == (Verdict.TOO_FEW, 0, None)


def test_self_ratings_are_not_independent(refunds):
    one = refunds.activities.first().person
    Evidence.objects.bulk_create([rating(one, one, "SQL", 5, 50, source="self")])
    cohort = cohort_of(refunds, [skill("Refund policy").pk], NOON)
    assert len(cohort.readings) == (TAKERS + OTHERS) * len(SKILLS) * 3


def test_what_was_withdrawn_does_not_count(refunds):
    from assessments.evidence.services import withdraw_evidence

    piece = Evidence.objects.filter(skill=skill("SQL")).first()
    hr = person("Ruth Amankwah", is_hr_admin=True)
    withdraw_evidence(evidence=piece, reason="A mistake.", as_of=NOON, by=hr)
    cohort = cohort_of(refunds, [skill("Refund policy").pk], NOON + timedelta(days=1))
    assert len(cohort.readings) == (TAKERS + OTHERS) * len(SKILLS) * 3 - 1


def test_a_module_is_measured_once_a_day_and_twice_is_once(refunds):
    assert measure_effects(as_of=NOON) == 1
    assert measure_effects(as_of=NOON + timedelta(hours=1)) == 0
    assert measure_effects(as_of=NOON + timedelta(days=1)) == 1
    assert MeasuredEffect.objects.count() == 1


def test_a_skill_that_a_module_raises_no_more_is_not_told(refunds):
    measure_effects(as_of=NOON)
    refunds.effects.update(skill=skill("SQL"))
    measure_effects(as_of=NOON + timedelta(days=1))
    assert [row.skill for row in MeasuredEffect.objects.all()] == [skill("SQL")]


def test_what_is_stored_in_another_form_says_nothing():
    for stored in ({}, {"takers": "many"}, {"outcome": 3, "earlier": None, "trend": []}):
        assert sums_in(stored) == Sums(0, 0)


def test_the_number_of_queries_does_not_grow_with_people(refunds):
    with CaptureQueriesContext(connection) as few:
        measure_effects(as_of=NOON)
    assert len(few) <= 30
