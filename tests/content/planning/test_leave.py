"""Nobody on leave is planned for, by the day where they are; the plan that was there stays."""

from datetime import date, timedelta

import pytest

from content.planning import subscriptions
from content.planning.models import Plan, WeekTold
from content.planning.services import (
    complete_module,
    people_with_stale_plans,
    refresh_plans,
    tell_plans_of_the_week,
)
from lifow.events.types import LeaveEnded
from lifow.people.persons.models import Person
from tests.backing.leave import DAY, SECOND, ZONES, goes_on_leave, midnight
from tests.company import NOON, compute, give, module, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
# A Monday, as is the day after the last.
FIRST, LAST = date(2026, 3, 9), date(2026, 3, 15)


def learner(zone: str = "UTC") -> Person:
    made = person("Abena Osei", timezone=zone)
    give(made, role(Refund_policy=3))
    for days in range(4):
        observe(made, skill("Refund policy"), 1, observed_at=NOON - timedelta(days=days))
    compute(made)
    refresh_plans(person_ids=[made.pk], as_of=NOON)
    return made


@pytest.fixture(autouse=True)
def lesson():
    return module("The refund change", skill("Refund policy"), 1, 3)


@pytest.mark.parametrize("zone", ZONES)
def test_no_plan_is_made_from_midnight_to_midnight_there(zone):
    abena = learner(zone)
    goes_on_leave(abena, FIRST, LAST)
    Plan.objects.update(catalogue=0)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    for moment, is_planned_for in ((begins, False), (ends - SECOND, False), (ends, True)):
        assert people_with_stale_plans(moment) == ([abena.pk] if is_planned_for else [])
        assert refresh_plans(person_ids=[abena.pk], as_of=moment) == is_planned_for


@pytest.mark.parametrize("zone", ZONES)
def test_nobody_is_told_of_a_plan_during_leave(zone):
    abena = learner(zone)
    goes_on_leave(abena, FIRST, LAST)
    begins, ends = midnight(FIRST, zone), midnight(LAST + DAY, zone)
    assert tell_plans_of_the_week(as_of=begins) == 0
    assert not WeekTold.objects.exists()
    assert tell_plans_of_the_week(as_of=ends) == 1


def test_what_was_planned_stays_as_it_was_whatever_is_done_meanwhile(lesson):
    abena = learner()
    goes_on_leave(abena, FIRST)
    before = Plan.objects.get()
    complete_module(person=abena, module=lesson, completed_at=midnight(FIRST + DAY, "UTC"))
    after = Plan.objects.get()
    assert (after.computed_at, after.items.get().module) == (before.computed_at, lesson)


def test_those_who_are_back_are_planned_for_at_once(monkeypatch):
    sent = []
    monkeypatch.setattr(subscriptions, "start_in_chunks", lambda name, ids: sent.append((name, ids)))
    subscriptions.plan_again(LeaveEnded(person_ids=(7, 8)), occurred_at=NOON)
    assert sent == [("content.planning.tasks.refresh_plans_chunk", (7, 8))]
