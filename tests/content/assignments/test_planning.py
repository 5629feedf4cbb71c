"""Assignments in plans: made again as they change, and held by the minutes."""

from datetime import timedelta

import pytest

from content.assignments.models import AssignedPerson
from content.assignments.services import waive
from content.planning.models import Plan
from content.planning.reports import plan_of
from content.planning.services import (
    complete_module,
    people_with_stale_plans,
    refresh_plans,
    set_learning_time,
)
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, role, skill
from tests.content.assignments.assigning import TODAY, assign_to

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)


@world
def planned(abena: Person) -> Person:
    """Abena, who has a critical gap in refunds, a module of 4 minutes for it, and a plan."""
    give(abena, role(Refund_policy=(3, 2, True)))
    observe(abena, skill("Refund policy"), 1)
    module("The refund change", skill("Refund policy"), 1, 3)
    compute(abena)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    return abena


def steps(person: Person, as_of=SOON) -> list[tuple[str, str]]:
    refresh_plans(person_ids=[person.pk], as_of=as_of)
    return [(str(one.item.module), one.item.reason) for one in plan_of(person, as_of).steps]


def test_what_is_assigned_makes_the_plan_stale_until_it_is_made_again(planned, privacy):
    assert people_with_stale_plans(NOON) == []
    assign_to(planned, privacy)
    assert people_with_stale_plans(NOON) == [planned.pk]
    AssignedPerson.objects.update(updated_at=NOON)
    refresh_plans(person_ids=[planned.pk], as_of=SOON)
    assert people_with_stale_plans(SOON) == []


def test_it_comes_after_critical_skills_while_there_is_time_and_before_them_in_its_week(planned, privacy):
    row = assign_to(planned, privacy, due_on=TODAY + timedelta(days=60))
    assert steps(planned) == [("The refund change", "closes"), ("Data protection", "assigned")]
    AssignedPerson.objects.filter(pk=row.pk).update(due_on=TODAY + timedelta(days=3))
    assert steps(planned) == [("Data protection", "assigned"), ("The refund change", "closes")]


def test_a_plan_with_something_assigned_is_made_again_next_week(planned, privacy):
    assign_to(planned, privacy)
    refresh_plans(person_ids=[planned.pk], as_of=SOON)
    assert Plan.objects.get(person=planned).week_ends_at is not None


def test_done_or_waived_it_is_in_no_plan(planned, hr, privacy, phishing):
    assign_to(planned, privacy)
    row = assign_to(planned, phishing)
    complete_module(person=planned, module=privacy, completed_at=SOON)
    waive(row=row, by=hr, reason="Knows it.", as_of=SOON)
    assert steps(planned, SOON + timedelta(minutes=1)) == [("The refund change", "closes")]


def test_what_the_minutes_do_not_hold_is_said(planned, privacy):
    assign_to(planned, privacy, due_on=TODAY)
    set_learning_time(person=planned, minutes_per_week=2, as_of=SOON)
    assert plan_of(planned, SOON).late == (privacy.pk,)
    set_learning_time(person=planned, minutes_per_week=20, as_of=SOON)
    assert plan_of(planned, SOON).late == ()
