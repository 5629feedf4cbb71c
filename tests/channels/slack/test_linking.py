"""Whose account in Slack is whose: by email address and by confirmation, until it is ended."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from channels.connections.tasks import end_connections
from channels.slack.models import SlackLink
from channels.slack.reports import Proposal, sealed_proposal
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.slack.conftest import linked
from tests.channels.slack.sending import button_for, click, command, home_opened, work

pytestmark = pytest.mark.django_db


@world
def abena() -> Person:
    return company.person("Abena Osei", email="abena@larkfield.example")


@world
def marta() -> Person:
    return company.person("Marta Kowalczyk", email="marta@larkfield.example")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def address_in(slack):
    """Where the last answer leads."""
    [button] = slack.last("response").buttons
    return urlsplit(button["url"]).path


def asked_for(slack, email):
    slack.emails["U1"] = email
    command("/learn", response_url=slack.response_url)
    work()


def test_an_account_is_connected_by_its_address_and_by_who_confirms_it(abena, workspace, slack):
    asked_for(slack, "Abena@Larkfield.example")
    page = address_in(slack)
    assert not SlackLink.objects.exists()
    client = browser(abena)
    assert "Connect my Slack account" in client.get(page).content.decode()
    assert not SlackLink.objects.exists()
    for _ in range(2):
        assert client.post(page)["Location"] == "/settings/connections/#slack"
    link = SlackLink.objects.get()
    assert (link.person, link.slack_user_id, link.team_id) == (abena, "U1", "T1")


def test_nobody_else_can_confirm_it(abena, marta, workspace, slack):
    asked_for(slack, "abena@larkfield.example")
    page = address_in(slack)
    answer = browser(marta).post(page)
    assert answer.status_code == 422
    assert "another account" in answer.content.decode()
    assert not SlackLink.objects.exists()
    assert "/accounts/login/" in Client().get(page)["Location"]


@pytest.mark.parametrize("email", ["", "nobody@larkfield.example", "x@y\0"])
def test_an_address_that_nobody_has_leads_nowhere(abena, workspace, slack, email):
    asked_for(slack, email)
    assert slack.last("response").buttons == []
    assert "Ask HR" in slack.last("response").text


def test_the_home_tab_says_how_to_connect_too(abena, workspace, slack):
    slack.emails["U1"] = abena.email
    home_opened()
    work()
    assert slack.last("views.publish").buttons[0]["text"]["text"] == "Connect"


@pytest.mark.parametrize("told", ["no", "WyJUMSJd:1:2"])
def test_a_link_that_lifow_has_not_made_opens_nothing(abena, workspace, told):
    answer = browser(abena).get(f"/settings/connections/slack/{told}/")
    assert "too old" in answer.content.decode()
    assert browser(abena).post(f"/settings/connections/slack/{told}/").status_code == 422


def test_a_link_of_another_workspace_connects_nothing(abena, workspace):
    page = f"/settings/connections/slack/{sealed_proposal(Proposal('T2', 'U1', abena.public_id))}/"
    assert browser(abena).post(page).status_code == 422
    assert not SlackLink.objects.exists()


def test_an_account_in_slack_is_one_persons(abena, marta, workspace):
    linked(abena)
    linked(marta)
    assert [one.person for one in SlackLink.objects.all()] == [marta]


def test_it_is_ended_on_the_page_of_connections(abena, workspace, slack):
    link = linked(abena)
    client = browser(abena)
    assert "Slack account" in client.get("/settings/connections/").content.decode()
    client.post("/settings/connections/end/", {"integration": "slack", "connection": link.public_id})
    assert not SlackLink.objects.exists()


@pytest.mark.parametrize("status", ["inactive", "left"])
def test_whoever_may_not_sign_in_gets_nothing_with_the_next_request(abena, workspace, slack, status):
    linked(abena)
    if status == "inactive":
        Person.objects.filter(pk=abena.pk).update(is_active=False)
    else:
        abena.employments.update(status="left")
    for send in (
        lambda: command("/learn", response_url=slack.response_url),
        lambda: command("/ask", response_url=slack.response_url),
        lambda: command("/ask", "refunds", response_url=slack.response_url),
        home_opened,
        lambda: click(button_for("refresh"), home=True),
    ):
        assert send().status_code == 200
        work()
    assert slack.calls == []


def test_what_a_leaver_had_asked_for_before_is_not_carried_out(abena, workspace, slack):
    linked(abena)
    home_opened()
    Person.objects.filter(pk=abena.pk).update(is_active=False)
    work()
    assert slack.calls == []
    end_connections()
    assert not SlackLink.objects.exists()


def test_an_hr_admin_without_the_second_step_is_told_to_turn_it_on(abena, workspace, slack, settings):
    settings.TWO_STEP_REQUIRED = True
    Person.objects.filter(pk=abena.pk).update(is_hr_admin=True)
    linked(abena)
    command("/learn", response_url=slack.response_url)
    work()
    assert "two steps" in slack.last("response").text
