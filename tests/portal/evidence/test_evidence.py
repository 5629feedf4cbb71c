"""A piece of evidence on a page of its own: who sees it, who withdraws it, what follows at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence, EvidenceWithdrawal
from lifow.people.persons.models import Person
from tests.company import observe
from tests.flows.reading import section, words
from tests.portal.conftest import colleague, lately, queries_of

REASON = "Meant for somebody else of this name."


def address(piece: Evidence) -> str:
    return reverse("portal:evidence", args=[piece.public_id])


def page_of(company, who: Person, piece: Evidence):
    return company.browser(who).get(address(piece))


def send(company, who: Person, piece: Evidence, *, restores: bool = False, reason: str = REASON):
    return company.browser(who).post(address(piece), {"reason": reason, "restores": str(restores)})


@pytest.fixture
def tested(company) -> Evidence:
    return company.abena.evidence.get(source="test", skill=company.refunds)


@pytest.fixture
def rated(company) -> Evidence:
    """What a colleague said yesterday, who may not see Abena's page."""
    return company.abena.evidence.get(source="peer", skill=company.refunds)


def test_hr_withdraws_a_piece_and_gives_it_back(company, tested):
    page = page_of(company, company.ruth, tested)
    assert "Evidence about Abena Osei in Refund policy" in words(page)
    assert "It counts." in words(page)
    assert send(company, company.ruth, tested)["Location"] == address(tested)
    page = page_of(company, company.ruth, tested)
    assert "Withdrawn: it counts no more." in words(page)
    assert f"Withdrawn, Ruth Amankwah {REASON}" in section(page, "Withdrawals")
    send(company, company.ruth, tested, restores=True, reason="It was hers.")
    page = page_of(company, company.ruth, tested)
    assert "It counts." in words(page)
    assert section(page, "Withdrawals").startswith("Counts again, Ruth Amankwah It was hers.")


def test_the_learner_reads_it_apart_from_what_counts_and_the_level_follows_at_once(company, tested):
    own = reverse("portal:skill", args=[company.refunds.public_id])
    assert "Test" in section(company.browser(company.abena).get(own), "Evidence")
    before = company.abena.gap_reports.current().get()
    send(company, company.ruth, tested)
    page = section(company.browser(company.abena).get(own), "Evidence")
    assert f"1 piece of evidence is withdrawn Test {REASON} withdrawn just now" in page
    assert company.abena.gap_reports.current().get() != before
    assert "Withdraw it" not in words(page_of(company, company.abena, tested))


def test_a_rater_withdraws_their_own_and_nobody_elses(company, rated, tested):
    deepa = colleague()
    assert "Withdraw it" in words(page_of(company, deepa, rated))
    assert page_of(company, deepa, tested).status_code == 404
    assert send(company, deepa, rated).status_code == 302
    assert Evidence.objects.withdrawn().get() == rated
    assert send(company, deepa, rated, restores=True).status_code == 302
    assert not Evidence.objects.withdrawn().exists()


def test_a_rater_does_not_give_back_what_hr_has_withdrawn(company, rated):
    send(company, company.ruth, rated)
    assert send(company, colleague(), rated, restores=True).status_code == 404
    assert "Have it count again" not in words(page_of(company, colleague(), rated))


def test_after_two_weeks_only_hr_withdraws(company):
    long_ago = timezone.now() - timedelta(days=15)
    rated = observe(company.abena, company.refunds, 2, source="peer", rater=colleague(), observed_at=long_ago)
    assert send(company, colleague(), rated).status_code == 404
    assert send(company, company.ruth, rated).status_code == 302


def test_an_hr_admin_does_not_withdraw_what_others_say_of_them(company):
    of_ruth = observe(
        company.ruth, company.refunds, 1, source="peer", rater=colleague(), observed_at=lately()
    )
    assert "Withdraw it" not in words(page_of(company, company.ruth, of_ruth))
    assert send(company, company.ruth, of_ruth).status_code == 404


def test_who_may_not_see_the_person_finds_nothing(company, tested):
    for who in (company.kofi, company.rui, company.ines):
        assert page_of(company, who, tested).status_code == 404
    assert page_of(company, company.marta, tested).status_code == 200
    assert company.browser(company.ruth).get(address(tested) + "x/").status_code == 404


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x07b"])
def test_a_reason_is_asked_for_and_what_was_typed_is_kept(company, tested, reason):
    page = send(company, company.ruth, tested, reason=reason)
    assert page.status_code == 422
    assert not EvidenceWithdrawal.objects.exists()
    if reason.strip():
        assert reason[:20].replace("\x07", "") in page.content.decode().replace("\x07", "")


def test_a_page_that_was_left_open_does_what_it_offered(company, tested):
    send(company, company.ruth, tested)
    send(company, company.ruth, tested)
    assert EvidenceWithdrawal.objects.count() == 1
    assert "Withdrawn: it counts no more." in words(page_of(company, company.ruth, tested))


def test_a_manager_who_has_a_self_rating_to_answer_does_not_read_its_level_here(company):
    said = observe(company.abena, company.sql, 4, source="self", observed_at=lately())
    assert "level shown once you have rated" in words(page_of(company, company.marta, said))
    assert "level 4" in words(page_of(company, company.abena, said))
    assert "level 4" in words(page_of(company, company.ruth, said))


def test_what_was_corrected_leads_to_what_counts(company, tested):
    newer = observe(company.abena, company.refunds, 1, supersedes=tested, observed_at=lately())
    page = page_of(company, company.ruth, tested)
    assert "Corrected: newer evidence counts in its place." in words(page)
    assert address(newer) in page.content.decode()
    assert "Withdraw it" not in words(page)


def test_what_a_machine_says_in_somebodys_name_says_so(company):
    piece = observe(company.abena, company.refunds, 3, observed_at=lately(), client="hr-sync")
    page = company.browser(company.abena).get(reverse("portal:skill", args=[company.refunds.public_id]))
    assert "Attributed by hr-sync: it weighs less." in section(page, "Evidence")
    assert "Attributed by hr-sync" in words(page_of(company, company.abena, piece))


def test_who_says_the_same_again_after_a_withdrawal_says_it_anew(company):
    rate = reverse("portal:rate", args=[company.sql.public_id])
    form = {"level": "2", "idempotency_key": "same-form"}
    company.browser(company.abena).post(rate, form)
    first = company.abena.evidence.get(source="self")
    send(company, company.abena, first)
    company.browser(company.abena).post(rate, form)
    assert company.abena.evidence.standing().filter(source="self").count() == 1
    assert company.abena.evidence.filter(source="self").count() == 2


def test_a_page_asks_few_queries_and_no_more_with_more_withdrawals(company, tested):
    few = queries_of(lambda: page_of(company, company.ruth, tested))
    for times in range(3):
        send(company, company.ruth, tested, restores=bool(times % 2))
    assert queries_of(lambda: page_of(company, company.ruth, tested)) == few <= 12
