"""An inbox with something in it, settings with switches, and the demo's mails, on a desk and on a phone."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from playwright.sync_api import Page, expect

from lifow.notifications import registry
from lifow.notifications.mail import EMAIL
from lifow.notifications.models import Message, PausedAddress
from lifow.notifications.registry import LevelLine
from lifow.notifications.services import notify, send_next
from lifow.people.persons.models import Person
from tests.browser.looks import SETTLED, SIZES, looks, overflow
from tests.notifications.kinds import ALWAYS, KINDS, SAID, rendered

pytestmark = pytest.mark.browser
LONG = "Ferdinand-Alexander von und zu Hohenstein-Waldburg-Zeilenbruch"


@pytest.fixture
def learner(larkfield, monkeypatch, settings, tmp_path) -> Person:
    """Somebody with two acts, news of a level, a long name in one of them, and mails that are kept."""
    settings.EMAIL_BACKEND, settings.VAR_DIR = "demo.outbox.OutboxBackend", tmp_path
    for kind in KINDS:
        monkeypatch.setitem(registry._kinds, kind.key, kind)
    SAID[1] = rendered(1, title=f"{LONG} asks you to be a mentor", body="“Two of my calls?” " * 8)
    SAID[3] = rendered(3, levels=(LevelLine("Refund policy", 2, 3, 1, 5), LevelLine("SQL", None, 3, 1, 5)))
    Person.objects.filter(pk=larkfield.learner.pk).update(**ALWAYS)
    larkfield.learner.refresh_from_db()
    Message.objects.filter(receiver=larkfield.learner).delete()
    for number, kind in enumerate(["act", "act", "news", "news"], start=1):
        notify(
            person=larkfield.learner,
            kind=kind,
            refs={"number": number},
            key=str(number),
            as_of=timezone.now(),
        )
    yield larkfield.learner
    SAID.clear()


def looked_at(page: Page, axe, path: str) -> None:
    page.goto(path)
    for size, scheme in looks():
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        axe(page)
        assert overflow(page) <= 0, f"{path} at {size}"


def test_an_inbox_leads_to_what_is_to_be_done(page, learner, sign_in, axe):
    sign_in(learner)
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    expect(page.get_by_role("link", name="Inbox")).to_contain_text("4")
    looked_at(page, axe, "/inbox/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Inbox")).to_contain_text("2")
    page.get_by_role("link", name="Number 3").click()
    expect(page).to_have_url("/skills/?n=3")


def test_hours_and_switches_are_saved_from_the_page(page, learner, sign_in, axe):
    PausedAddress.objects.create(person=learner, address=learner.email, paused_at=timezone.now())
    sign_in(learner)
    looked_at(page, axe, "/settings/")
    page.get_by_role("button", name="Use this address again").click()
    page.get_by_label("Once a day, when my workday starts").check()
    page.get_by_label("News by Email", exact=True).uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").last).to_contain_text("Your hours and notifications are saved.")
    expect(page.get_by_label("Once a day, when my workday starts")).to_be_checked()
    expect(page.get_by_label("News by Email", exact=True)).not_to_be_checked()


def test_a_mail_is_shown_in_the_demo_and_its_link_leads_on(
    page, learner, sign_in, axe, settings, live_server
):
    settings.SITE_URL = live_server.url
    way = next(one for one in registry.all_ways() if one.key == EMAIL)
    while send_next(person_id=learner.pk, way=way, as_of=timezone.now()):
        pass
    EmailMultiAlternatives("Plain only", "Text", to=[learner.email]).send()
    sign_in(learner)
    looked_at(page, axe, "/demo/outbox/")
    page.get_by_role("link", name="Number 3").click()
    looked_at(page, axe, page.url)
    mail = page.url
    looked_at(page, axe, f"{mail}html/")
    page.goto(mail)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Number 3")).to_be_visible()
    frame.get_by_role("link", name="Open it").click()
    expect(page).to_have_url("/skills/?n=3")
