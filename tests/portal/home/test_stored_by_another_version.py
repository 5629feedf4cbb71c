"""A row that an older or newer version has written breaks no page that shows it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.gaps.models import GapReport
from assessments.requests.models import RequestBatch
from content.planning.models import Plan, PlanItem
from content.planning.services import people_with_stale_plans, refresh_plans
from tests.conformance.callers import machine
from tests.flows.reading import section, words
from tests.portal.conftest import lately
from tests.portal.home.test_home import HOME, home_of

KNOWN_KEYS = (
    "without_content",
    "used_up",
    "waiting",
    "left_out",
    "shortest_minutes",
    "next_week",
    "known",
    "unproven",
    "minutes_left",
    "module_minutes",
    "questions",
    "prepares_for",
    "raises",
)


def stored(*values):
    return [dict.fromkeys(KNOWN_KEYS, value) for value in values]


@pytest.mark.parametrize("details", [[], "text", *stored(None, "text", {"skill": "text"}, [None, {}], True)])
@pytest.mark.parametrize("outcome", ["nothing_fits", "of_tomorrow"])
def test_whatever_a_plan_has_stored_its_pages_open(company, details, outcome):
    plan = Plan.objects.filter(person=company.abena)
    plan.update(outcome=outcome, outcome_details=details)
    PlanItem.objects.filter(plan__in=plan).update(reason_details=details)
    for more in ("", "?more=1"):
        page = company.browser(company.abena).get(reverse(HOME) + more)
        assert page.status_code == 200
        assert "The refund change" in words(page)
    assert machine("plans:read").get("/api/v1/plans").status_code == 200
    plan.get().items.all().delete()
    assert home_of(company, company.abena).status_code == 200


def test_a_step_of_a_reason_that_is_not_known_is_named_without_it(company):
    steps = PlanItem.objects.filter(plan__person=company.abena, module__isnull=False)
    steps.update(reason="of_tomorrow", level_before=None, level_after=None)
    assert "The refund change Article · 6 min · works on Refund policy Start" in words(
        home_of(company, company.abena)
    )


def test_a_skill_left_out_for_a_reason_that_is_not_known_is_named_without_it(company):
    left_out = [{"skill": company.refunds.pk, "reason": "of_tomorrow", "minutes": 4, "more": 1}]
    Plan.objects.filter(person=company.abena).update(outcome_details={"left_out": left_out})
    week = section(home_of(company, company.abena), "This week")
    assert "Refund policy This week’s plan has no step for it." in week


def test_a_module_done_is_followed_by_no_word_of_an_outcome_that_is_not_known(company, monkeypatch):
    plans = Plan.objects.filter(person=company.abena)
    monkeypatch.setattr("content.planning.services.refresh_plans", lambda **_: 0)
    plans.update(outcome="of_tomorrow")
    plans.get().items.all().delete()
    done = reverse("content:complete", args=[company.refund_change.public_id])
    page = company.browser(company.abena).post(done, {"is_read": "on"}, follow=True)
    assert "“The refund change” is done." in words(page)


def test_a_gap_report_that_cannot_be_read_is_as_none_and_keeps_no_other_from_a_plan(company):
    reports = GapReport.objects.current()
    newer = bytearray(reports.get(person=company.abena).packed)
    newer[4] = 99
    reports.filter(person=company.abena).update(packed=bytes(newer))
    ids = [company.abena.pk, company.kofi.pk]
    assert refresh_plans(person_ids=ids, as_of=timezone.now()) == 1
    for address in (HOME, "portal:skills"):
        assert company.browser(company.abena).get(reverse(address)).status_code == 200
    skill_page = reverse("portal:skill", args=[company.refunds.public_id])
    assert company.browser(company.abena).get(skill_page).status_code == 200
    assert machine("gaps:read").get("/api/v1/gap-reports").status_code == 200
    assert company.kofi.pk not in people_with_stale_plans(timezone.now())


def test_a_reason_for_not_asking_that_is_not_known_is_counted(company):
    batch = RequestBatch.objects.create(
        asked_by=company.ruth,
        origin="person",
        asked_at=lately(),
        expires_at=timezone.now(),
        skipped={"of_tomorrow": 2},
    )
    page = company.browser(company.ruth).get(reverse("portal:asked_batch", args=[batch.public_id]))
    assert "2 for other reasons" in words(page)
