"""Where a test is offered: in plans, where ratings are asked for, and as the cheapest next questions."""

from datetime import timedelta

import numpy as np
import pytest

from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask, planned_asks
from assessments.testing.sittings.reports import (
    can_be_tested,
    checks_offered,
    expected_errors,
    next_questions,
)
from assessments.testing.sittings.services import answer_item, end_early, start_quick_check
from content.planning.models import Plan
from content.planning.services import refresh_plans
from tests.backing.asking import ask
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


def plan(who, as_of=NOON) -> Plan:
    refresh_plans(person_ids=[who.pk], as_of=as_of)
    return Plan.objects.get(person=who)


def sit_through(sitting, *, right: bool = True) -> None:
    sitting.refresh_from_db()
    while sitting.is_open:
        asked = sitting.items.get(shown_at__isnull=False, answered_at=None)
        given = place_of(asked, right=right)
        answer_item(sitting=sitting, number=asked.number, given=given, as_of=LATER)
        sitting.refresh_from_db()


def test_the_cheapest_questions_are_of_uncertain_skills_and_fit_the_minutes(abena, refunds):
    found = next_questions(abena, as_of=NOON)
    assert [one.skill for one in found.skills] == [refunds]
    assert 1 <= found.questions <= 4
    assert found.minutes <= 3


def test_of_several_skills_those_come_first_that_settle_the_most(refunds):
    kofi = person("Kofi Mensah")
    items(skill("Empathy"), each=4)
    give(kofi, role("Agent", Refund_policy=(3, 2, True), Empathy=3, SQL=2))
    observe(kofi, skill("Empathy"), 3, source="peer", rater=person("Deepa Menon"))
    compute(kofi)
    found = next_questions(kofi, as_of=NOON, most=4, seconds=600)
    assert {one.skill.name for one in found.skills} <= {"Refund policy", "Empathy"}
    assert found.skills[0].skill == refunds


def test_nothing_is_asked_where_nothing_is_uncertain(refunds):
    assert not next_questions(person("Kofi Mensah"), as_of=NOON)


def test_a_plan_asks_by_a_test_where_there_are_questions(abena, refunds):
    [step] = plan(abena).items.all()
    assert (step.reason, step.is_test, step.skill) == ("assess", True, refunds)


def test_a_plan_asks_for_a_rating_where_there_are_none():
    kofi = person("Kofi Mensah")
    give(kofi, role("Analyst", SQL=2))
    compute(kofi)
    [step] = plan(kofi).items.all()
    assert (step.reason, step.is_test) == ("assess", False)


def test_after_a_test_the_plan_asks_nothing_of_it_again_within_the_week(abena, refunds):
    sitting = start_quick_check(person=abena, skills=[refunds], most=4, as_of=NOON)
    pair = np.array([abena.pk]), np.array([refunds.pk])
    assert can_be_tested(*pair, LATER).all()
    asked = sitting.items.get()
    answer_item(sitting=sitting, number=1, given=place_of(asked), as_of=LATER)
    end_early(sitting=sitting, as_of=LATER)
    assert not can_be_tested(*pair, LATER).any()
    assert can_be_tested(*pair, LATER + timedelta(days=8)).all()
    assert checks_offered(abena, [refunds.pk], LATER) == {}


def test_a_test_tells_less_of_a_level_far_from_its_questions(refunds):
    near, far = expected_errors(np.array([refunds.pk] * 2), np.array([3.0, 5.0]))
    assert 0 < near < far


def test_no_test_is_expected_of_a_skill_with_few_questions():
    items(skill("SQL"), each=1, levels=(1, 2, 3))
    assert np.isnan(expected_errors(np.array([skill("SQL").pk]), np.array([2.0]))).all()


def test_somebody_is_asked_for_a_test_and_their_result_answers_it(abena, refunds):
    ask(about=Ask(abena.pk, refunds.pk, "test"), as_of=NOON)
    request = RatingRequest.objects.get()
    assert (request.asked, request.state) == (abena, "open")
    sitting = start_quick_check(person=abena, skills=[refunds], most=4, as_of=NOON)
    sit_through(sitting)
    request.refresh_from_db()
    assert (request.state, request.evidence) == ("answered", sitting.skills.get().evidence)


def test_nobody_is_asked_for_a_test_that_there_is_not(abena):
    [planned] = planned_asks([Ask(abena.pk, skill("Empathy").pk, "test")], NOON)
    assert planned.skip == "no_test"
