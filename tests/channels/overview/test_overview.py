"""HR's page of the channels: real tests at a button, what came of each, and nothing of few people."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channels.figures.choices import FigureKey, Period
from channels.figures.models import KeptFigure
from channels.overview.models import ConnectionTest
from channels.overview.reports import overview
from channels.overview.services import try_connections
from channels.overview.tasks import try_connections as try_all
from channels.registry import all_integrations, find_integration
from lifow.base.channels import Channel
from tests import company
from tests.backing.smtp import mail_server
from tests.backing.worlds import world
from tests.flows.reading import words

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE, TRY = "/organisation/channels/", "/organisation/channels/test/"


@world
def hr():
    return company.person("Ines Duarte", is_hr_admin=True)


@pytest.fixture
def browser(hr):
    client = Client()
    client.force_login(hr)
    return client


def keep(key, channel, value, number=None, base=0):
    KeptFigure.objects.create(
        key=key,
        channel=channel,
        period=Period.NOW,
        value=value,
        number=number,
        base=base,
        counted_at=NOON,
    )


def use_of(channel):
    return next((one for one in overview().uses if one.channel == channel), None)


def test_nothing_was_tested_or_counted_yet(browser):
    shown = words(browser.get(PAGE))
    assert shown.count("Not tested yet.") == len(all_integrations()) + 1
    assert "Nothing is counted yet" in shown


def test_the_button_tries_the_mail_server_that_is_there_and_says_when_it_is_gone(browser, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        shown = words(browser.post(TRY, {"key": "email"}, follow=True))
        assert server.mails == []
    assert "Email Works The mail server answers." in shown
    shown = words(browser.post(TRY, {"key": "email"}, follow=True))
    assert "Email Does not work The mail server cannot be reached" in shown
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        assert "Email Works" in words(browser.post(TRY, {"key": "email"}, follow=True))
    assert ConnectionTest.objects.get().is_well


@pytest.mark.parametrize("key", ["", "teapot", "email\0", "x" * 1_000])
def test_what_is_not_connected_is_not_found(browser, key):
    assert browser.post(TRY, {"key": key}).status_code == 404
    assert not ConnectionTest.objects.exists()


def test_a_test_that_fails_in_its_own_way_says_so_and_stops_no_other(browser, monkeypatch):
    def fails(**_said):
        raise RuntimeError("teapot")

    monkeypatch.setattr(find_integration("calendar"), "check", fails)
    try_connections(as_of=NOON)
    found = dict(ConnectionTest.objects.values_list("key", "is_well"))
    assert found["calendar"] is False
    assert found["push"] is True
    assert "The test ended with an error." in words(browser.get(PAGE))


def test_what_is_not_set_up_has_no_button_and_no_test(browser, monkeypatch):
    ConnectionTest.objects.create(key="push", is_well=True, says="Fine.", tested_at=NOON)
    monkeypatch.setattr(find_integration("push"), "is_set_up", lambda: False)
    try_all()
    assert not ConnectionTest.objects.filter(key="push").exists()
    shown = words(browser.get(PAGE))
    assert "Phones and computers Not set up." in shown
    assert "Test Phones and computers" not in shown


def test_of_fewer_than_five_who_have_connected_it_nothing_is_told(browser):
    test = {"key": "assistant", "is_well": True, "says": "Fine.", "tested_at": NOON}
    keep(FigureKey.SHOWN, Channel.ASSISTANT, 500, 500, 500)
    ConnectionTest.objects.create(**test, people=4)
    assert use_of(Channel.ASSISTANT).counts[0].number is None
    shown = words(browser.get(PAGE))
    assert "Fewer than 5 people have connected it." in shown
    assert "too few" in shown
    assert "500" not in shown
    ConnectionTest.objects.update(people=5)
    assert use_of(Channel.ASSISTANT).counts[0].number == 500
    assert "5 people have connected it." in words(browser.get(PAGE))


def test_learning_says_its_share_and_how_much_was_in_hours():
    keep(FigureKey.MINUTES_LEARNED, "", 200, None, 200)
    keep(FigureKey.MINUTES_LEARNED, Channel.MAIL, 50, 40, 50)
    keep(FigureKey.MINUTES_LEARNED, Channel.PORTAL, 150, None, 150)
    assert (use_of(Channel.MAIL).share, use_of(Channel.MAIL).in_hours) == (0.25, 0.8)
    assert use_of(Channel.PORTAL).in_hours is None
    assert use_of(Channel.CHAT) is None


def test_its_queries_do_not_grow(browser):
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as before:
        browser.get(PAGE)
    try_connections(as_of=NOON)
    for channel in Channel:
        keep(FigureKey.SHOWN, channel, 500, 500, 500)
    with CaptureQueriesContext(connection) as after:
        browser.get(PAGE)
    assert len(after) == len(before) <= 12


def test_numbers_that_are_none_break_nothing(browser):
    keep(FigureKey.MINUTES_LEARNED, "", float("0"), 5, 0)
    keep(FigureKey.MINUTES_LEARNED, Channel.MAIL, 0, 5, 0)
    keep(FigureKey.ANSWER_MINUTES, Channel.MAIL, None)
    assert browser.get(PAGE).status_code == browser.get(reverse("channels:outcomes")).status_code == 200
