"""Mails that come back are counted; after three for good the address is paused, and that is said."""

import json

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.urls import include, path

import lifow.urls
from lifow.notifications.models import Bounce, Dispatch, Message, PausedAddress
from lifow.notifications.reports import inbox_page
from lifow.notifications.services import record_bounce, resume_address
from lifow.people.persons.models import Person
from tests.notifications.conftest import MORNING

pytestmark = pytest.mark.django_db
urlpatterns = [*lifow.urls.urlpatterns, path("anymail/", include("anymail.urls"))]


def bounce(address: str, number: int, *, is_permanent: bool = True):
    return record_bounce(
        address=address, is_permanent=is_permanent, reason="550", key=f"b{number}", occurred_at=MORNING
    )


def test_three_mails_that_come_back_for_good_pause_the_address_and_say_so_in_the_inbox(abena, tell, send):
    for number in range(3):
        assert not PausedAddress.objects.exists()
        bounce(abena.email.upper(), number)
    assert PausedAddress.objects.get().address == abena.email
    (row,) = inbox_page(abena).acts
    assert row.rendered.title == "We no longer send you email"
    assert abena.email in row.rendered.body
    tell("act")
    assert send(abena) == 0
    assert not django_mail.outbox
    assert abena.email not in str(Message.objects.values()), "messages hold no personal values"


def test_what_is_told_twice_counts_once_and_what_may_pass_does_not_count(abena):
    for number in (0, 0, 1, 1):
        bounce(abena.email, number)
    bounce(abena.email, 3, is_permanent=False)
    assert Bounce.objects.count() == 3
    assert not PausedAddress.objects.exists()


def test_mail_to_nobody_of_ours_is_nobodys_bounce(abena):
    assert bounce("stranger@elsewhere.example", 1) is None


def test_a_refusal_at_sending_is_a_bounce(abena, tell, send, smtp):
    smtp.answers = [("RCPT", "550 No such user"), ("RCPT", "550 No such user"), ("DATA", "554 Refused")]
    for number in range(4):
        tell("news", number)
    send(abena)
    assert Bounce.objects.count() == 3
    assert PausedAddress.objects.get().reason == "554 Refused"
    assert list(Dispatch.objects.order_by("pk").values_list("state", flat=True)) == ["failed"] * 3 + [
        "dropped"
    ]


def test_an_address_that_is_used_again_counts_from_nothing(abena):
    for number in range(3):
        bounce(abena.email, number)
    assert resume_address(person=abena, as_of=MORNING)
    assert not resume_address(person=abena, as_of=MORNING)
    assert not inbox_page(abena).acts
    bounce(abena.email, 4)
    assert not PausedAddress.objects.exists()


def test_another_address_ends_the_pause(abena):
    for number in range(3):
        bounce(abena.email, number)
    Person.objects.filter(pk=abena.pk).update(email="abena.new@larkfield.example")
    abena.refresh_from_db()
    assert inbox_page(abena).gone, "what the message says holds no longer"


@pytest.fixture
def provider(settings):
    """A mail provider's webhook, with the password that it sends."""
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    client = Client(headers={"Authorization": "Basic bmFtZTpwYXNzd29yZA=="})

    def says(**event):
        return client.post("/anymail/postmark/tracking/", json.dumps(event), content_type="application/json")

    return says


def bounced(address: str, number: int) -> dict:
    return {
        "RecordType": "Bounce",
        "ID": number,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Email": address,
        "MessageID": f"m{number}",
        "BouncedAt": "2026-03-04T10:00:00Z",
        "Details": "smtp;550 unknown",
    }


def test_a_provider_says_what_came_back_and_says_it_twice_at_times(provider, abena):
    for number in (1, 1, 2, 3):
        assert provider(**bounced(abena.email, number)).status_code == 200
    assert Bounce.objects.count() == 3
    assert PausedAddress.objects.get().person == abena


def test_who_reports_spam_gets_no_more_mail(provider, abena):
    event = {**bounced(abena.email, 1), "RecordType": "SpamComplaint", "Type": "SpamComplaint"}
    assert provider(**event).status_code == 200
    assert PausedAddress.objects.get().person == abena


def test_a_stranger_cannot_say_that_mail_came_back(provider, settings, abena):
    stranger = Client()
    answer = stranger.post(
        "/anymail/postmark/tracking/", json.dumps(bounced(abena.email, 1)), content_type="application/json"
    )
    assert answer.status_code == 400
    assert not Bounce.objects.exists()
