"""What people are told comes to them in Slack: in hours, once, with what can be done in place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from channels.slack.choices import SLACK
from channels.slack.models import SlackInstallation, SlackLink
from channels.slack.services import end_installation
from channels.slack.way import SlackWay
from lifow.notifications.choices import DispatchState
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import WayClosedError, all_ways
from lifow.notifications.services import notify, send_next
from lifow.people.persons.models import Person
from mentoring.help.models import HelpRequest, HelpStep
from mentoring.help.notifications import tell_wanted
from tests.backing.worlds import world
from tests.channels.slack.conftest import linked
from tests.company import person

pytestmark = pytest.mark.django_db
# A Wednesday; Abena works from 9 to 17 in Berlin, where it is 11.
MORNING = datetime(2026, 3, 4, 10, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 1, tzinfo=UTC)


@world
def abena() -> Person:
    return person("Abena Osei", timezone="Europe/Berlin")


@pytest.fixture
def account(abena, workspace):
    return linked(abena)


def told(abena, as_of=MORNING, key="one"):
    notify(person=abena, kind=TEST_MESSAGE, refs={}, key=key, as_of=as_of)


def send(abena, as_of=MORNING):
    [way] = [one for one in all_ways() if one.key == SLACK]
    return send_next(person_id=abena.pk, way=way, as_of=as_of)


def dispatch():
    return Dispatch.objects.get(way=SLACK)


def test_a_message_comes_as_a_direct_message_with_its_link(abena, account, slack):
    told(abena)
    assert send(abena)
    [call] = slack.named("chat.postMessage")
    assert call.body["channel"] == "U1"
    assert "This is how messages reach you" in call.text
    assert dispatch().state == DispatchState.SENT
    assert f"/inbox/{dispatch().message.public_id}/" in call.text


def test_nothing_comes_by_night(abena, account, slack):
    told(abena, NIGHT)
    assert not send(abena, NIGHT)
    assert slack.calls == []
    assert send(abena, MORNING)


def test_a_message_that_slack_took_before_its_worker_was_killed_is_not_sent_again(abena, account, slack):
    told(abena)
    send(abena)
    delivery = dispatch()
    Dispatch.objects.filter(way=SLACK).update(state=DispatchState.SENDING, sent_at=None, due_at=MORNING)
    assert send(abena)
    assert dispatch().state == DispatchState.SENT
    assert dispatch().delivery_id == delivery.delivery_id
    assert len(slack.named("chat.postMessage")) == 1


def test_slack_is_left_alone_as_long_as_it_says_and_nothing_counts_as_an_attempt(abena, account, slack):
    slack.refuse("chat.postMessage", "ratelimited", 429, Retry_After="120")
    told(abena)
    for _again in range(2):
        with pytest.raises(WayClosedError):
            send(abena)
    assert dispatch().attempts == 0
    assert len(slack.named("chat.postMessage")) == 1
    paused = SlackInstallation.objects.get().paused_until
    assert timedelta(seconds=110) < paused - timezone.now() <= timedelta(seconds=120)


def test_a_slack_that_is_away_is_tried_again(abena, account, slack):
    slack.refuse("chat.postMessage", "fatal_error", 503)
    told(abena)
    send(abena)
    assert dispatch().attempts == 1
    assert dispatch().due_at > MORNING


@pytest.mark.parametrize("error", ["user_not_found", "token_revoked"])
def test_what_slack_refuses_for_good_is_set_aside(abena, account, slack, error):
    slack.refuse("chat.postMessage", error)
    told(abena)
    send(abena)
    assert (dispatch().state, dispatch().last_error) == (DispatchState.FAILED, error)
    assert (SlackInstallation.objects.get().ended_at is not None) == (error == "token_revoked")


def test_nothing_goes_to_a_leaver_or_without_a_workspace(abena, account, slack):
    told(abena)
    end_installation(reason="disconnected", as_of=MORNING)
    assert not send(abena)
    assert slack.calls == []


def test_help_that_is_wanted_can_be_given_in_place(abena, account, slack):
    request = HelpRequest.objects.create(
        kind="now", person=person("Kofi Mensah"), title="A refund", asked_at=MORNING, told_at=MORNING
    )
    HelpStep.objects.create(request=request, step="proven", person=abena, asked_at=MORNING)
    tell_wanted(request, [abena], as_of=MORNING)
    assert send(abena)
    buttons = slack.last("chat.postMessage").buttons
    assert [(one["action_id"], one["value"]) for one in buttons] == [
        ("claim_help:0", request.public_id),
        ("pass_help:1", request.public_id),
    ]


def test_the_check_says_whether_slack_takes_the_token(workspace, slack):
    assert SlackWay().check().is_well
    slack.refuse("auth.test", "token_revoked")
    found = SlackWay().check()
    assert not found.is_well
    assert "token_revoked" in found.says
    slack.refuse("auth.test", "fatal_error", 500)
    assert "cannot be reached" in SlackWay().check().says


def test_what_waits_is_switched_on_with_the_account_and_off_without(abena, account):
    assert SlackWay().is_offered_to(abena)
    SlackLink.objects.all().delete()
    assert not SlackWay().is_offered_to(abena)
