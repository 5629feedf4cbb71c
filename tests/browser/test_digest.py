"""A digest is opened in the outbox, its question answered, and a step put off and brought back."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from channels.digest.models import WeekDigest
from channels.digest.services import choose_digest, tell_digest
from content.planning.models import PutOffStep
from content.planning.services import refresh_plans
from lifow.notifications.mail import EMAIL
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import all_ways
from lifow.notifications.services import send_next
from lifow.people.persons.models import Person
from tests.browser.looks import SETTLED, SIZES, looks, overflow
from tests.notifications.kinds import ALWAYS

pytestmark = pytest.mark.browser


@pytest.fixture
def learner(larkfield, settings, tmp_path, live_server) -> Person:
    """Somebody whose digest is in the outbox."""
    settings.EMAIL_BACKEND, settings.VAR_DIR = "demo.outbox.OutboxBackend", tmp_path
    settings.SITE_URL = live_server.url
    Person.objects.filter(pk=larkfield.learner.pk).update(**ALWAYS)
    larkfield.learner.refresh_from_db()
    now = timezone.now()
    Dispatch.objects.all().delete()
    choose_digest(person=larkfield.learner, is_on=True, weekday=None, as_of=now)
    refresh_plans(person_ids=[larkfield.learner.pk], as_of=now)
    assert tell_digest(person_id=larkfield.learner.pk, as_of=now)
    email = next(way for way in all_ways() if way.key == EMAIL)
    assert send_next(person_id=larkfield.learner.pk, way=email, as_of=now)
    return larkfield.learner


def looked_at(page: Page, axe) -> None:
    for size, scheme in looks():
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        axe(page)
        assert overflow(page) <= 0, f"{page.url} at {size}"


def opened_from_the_mail(page: Page, name: str) -> None:
    """Follow a link of the newest mail as a mail program does: in this window."""
    page.goto("/demo/outbox/")
    page.get_by_role("link", name="Your week").first.click()
    link = page.frame_locator("iframe").get_by_role("link", name=name).first
    page.goto(link.get_attribute("href") or "")


def test_a_question_is_answered_from_the_mail(page, learner, sign_in, axe):
    sign_in(learner)
    page.goto("/demo/outbox/")
    page.get_by_role("link", name="Your week").first.click()
    option = page.frame_locator("iframe").locator(".option").first
    text, path = option.inner_text(), option.get_attribute("href") or ""
    page.goto(path)
    expect(page.get_by_text(text, exact=True)).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Your answer is handed in.")).to_be_visible()
    expect(page.get_by_text(text).first).to_be_visible()
    page.goto(path)
    expect(page.get_by_role("heading", name="That is done already.")).to_be_visible()
    looked_at(page, axe)
    assert WeekDigest.objects.get(person=learner).acts.count() == 1


def test_a_step_is_put_off_from_the_mail_and_brought_back_on_home(page, learner, sign_in, axe):
    sign_in(learner)
    opened_from_the_mail(page, "Not this week")
    looked_at(page, axe)
    page.get_by_role("button", name="Not this week").click()
    expect(page.get_by_role("heading", name="Put off")).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("is no longer put off")).to_be_visible()
    assert not PutOffStep.objects.exists()
