"""HR reads how ratings differ and decides; raters read of themselves and contest it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.gaps.services import policy_in_force
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from assessments.raters.services import adopt_estimated_severity, contest_severity, run_estimate
from tests.company import observe, person, skill
from tests.flows.reading import section, words
from tests.portal.conftest import colleague, lately, queries_of

RATERS = reverse("portal:raters")
OWN = reverse("portal:ratings_compared")


@pytest.fixture
def rated(company):
    """Marta rates everybody two levels higher than Deepa does, and HR has had it estimated."""
    for who in (company.abena, company.kofi):
        for name in ("SQL", "Empathy", "Refund policy"):
            observe(who, skill(name), 5, source="manager", rater=company.marta, observed_at=lately())
            observe(who, skill(name), 3, source="peer", rater=colleague(), observed_at=lately())
    adopt_estimated_severity(adopted_at=timezone.now())
    return company


def rater_page(who):
    return reverse("portal:rater", args=[who.public_id])


def inbox_of(company, who):
    return words(company.browser(who).get(reverse("notifications:inbox")))


def test_hr_starts_an_estimate_and_a_double_click_starts_one(company):
    hr = company.browser(company.ruth)
    assert "Not estimated yet." in words(hr.get(RATERS))
    for _click in range(2):
        assert hr.post(reverse("portal:estimate_raters"))["Location"] == RATERS
    assert SeverityEstimate.objects.count() == 1
    page = words(hr.get(RATERS))
    assert "A new estimate was asked for just now by Ruth Amankwah." in page
    assert "Estimate now" not in page
    run_estimate(as_of=timezone.now())
    page = words(hr.get(RATERS))
    assert "Estimated just now , asked for by Ruth Amankwah." in page
    assert "Estimate again" in page


def test_hr_reads_the_most_different_first_in_words(rated):
    page = section(rated.browser(rated.ruth).get(RATERS), "Raters, the most different first")
    first, second = sorted(RaterSeverity.objects.select_related("rater"), key=lambda one: -abs(one.mean))
    assert page.index(str(first.rater)) < page.index(str(second.rater))
    assert "levels higher, give or take" in page
    assert "Do not hold it against anybody." in page
    page = words(rated.browser(rated.ruth).get(RATERS))
    assert "Nothing is taken off: every rating counts as it was given." in page


def test_hr_reads_of_how_many_nothing_can_be_told(rated):
    observe(rated.rui, rated.sql, 3, source="peer", rater=rated.ines, observed_at=lately())
    adopt_estimated_severity(adopted_at=timezone.now())
    page = words(rated.browser(rated.ruth).get(RATERS))
    assert "Of 1 rater more nothing can be told" in page
    assert "Inês Carvalho" not in page


def test_a_failed_estimate_is_said(rated):
    now = timezone.now()
    SeverityEstimate.objects.create(state="failed", asked_at=now, finished_at=now, last_error="level 7")
    assert "The newest estimate failed: level 7." in words(rated.browser(rated.ruth).get(RATERS))


def test_raters_read_their_own_number_and_nobody_elses(rated):
    page = words(rated.browser(rated.marta).get(OWN))
    assert "levels higher than others rate the same people." in page
    assert "ratings of yours" in page
    assert "Deepa" not in page
    assert "Nothing to compare" in words(rated.browser(rated.abena).get(OWN))
    assert rated.browser(rated.marta).get(rater_page(rated.marta)).status_code == 403
    assert rated.browser(rated.marta).get(RATERS).status_code == 403


def test_a_rater_contests_hr_upholds_and_both_are_told(rated):
    answer = rated.browser(rated.marta).post(OWN, {"text": "My team is the best in the company."})
    assert answer["Location"] == OWN
    assert rated.marta.pk not in dict(policy_in_force(timezone.now()).parameters["severity"])
    page = words(rated.browser(rated.marta).get(OWN))
    assert "HR has not decided yet." in page
    assert "Contest it" not in page
    assert "Marta Kowalczyk contests how their ratings compare" in inbox_of(rated, rated.ruth)
    hr = rated.browser(rated.ruth)
    assert "My team is the best in the company." in section(hr.get(RATERS), "Contested")
    page = hr.post(rater_page(rated.marta), {"note": "Right.", "decision": "leave_out"}, follow=True)
    assert "Marta Kowalczyk is left out" in words(page)
    assert "Marta Kowalczyk" in section(page, "Decided by HR")
    assert "contests how" not in inbox_of(rated, rated.ruth)
    told = inbox_of(rated, rated.marta)
    assert "Your ratings count as you gave them" in told
    assert "Right." in told


def test_hr_dismisses_and_the_number_counts_again(rated):
    before = policy_in_force(timezone.now()).parameters["severity"]
    contest_severity(rater=rated.marta, text="No.", as_of=timezone.now())
    hr = rated.browser(rated.ruth)
    hr.post(rater_page(rated.marta), {"note": "Others agree.", "decision": "take_in"})
    assert policy_in_force(timezone.now()).parameters["severity"] == before
    assert SeverityContest.objects.get().decided_by == rated.ruth
    assert "HR has decided how your ratings count" in inbox_of(rated, rated.marta)
    page = words(rated.browser(rated.marta).get(OWN))
    assert "Others agree." in page
    assert "HR’s decision holds until the next estimate" in page
    assert "Contest it" not in page


def test_a_decision_without_a_note_is_asked_for_again(rated):
    answer = rated.browser(rated.ruth).post(rater_page(rated.marta), {"decision": "leave_out"})
    assert answer.status_code == 422
    assert "Say in a sentence why." in words(answer)
    assert not SeverityContest.objects.exists()


def test_hr_does_not_decide_about_itself(rated):
    for name in ("SQL", "Empathy"):
        observe(rated.abena, skill(name), 1, source="peer", rater=rated.ruth, observed_at=lately())
    adopt_estimated_severity(adopted_at=timezone.now())
    hr = rated.browser(rated.ruth)
    assert "Another HR admin decides" in words(hr.get(rater_page(rated.ruth)))
    sent = hr.post(rater_page(rated.ruth), {"note": "I am fair.", "decision": "leave_out"})
    assert sent.status_code == 404
    assert not SeverityContest.objects.exists()


def test_without_a_number_there_is_nothing_to_contest(rated):
    answer = rated.browser(rated.abena).post(OWN, {"text": "No."}, follow=True)
    assert "There is no number about your ratings now." in words(answer)
    assert not SeverityContest.objects.exists()


def test_the_page_asks_as_often_for_many_raters_as_for_few(rated):
    hr = rated.browser(rated.ruth)
    before = queries_of(lambda: hr.get(RATERS))
    estimate = SeverityEstimate.objects.latest("pk")
    more = [person(f"Given{number} Rater") for number in range(60)]
    RaterSeverity.objects.bulk_create(
        RaterSeverity(rater=one, estimate=estimate, mean=0.1, sd=0.02, ratings=9, compared=9) for one in more
    )
    now = timezone.now()
    for one in more[:30]:
        contest_severity(rater=one, text="No.", as_of=now)
    assert queries_of(lambda: hr.get(RATERS)) == before
    assert before <= 12
    assert queries_of(lambda: hr.get(rater_page(rated.marta))) <= 12
    assert queries_of(lambda: rated.browser(rated.marta).get(OWN)) <= 12
