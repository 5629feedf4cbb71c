"""The demo's page of Slack: what is clicked goes to the real address, and what lifow tells is shown."""

import re

import pytest
from django.test import Client

from channels.slack.models import SlackWork
from channels.slack.tasks import carry_out
from demo.slack import recording, showing, views
from tests import company

pytestmark = pytest.mark.django_db
PAGE, PLAY = "/demo/slack/", "/demo/slack/play/"


@pytest.fixture
def people(monkeypatch):
    abena, ruth = company.person("Abena Osei"), company.person("Ruth Amankwah", is_hr_admin=True)
    monkeypatch.setattr(views, "people_to_be", lambda _company: {"learner": abena, "hr_admin": ruth})
    monkeypatch.setattr(views, "WAIT_SECONDS", 0)
    return abena


@pytest.fixture
def site(live_server, settings, tmp_path, people):
    """The site as it serves itself: lifow and Slack at one address."""
    settings.SITE_URL, settings.VAR_DIR = live_server.url, tmp_path
    settings.SLACK_API_URL = f"{live_server.url}/demo/slack/api/"
    return Client()


@pytest.mark.django_db(transaction=True)
def test_a_conversation_is_played(site, people):
    assert "Not connected" in site.get(PAGE).content.decode()
    site.post(PLAY, {"as": "learner", "act": "connect"})
    for sent in ({"act": "/learn"}, {"act": "home"}, {"act": "/ask", "text": ""}):
        site.post(PLAY, {"as": "learner", **sent})
        carry_out()
    assert SlackWork.objects.filter(done_at=None).count() == 0
    page = site.get(f"{PAGE}?as=learner").content.decode()
    assert "No steps in your plan now." in page
    assert "Ask colleagues" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    screen = showing.screen_of(recording.user_of(people), recording.calls())
    assert screen.home is not None
    sent = {
        "as": "learner",
        "act": "submit",
        "view_id": screen.dialog.view_id,
        "callback": screen.dialog.callback,
        "metadata": screen.dialog.metadata,
        "field:title": "Who may refund over 500 euros?",
    }
    site.post(PLAY, sent)
    carry_out()
    assert "Asked." in site.get(f"{PAGE}?as=learner").content.decode()


def test_where_the_real_slack_is_there_is_no_such_page(client, settings, people):
    settings.SLACK_API_URL = "https://slack.com/api/"
    assert client.get(PAGE).status_code == 404
    assert client.post(PLAY, {"act": "connect"}).status_code == 404
    assert client.post(f"{PAGE}api/auth.test").status_code == 404


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "&lt;script&gt;", "*<b>*", "<javascript:x|y>"])
def test_what_is_told_is_no_markup(text):
    shown = showing.mrkdwn(text)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "href" not in shown


def test_mrkdwn_is_shown_as_slack_shows_it():
    shown = showing.mrkdwn("*<https://lifow.example/?a=1&amp;b=2|A &amp; B>* · 4 min\nwhy")
    assert '<a href="https://lifow.example/?a=1&amp;b=2">A &amp; B</a>' in shown
    assert shown.endswith("· 4 min<br>why")
    assert shown.startswith("<strong>")


def test_no_secret_is_kept(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    recording.record("oauth.v2.access", {"client_secret": "x"})
    [kept] = recording.calls()
    assert "access_token" not in kept.answer
    assert kept.body == {}
