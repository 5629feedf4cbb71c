"""A learner says “not this week”: the plan leaves it out until a day of theirs."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from content.planning import details
from content.planning.models import Plan, PlanItem, PutOffStep
from content.planning.reports import next_monday, plan_of
from content.planning.services import (
    PutOffError,
    bring_back_step,
    people_with_stale_plans,
    put_off_step,
    refresh_plans,
)
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, module, observe, person, role, skill
from tests.concurrency import at_once
from tests.content.assignments.assigning import assign_to

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Noon is a Monday's.
NEXT_MONDAY = NOON.date() + 7 * DAY


def learner(**fields) -> Person:
    made = person("Abena Osei", **fields)
    give(made, role(Refund_policy=3, SQL=2))
    observe(made, skill("Refund policy"), 1, observed_at=NOON - DAY)
    compute(made)
    module("The refund change", skill("Refund policy"), 1, 3, minutes=6)
    module("Refunds at length", skill("Refund policy"), 1, 3, minutes=9)
    refresh_plans(person_ids=[made.pk], as_of=NOON)
    return made


@world
def abena() -> Person:
    return learner()


def titles(who: Person) -> list[str]:
    items = PlanItem.objects.filter(plan__person=who).select_related("module", "skill").order_by("position")
    return [str(item.module or f"assess {item.skill}") for item in items]


def module_of(who: Person):
    return PlanItem.objects.get(plan__person=who, module__isnull=False).module


def test_a_module_that_is_put_off_makes_room_for_another_until_its_day(abena):
    short = module_of(abena)
    put_off_step(person=abena, step=short, until=NEXT_MONDAY, as_of=NOON)
    assert "Refunds at length" in titles(abena)
    assert "The refund change" not in titles(abena)
    (told,) = plan_of(abena, NOON).put_off
    assert (told.module, told.skill, told.until) == (short, None, NEXT_MONDAY)


def test_the_plan_is_stale_when_it_comes_back_and_has_it_again(abena):
    put_off_step(person=abena, step=module_of(abena), until=NEXT_MONDAY, as_of=NOON)
    midnight = NOON - timedelta(hours=12) + 7 * DAY
    assert people_with_stale_plans(midnight - timedelta(seconds=1)) == []
    assert people_with_stale_plans(midnight) == [abena.pk]
    refresh_plans(person_ids=[abena.pk], as_of=midnight)
    assert "The refund change" in titles(abena)
    assert plan_of(abena, midnight).put_off == ()


@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Auckland", -13), ("Pacific/Honolulu", 10)])
def test_its_day_begins_at_midnight_where_the_learner_is(zone, hours):
    abena = learner(timezone=zone)
    until = next_monday(abena, NOON)
    put_off_step(person=abena, step=module_of(abena), until=until, as_of=NOON)
    begins = Plan.objects.get().week_ends_at
    assert (begins.date(), begins.hour) == ((until - DAY, 24 + hours) if hours < 0 else (until, hours))


def test_an_assessment_that_is_put_off_is_not_asked_for(abena):
    assert "assess SQL" in titles(abena)
    put_off_step(person=abena, step=skill("SQL"), until=NEXT_MONDAY, as_of=NOON)
    assert titles(abena) == ["The refund change"]
    assert [one.skill for one in plan_of(abena, NOON).put_off] == [skill("SQL")]


def test_modules_that_build_on_what_is_put_off_wait_with_it(abena):
    first, then = module_of(abena), module("The next change", skill("Refund policy"), 1, 3, minutes=2)
    then.prerequisites.add(first)
    put_off_step(person=abena, step=first, until=NEXT_MONDAY, as_of=NOON)
    assert set(titles(abena)) == {"Refunds at length", "assess SQL"}


def test_whoever_puts_all_off_is_not_said_to_lack_modules_or_gaps(abena):
    while titles(abena):
        item = PlanItem.objects.filter(plan__person=abena).select_related("module", "skill").first()
        put_off_step(person=abena, step=item.module or item.skill, until=NEXT_MONDAY, as_of=NOON)
    plan = Plan.objects.get()
    assert plan.outcome == Plan.Outcome.PUT_OFF
    assert plan_of(abena, NOON).without_content == plan_of(abena, NOON).used_up == ()
    assert len(plan_of(abena, NOON).put_off) == 3


def test_brought_back_it_is_planned_again_and_twice_is_once(abena):
    short = module_of(abena)
    put_off_step(person=abena, step=short, until=NEXT_MONDAY, as_of=NOON)
    assert bring_back_step(person=abena, step=short, as_of=NOON)
    assert not bring_back_step(person=abena, step=short, as_of=NOON)
    assert "The refund change" in titles(abena)


def test_put_off_again_it_has_the_new_day(abena):
    short = module_of(abena)
    put_off_step(person=abena, step=short, until=NEXT_MONDAY, as_of=NOON)
    put_off_step(person=abena, step=short, until=NEXT_MONDAY + DAY, as_of=NOON)
    assert PutOffStep.objects.get().until == NEXT_MONDAY + DAY


@pytest.mark.parametrize("until", [NOON.date(), NOON.date() + 91 * DAY, date(1, 1, 1)])
def test_a_day_that_is_not_to_come_or_too_far_is_refused(abena, until):
    with pytest.raises(PutOffError, match="Choose a day after today"):
        put_off_step(person=abena, step=module_of(abena), until=until, as_of=NOON)


def test_what_is_no_step_or_is_assigned_is_refused(abena):
    other = module("Elsewhere", skill("Refund policy"), 3, 4)
    with pytest.raises(PutOffError, match="no step of your plan"):
        put_off_step(person=abena, step=other, until=NEXT_MONDAY, as_of=NOON)
    assign_to(abena, module_of(abena))
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    with pytest.raises(PutOffError, match="assigned to you"):
        put_off_step(person=abena, step=module_of(abena), until=NEXT_MONDAY, as_of=NOON)
    assert not PutOffStep.objects.exists()


def test_what_is_assigned_after_it_was_put_off_is_planned(abena):
    short = module_of(abena)
    put_off_step(person=abena, step=short, until=NEXT_MONDAY, as_of=NOON)
    assign_to(abena, short)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert "The refund change" in titles(abena)
    assert plan_of(abena, NOON).put_off == ()


@pytest.mark.parametrize(
    "stored", [None, 3, [3, {"module": "x"}, {"module": 1, "until": "soon"}, {"until": "2026-03-09"}]]
)
def test_what_another_version_has_stored_breaks_nothing(stored):
    assert details.put_off({"put_off": stored}) == ()


def test_pages_put_off_and_bring_back(abena, client):
    now = timezone.now()
    refresh_plans(person_ids=[abena.pk], as_of=now)
    client.force_login(abena)
    step = module_of(abena)
    address = reverse("content:put_off", args=[step.public_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"until": "soon"}).status_code == 422
    assert client.post(address, {"until": "2020-01-01"}).status_code == 422
    day = next_monday(abena, now)
    shown = client.post(address, {"until": day.isoformat()}, follow=True).content.decode()
    assert "Put off until" in shown
    assert "Bring back" in shown
    client.post(reverse("content:bring_back", args=[step.public_id]))
    assert not PutOffStep.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_put_off_once():
    abena = learner()
    step = module_of(abena)
    outcomes = at_once([partial(put_off_step, person=abena, step=step, until=NEXT_MONDAY, as_of=NOON)] * 4)
    assert {one.pk for one in outcomes} == {PutOffStep.objects.get().pk}
