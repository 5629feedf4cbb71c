"""The page on which HR connects the company's workspace, and what its manifest says."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from channels.slack.calls import is_of_slack
from channels.slack.manifest import manifest
from channels.slack.models import SlackInstallation, SlackLink
from channels.slack.reports import install_state
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.slack.conftest import linked

pytestmark = pytest.mark.django_db
PAGE, BACK = "/settings/slack/", "/settings/slack/installed/"


@world
def hr() -> Person:
    return company.person("Ines Duarte", is_hr_admin=True)


@pytest.fixture
def browser(hr):
    client = Client()
    client.force_login(hr)
    return client


def test_the_manifest_knows_the_address_and_asks_for_no_messages():
    told = json.dumps(manifest())
    assert told.count("http://127.0.0.1:8000/slack/requests") == 4
    scopes = manifest()["oauth_config"]["scopes"]["bot"]
    assert not [
        one for one in scopes if "history" in one or one.startswith(("channels:", "groups:", "files:"))
    ]
    assert "message" not in json.dumps(manifest()["settings"]["event_subscriptions"]["bot_events"])


def test_without_settings_the_page_says_which_are_missing(browser, settings):
    settings.SLACK_CLIENT_ID = settings.SLACK_CLIENT_SECRET = settings.SLACK_SIGNING_SECRET = ""
    page = browser.get(PAGE).content.decode()
    for name in ("LIFOW_SLACK_CLIENT_ID", "LIFOW_SLACK_CLIENT_SECRET", "LIFOW_SLACK_SIGNING_SECRET"):
        assert name in page
    assert "Install in Slack" not in page


def test_the_app_is_installed_by_whoever_began_it(browser, hr, slack):
    page = browser.get(PAGE).content.decode()
    assert "Install in Slack" in page
    assert browser.get(BACK, {"code": "c1", "state": install_state(hr)}, follow=True).status_code == 200
    found = SlackInstallation.objects.get()
    assert (found.team_id, found.team_name, found.installed_by) == ("T1", "Larkfield", hr)
    assert found.token == "xoxe.xoxb-second"
    [asked] = slack.named("oauth.v2.access")
    assert asked.body["redirect_uri"] == "http://127.0.0.1:8000/settings/slack/installed/"
    assert "Disconnect" in browser.get(PAGE).content.decode()


def test_the_way_to_slack_names_the_company_app(browser, slack, hr):
    page = browser.get(PAGE)
    url = urlsplit(page.context["install_url"])
    asked = parse_qs(url.query)
    assert url.path == "/oauth/v2/authorize"
    assert asked["client_id"] == ["1.2"]
    assert asked["scope"] == ["chat:write,commands,links:read,links:write,users:read,users:read.email"]


@pytest.mark.parametrize(
    "told", [{}, {"code": "c1"}, {"code": "c1", "state": "no"}, {"error": "access_denied"}]
)
def test_nobody_is_sent_there_by_somebody_else(browser, slack, told):
    other = company.person("Kofi Mensah", is_hr_admin=True)
    for state in (told, {**told, "state": install_state(other)}):
        assert browser.get(BACK, state).status_code == 302
    assert slack.calls == []
    assert not SlackInstallation.objects.exists()


@pytest.mark.parametrize("error", ["invalid_code", "fatal_error"])
def test_what_slack_refuses_is_said_and_leaves_the_workspace_of_before(browser, hr, workspace, slack, error):
    slack.refuse("oauth.v2.access", error)
    page = browser.get(BACK, {"code": "c1", "state": install_state(hr)}, follow=True).content.decode()
    assert "Slack" in page
    assert SlackInstallation.objects.get().ended_at is None


def test_another_workspace_takes_the_place_of_the_first_and_of_its_accounts(browser, hr, workspace, slack):
    SlackInstallation.objects.update(team_id="T0")
    linked(hr)
    SlackLink.objects.update(team_id="T0")
    browser.get(BACK, {"code": "c1", "state": install_state(hr)})
    assert SlackInstallation.objects.get(ended_at=None).team_id == "T1"
    assert not SlackLink.objects.exists()


def test_disconnecting_forgets_the_tokens_twice_is_once(browser, workspace):
    for _again in range(2):
        assert browser.post(PAGE, {"end": "1"}).status_code == 302
    found = SlackInstallation.objects.get()
    assert (found.bot_token, found.end_reason) == ("", "disconnected")
    assert browser.post(PAGE).status_code == 422


@pytest.mark.parametrize(
    ("url", "is_known"),
    [
        ("https://hooks.slack.com/commands/1", True),
        ("https://hooks.slack.com.evil.example/1", False),
        ("http://127.0.0.1:1/admin", False),
        ("https://slack.com@evil.example/", False),
        ("https://slack.com/1", True),
        ("", False),
    ],
)
def test_answers_go_to_slack_alone(settings, url, is_known):
    settings.SLACK_API_URL = "https://slack.com/api/"
    assert is_of_slack(url) == is_known
