"""Whoever has to act hears of it once, does it where the mail leads, and is left alone from then on."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.notifications.tasks import send_due, settle_finished
from lifow.people.persons.models import Person
from mentoring.matching.tasks import propose_pairings
from mentoring.pairings.services import offer_mentoring
from tests.backing.worlds import world
from tests.company import compute, give, observe, person, role, skill
from tests.flows.reading import section, words
from tests.notifications.kinds import ALWAYS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@world
def marta() -> Person:
    return person("Marta Kowalczyk", **ALWAYS)


@world
def abena(marta: Person, now: datetime) -> Person:
    """A support specialist at level 1 of 3 in refunds."""
    made = person("Abena Osei", manager=marta, **ALWAYS)
    give(made, role("Support specialist II", Refund_policy=(3, 1, True)))
    for days in range(1, 5):
        observe(made, skill(), 1, observed_at=now - timedelta(days=days))
    compute(made, as_of=now)
    return made


@world
def priya(now: datetime) -> Person:
    """A mentor with one seat, at level 5 in refunds."""
    made = person("Priya Nair", **ALWAYS)
    for days in range(5):
        observe(made, skill(), 5, observed_at=now - timedelta(days=days))
    compute(made, as_of=now)
    offer_mentoring(person=made, capacity=1, as_of=now)
    return made


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def the_one_mail(outbox: list[Any], to: Person) -> EmailMessage:
    """The mail that the job sends now; its second run sends nothing more."""
    outbox.clear()
    send_due()
    send_due()
    (mail,) = outbox
    assert mail.to == [to.email]
    return mail


def opened(browser: Client, mail: EmailMessage) -> Any:
    """The page to which a mail's button leads."""
    (link,) = re.findall(r"https?://\S+(/inbox/\S+)", str(mail.body))
    return browser.get(link, follow=True)


def posted(browser: Client, page: Any, label: str, **fields: str) -> Any:
    """What follows from sending the form of a page that has a button of this name."""
    forms = re.findall(r"<form\b.*?</form>", page.content.decode(), re.DOTALL)
    form = next(form for form in forms if re.search(rf"<button\b[^>]*>\s*{label}", form))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return browser.post(re.search(r'action="([^"]+)"', form)[1], {**hidden, **fields}, follow=True)


def inbox(browser: Client) -> Any:
    return browser.get(reverse("notifications:inbox"))


def count_of(page: Any) -> str:
    """The number beside the inbox in the bar."""
    return str(page.context["inbox"]["count"])


def test_a_rating_goes_to_the_manager_and_its_answer_comes_back(abena, marta, mailoutbox):
    learner, manager = signed_in(abena), signed_in(marta)
    page = learner.get(reverse("portal:rate", args=[skill().public_id]))
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode())[1]
    for _double_click in range(2):
        learner.post(page.request["PATH_INFO"], {"level": "2", "note": "", "idempotency_key": key})

    mail = the_one_mail(mailoutbox, marta)
    assert mail.subject == "Abena Osei asks you to confirm a rating in Refund policy"
    assert count_of(inbox(manager)) == "1"
    page = opened(manager, mail)
    assert "Abena Osei" in words(page)
    page = posted(manager, page, "Save", level="2", note="Ticket 4411")
    assert (count_of(page), "Nothing is in your inbox" in words(inbox(manager))) == ("", True)

    mail = the_one_mail(mailoutbox, abena)
    assert mail.subject == "Marta Kowalczyk confirmed your rating in Refund policy"
    assert "Ticket 4411" not in str(mail.body), "what is written stays where it is asked who may read it"
    assert "Ticket 4411" in section(opened(learner, mail), "Evidence")
    assert count_of(inbox(learner)) == "", "read is read"


def test_a_pairing_is_led_by_mails_from_the_request_to_the_feedback(abena, priya, mailoutbox):
    learner, mentor = signed_in(abena), signed_in(priya)
    propose_pairings()
    posted(learner, learner.get(reverse("mentoring:mentoring")), "Ask Priya", message="A late refund.")

    page = opened(mentor, the_one_mail(mailoutbox, priya))
    posted(mentor, page, "Accept")
    mail = the_one_mail(mailoutbox, abena)
    assert mail.subject == "Priya Nair is your mentor now"
    page = opened(learner, mail)
    new = re.search(r'href="([^"]+/tasks/new/)"', page.content.decode())[1]
    for _double_click in range(2):
        learner.post(new, {"skill": skill().public_id, "title": "A late refund", "body": "Dear customer, …"})

    mail = the_one_mail(mailoutbox, priya)
    assert mail.subject == "Abena Osei is waiting for your feedback: A late refund"
    posted(mentor, opened(mentor, mail), "Give feedback", level="3", text="The rule first: well done.")
    assert settle_finished() == 0, "nothing is left in the mentor's inbox"
    page = opened(learner, the_one_mail(mailoutbox, abena))
    assert "The rule first: well done." in words(page)


def test_a_request_that_is_withdrawn_before_the_mail_goes_is_not_sent(abena, priya, mailoutbox):
    learner = signed_in(abena)
    propose_pairings()
    posted(learner, learner.get(reverse("mentoring:mentoring")), "Ask Priya", message="")
    posted(learner, learner.get(reverse("mentoring:mentoring")), "Withdraw")
    send_due()
    assert not mailoutbox
    assert "Nothing is in your inbox" in words(inbox(signed_in(priya)))
