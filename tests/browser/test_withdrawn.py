"""A piece of evidence that was sent for the wrong person is withdrawn, and counts again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from assessments.evidence.models import Evidence
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.company import compute, give, observe, person, role, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "Meant for another Abena."


@pytest.fixture
def tested() -> Evidence:
    abena = person()
    give(abena, role(SQL=3))
    lately = datetime.now(UTC) - timedelta(days=1)
    observe(abena, skill("SQL"), 1, source="manager", rater=_marta(abena), observed_at=lately)
    piece = observe(abena, skill("SQL"), 5, observed_at=lately, client="hr-sync")
    compute(abena, as_of=datetime.now(UTC))
    return piece


def _marta(abena: Person) -> Person:
    marta = person("Marta Kowalczyk")
    abena.employments.update(manager=marta)
    return marta


def test_hr_withdraws_it_the_person_reads_why_and_it_counts_again(page, tested, sign_in, axe):
    abena, sql = tested.person, tested.skill
    sign_in(person("Ruth Amankwah", is_hr_admin=True))
    page.goto(f"/people/{abena.public_id}/skills/{sql.public_id}/")
    expect(page.get_by_text("Attributed by hr-sync: it weighs less.")).to_be_visible()
    page.get_by_role("link", name="Test", exact=True).click()
    expect(page.get_by_text("It counts.")).to_be_visible()

    page.get_by_label("Reason").fill(REASON)
    axe(page, WCAG)
    # With the keyboard alone.
    page.get_by_label("Reason").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Withdrawn: it counts no more.")).to_be_visible()
    assert tested.withdrawals.count() == 1
    page.goto(f"/people/{abena.public_id}/skills/{sql.public_id}/")
    expect(page.get_by_role("rowheader", name="Test")).to_have_count(0)

    sign_in(abena)
    assert Message.objects.filter(receiver=abena, kind="evidence_withdrawn").count() == 1
    page.goto("/inbox/")
    expect(page.get_by_role("link", name="Evidence of your level in SQL was withdrawn")).to_be_visible()
    page.goto(f"/skills/{sql.public_id}/")
    page.get_by_text("1 piece of evidence is withdrawn").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("link", name="Test", exact=True).click()
    expect(page.get_by_role("button", name="Have it count again")).to_have_count(0)

    sign_in(person("Idris Bello", is_hr_admin=True))
    page.goto(f"/evidence/{tested.public_id}/")
    page.get_by_label("Reason").fill("It was hers after all.")
    page.get_by_role("button", name="Have it count again").click()
    expect(page.get_by_text("It counts.")).to_be_visible()
    assert list(Evidence.objects.standing().filter(source="test")) == [tested]
