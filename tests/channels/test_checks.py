"""Tests of what is connected try the real thing: a server that is there, and one that is not."""

from datetime import UTC, datetime

import pytest

from channels.calendar.services import connect_calendar
from channels.push.services import subscribe_device
from channels.registry import all_integrations, find_integration
from lifow.notifications.mail import EmailWay
from tests import company
from tests.backing.smtp import mail_server
from tests.backing.worlds import world
from tests.channels.push.browsers import Browser
from tests.channels.push.conftest import push_service as push_service

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9"


@world
def abena():
    return company.person("Abena Osei")


def check(key):
    return find_integration(key).check(as_of=NOON)


def smtp(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5


def test_a_mail_server_that_is_there_answers_and_is_sent_nothing(settings):
    with mail_server() as server:
        smtp(settings, server.port)
        assert EmailWay().check().is_well
        assert server.mails == []
    assert not EmailWay().check().is_well
    with mail_server() as server:
        smtp(settings, server.port)
        assert EmailWay().check().is_well


def test_mails_that_are_not_sent_are_said_to_be_kept():
    said = EmailWay().check()
    assert not said.is_well
    assert "none is sent" in said.says


def test_a_mail_provider_that_is_not_set_up_is_not_well(settings):
    settings.MAIL_PROVIDER = "brevo"
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {}
    assert not EmailWay().check().is_well


def test_assistants_find_lifow_where_its_addresses_answer(live_server, settings):
    settings.SITE_URL = live_server.url
    assert check("assistant").is_well
    settings.SITE_URL = NOWHERE
    said = check("assistant")
    assert not said.is_well
    assert NOWHERE in said.says


@pytest.mark.django_db
def test_a_calendar_is_written_with_and_without_one_that_is_connected(abena, monkeypatch):
    assert check("calendar").is_well
    connect_calendar(person=abena, as_of=NOON)
    assert check("calendar").is_well
    monkeypatch.setattr("channels.calendar.integration.feed_of", lambda *_said, **_more: 1 / 0)
    assert not check("calendar").is_well


@pytest.mark.django_db
def test_a_push_service_is_asked_and_sent_nothing(abena, push_service, monkeypatch):
    assert "No device" in check("push").says
    browser = Browser("https://push.example/phone")
    subscribe_device(person=abena, name="Phone", as_of=NOON, **browser.subscription)
    assert check("push").is_well
    assert push_service.asked
    assert push_service.taken == []
    monkeypatch.setattr("channels.push.way.reach", lambda _url: (_ for _ in ()).throw(OSError("away")))
    assert not check("push").is_well


@pytest.mark.django_db
def test_every_integration_can_be_tested():
    for one in all_integrations():
        assert one.is_set_up() in (True, False)
        assert one.check(as_of=NOON).says
