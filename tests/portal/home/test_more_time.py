"""“I have more time today”: the next best step, beside the plan of the week, which stays as it is."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from content.activity.models import Activity
from content.planning.models import Plan, PlanItem
from content.planning.services import complete_module, people_with_stale_plans, refresh_plans
from tests.backing.worlds import world
from tests.company import module
from tests.flows.reading import section
from tests.portal.conftest import bring_up_to_date
from tests.portal.home.test_home import HOME


def more(company, who) -> str:
    return section(company.browser(who).get(reverse(HOME) + "?more=1"), "This week")


def plan_of(who):
    plan = Plan.objects.get(person=who)
    items = PlanItem.objects.filter(plan=plan).order_by("position")
    return plan.minutes_left, list(items.values_list("module__title", "skill__name", "minutes"))


@world
def exception(company):
    """A module after the only one of Abena's week: Refund policy 3 → 4, of 28 minutes."""
    made = module("What an exception costs", company.refunds, 3, 4, minutes=28)
    company.abena.role_assignments.get().role_level.requirements.filter(skill=company.refunds).update(level=4)
    bring_up_to_date(company.abena)
    return made


def test_what_is_done_in_extra_time_takes_nothing_from_the_week(company, exception):
    browser, before = company.browser(company.abena), plan_of(company.abena)
    assert "With more time today What an exception costs" in more(company, company.abena)
    start = reverse("content:start", args=[exception.public_id])
    for _ in range(2):
        browser.post(start, {"extra": "1"})
    assert plan_of(company.abena) == before
    browser.post(reverse("content:complete", args=[exception.public_id]), {"is_read": "on"})
    assert plan_of(company.abena) == before
    assert "28 of 30 min" in section(browser.get(reverse(HOME)), "This week")
    assert company.abena.pk not in people_with_stale_plans(timezone.now())


def test_extra_time_of_last_week_is_none_of_this_week(company, exception):
    now = timezone.now()
    long_ago = now - timedelta(days=14)
    Activity.objects.create(
        person=company.abena, module=exception, started_at=long_ago, touched_at=long_ago, extra_at=long_ago
    )
    complete_module(person=company.abena, module=exception, completed_at=now)
    assert plan_of(company.abena)[0] == 2


def test_a_step_of_the_plan_is_no_extra_whatever_a_form_says(company):
    start = reverse("content:start", args=[company.refund_change.public_id])
    company.browser(company.abena).post(start, {"extra": "1"})
    assert Activity.objects.get(person=company.abena).extra_at is None


def test_with_more_time_the_question_after_those_of_the_plan_comes(company):
    names = {"Refund policy", "SQL", "Empathy"}
    (left,) = names - {name for _title, name, _minutes in plan_of(company.kofi)[1]}
    assert f"With more time today Rate yourself in {left} 3 min" in more(company, company.kofi)


def test_it_goes_on_until_nothing_is_left_and_then_says_so(company, exception):
    browser = company.browser(company.abena)
    assert "What an exception costs" in more(company, company.abena)
    browser.post(reverse("content:start", args=[exception.public_id]), {"extra": "1"})
    browser.post(reverse("content:complete", args=[exception.public_id]), {"is_read": "on"})
    for _ in range(2):
        assert "No other step helps with your gaps now." in more(company, company.abena)
        refresh_plans(person_ids=[company.abena.pk], as_of=timezone.now())
