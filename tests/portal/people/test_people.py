"""Somebody's skills, as their manager and HR see them, and the manager's own rating."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.requests.services import decline_to_rate
from tests.company import module, observe, person, skill
from tests.flows.reading import section, words
from tests.portal.conftest import lately


def skill_page(company, who, what=None):
    page = reverse("portal:person_skill", args=[company.abena.public_id, (what or company.refunds).public_id])
    return company.browser(who).get(page)


def rate(company, who, **answer):
    page = reverse("portal:rate_person", args=[company.abena.public_id, company.refunds.public_id])
    return company.browser(who).post(page, {"idempotency_key": "one form", **answer})


def ratings_of(company, who):
    return company.abena.evidence.filter(source=Evidence.Source.MANAGER, rater=who)


def test_a_manager_sees_readiness_gaps_and_what_to_assess_first(company):
    page = company.browser(company.marta).get(reverse("portal:person", args=[company.abena.public_id]))
    assert "Team Abena Osei Support specialist II · Billing support" in words(page)
    assert "Refund policy critical" in section(page, "Gaps")
    assert "SQL Rate : SQL Not assessed yet · Needed 2" in section(page, "Needs assessment")
    assert f"/skills/{company.sql.public_id}/rate/" in page.content.decode()
    assert "Rate yourself" not in words(page)


def test_who_may_not_rate_is_offered_no_rating(company):
    page = company.browser(company.ruth).get(reverse("portal:person", args=[company.abena.public_id]))
    assert "SQL Not assessed yet · Needed 2" in section(page, "Needs assessment")


@pytest.mark.parametrize(
    ("who", "breadcrumbs"),
    [
        ("marta", "Team Abena Osei"),
        ("grace", "Team of Marta Kowalczyk Abena Osei"),
        ("ruth", "Organisation Billing support Abena Osei"),
        ("abena", "My skills Abena Osei"),
    ],
)
def test_the_way_back_is_the_readers_own(company, who, breadcrumbs):
    page = company.browser(getattr(company, who)).get(
        reverse("portal:person", args=[company.abena.public_id])
    )
    assert words(page).startswith(breadcrumbs)


def test_the_drill_down_shows_evidence_and_what_helps(company):
    page = skill_page(company, company.marta)
    assert words(page).startswith("Team Abena Osei Abena Osei: Refund policy")
    assert "Abena 2 · Needed 3" in section(page, "Level")
    assert "Manager, Marta Kowalczyk" in section(page, "Evidence")
    assert "The refund change" in section(page, "Modules that help")


def test_who_may_rate_is_led_to_it_and_all_read_what_the_levels_mean(company):
    for who, may_rate in ((company.marta, True), (company.ruth, False)):
        page = skill_page(company, who)
        assert ("Rate Abena" in words(page)) == may_rate
        assert "Ask for a rating" in words(page)
        assert "3 Independent needed" in section(page, "What each level looks like")


def test_the_page_of_a_rating_says_who_reads_it_and_shows_no_opinion_of_others(company):
    address = reverse("portal:rate_person", args=[company.abena.public_id, company.refunds.public_id])
    observe(company.abena, company.refunds, 4, source="self", observed_at=lately())
    html = company.browser(company.marta).get(address)
    page = words(html)
    assert "How well can Abena do it today?" in page
    assert "Abena, the managers above and HR admins read your rating and the note, with your name." in page
    assert "Test: 2" in page
    assert "checked" not in html.content.decode()
    assert "Abena says" not in page


def test_a_manager_reads_the_own_level_of_somebody_once_they_have_rated(company):
    observe(company.abena, company.refunds, 4, source="self", observed_at=timezone.now())
    assert "Self shown once you have rated" in section(skill_page(company, company.marta), "Evidence")
    assert "Self 4" in section(skill_page(company, company.grace), "Evidence")
    assert "Waiting for Marta since today." in section(skill_page(company, company.grace), "Level")
    sent = rate(company, company.marta, level="3")
    page = company.browser(company.marta).get(sent["Location"])
    assert "Waiting for Marta" not in words(page)
    assert "you say 3, Abena Osei says 4" in page.content.decode()
    assert "Self 4" in section(page, "Evidence")


@pytest.mark.parametrize("who", ["marta", "grace"])
def test_a_rating_of_the_line_above_is_evidence_at_once(company, who):
    rater = getattr(company, who)
    sent = rate(company, rater, level="3", note="Handled the partial refund alone")
    page = company.browser(rater).get(sent["Location"])
    assert "Handled the partial refund alone" in section(page, "Evidence")
    assert "Your rating of Abena Osei in Refund policy is saved." in page.content.decode()
    assert company.abena.gap_reports.get(superseded_at=None).as_of > lately() + timedelta(hours=23)


def test_who_could_not_judge_it_reads_the_own_level_and_is_waited_for_no_longer(company):
    observe(company.abena, company.refunds, 4, source="self", observed_at=lately())
    about = {"person": company.abena, "skill": company.refunds, "asked": company.marta}
    decline_to_rate(**about, reason="cannot_judge", as_of=timezone.now())
    page = skill_page(company, company.marta)
    assert "Self 4" in section(page, "Evidence")
    assert "Waiting for Marta" not in words(page)


def test_a_double_click_is_one_rating(company):
    before = ratings_of(company, company.grace).count()
    for _click in range(2):
        assert rate(company, company.grace, level="3").status_code == 302
    assert ratings_of(company, company.grace).count() == before + 1


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(company):
    refused = rate(company, company.grace, note="Saw it on Monday", next="ratings")
    assert refused.status_code == 422
    assert "Choose the level that fits best." in words(refused)
    assert "Saw it on Monday" in refused.content.decode()
    assert re.search(r'name="next" value="ratings"', refused.content.decode())
    assert not ratings_of(company, company.grace).exists()


def test_a_retired_skill_is_shown_but_no_longer_rated(company):
    fax = skill("Fax", retired_at=timezone.now())
    observe(company.abena, fax, 3)
    page = words(skill_page(company, company.marta, fax))
    assert "Rate Abena" not in page
    assert "Ask for a rating" not in page


def test_a_rating_of_oneself_does_not_pass_as_a_managers(company):
    page = reverse("portal:rate_person", args=[company.marta.public_id, company.refunds.public_id])
    sent = company.browser(company.marta).post(page, {"level": "5", "idempotency_key": "x"})
    assert sent.status_code == 404
    assert not company.marta.evidence.exists()


def test_who_left_the_line_is_out_of_sight(company):
    company.abena.employments.update(manager=company.rui)
    assert skill_page(company, company.marta).status_code == 404
    assert rate(company, company.marta, level="1").status_code == 404
    assert skill_page(company, company.rui).status_code == 200


def test_a_person_page_reads_a_fixed_number_of_times(company, django_assert_max_num_queries):
    company.browser(company.marta).get(reverse("portal:person", args=[company.abena.public_id]))
    with django_assert_max_num_queries(12):
        company.browser(company.marta).get(reverse("portal:person", args=[company.abena.public_id]))
    with django_assert_max_num_queries(12):
        skill_page(company, company.marta)
    for number in range(5):
        module(f"Refunds {number}", company.refunds, 2, 3)
        observe(company.abena, company.refunds, 2, source="peer", rater=person(f"Peer {number}"))
    with django_assert_max_num_queries(12):
        skill_page(company, company.marta)
