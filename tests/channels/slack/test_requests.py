"""Requests of Slack: signed or refused, taken once, answered at once, and carried out however Slack fares."""

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from channels.slack.models import SlackInstallation, SlackWork
from channels.slack.services import rotate_token
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.slack.conftest import connect_workspace, linked
from tests.channels.slack.sending import (
    ADDRESS,
    FORM,
    JSON,
    command,
    command_body,
    event,
    event_body,
    home_opened,
    post,
    work,
)

pytestmark = pytest.mark.django_db


@world
def abena() -> Person:
    return company.person("Abena Osei")


@pytest.fixture
def account(abena, workspace):
    return linked(abena)


def due_again(seconds=0):
    SlackWork.objects.waiting().update(not_before=timezone.now() - timedelta(seconds=seconds))


def test_slack_makes_sure_of_the_address(slack):
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "gone"})
    answer = post(body, JSON)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"age": 301},
        {"age": -301},
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
    ],
    ids=str,
)
def test_what_is_not_signed_by_slack_just_now_is_refused(account, slack, wrong):
    assert post(command_body("/learn"), FORM, **wrong).status_code == 401
    assert not SlackWork.objects.exists()


def test_without_the_secret_there_is_nothing(client, slack, settings):
    settings.SLACK_SIGNING_SECRET = ""
    assert post(command_body("/learn"), FORM, secret="").status_code == 404


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * 1_000_001], ids=["no text", "too long"])
def test_a_body_that_nobody_reads_is_refused(client, slack, body):
    moment = {"X-Slack-Request-Timestamp": str(int(time.time()))}
    assert client.post(ADDRESS, body, content_type=FORM, headers=moment).status_code == 400


@pytest.mark.parametrize("body", ["", "{", "[]", "payload=%7B", "payload=[]", '{"type": "event_callback"}'])
def test_nonsense_that_is_signed_is_no_error_of_ours(account, slack, body):
    for content_type in (FORM, JSON):
        assert post(body, content_type).status_code < 500


def test_a_workspace_that_is_not_connected_gets_nothing(account, slack):
    answer = command("/learn", team="T2", response_url=slack.response_url)
    assert answer.json() == {"text": "lifow is not connected to this workspace."}
    assert slack.calls == []
    assert not SlackWork.objects.exists()


def test_ids_with_characters_that_no_text_has_break_nothing(account, slack):
    assert command("/learn", user="U\0", team="T1\0").status_code == 200
    told = {"type": "app_home_opened", "user": "U1\0", "tab": "home"}
    assert event(told, event_id="Ev\0").status_code == 200
    work()


def test_a_request_that_is_sent_again_is_one(account, slack):
    body = command_body("/learn", response_url=slack.response_url)
    assert [post(body, FORM).status_code for _ in range(3)] == [200] * 3
    work()
    assert post(body, FORM).status_code == 200
    work()
    assert len(slack.named("response")) == 1


def test_an_event_that_comes_twice_is_one_though_its_body_differs(account, slack):
    told = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    event(told, event_id="Ev9")
    event({**told, "event_ts": "2"}, event_id="Ev9")
    assert SlackWork.objects.count() == 1


def test_what_was_carried_out_keeps_none_of_its_words(account, slack):
    command("/ask", "Who may refund?", response_url=slack.response_url)
    assert "refund" in str(SlackWork.objects.get().payload)
    work()
    assert SlackWork.objects.get().payload == {}


def test_events_that_nobody_asked_for_and_what_people_write_are_left_alone(account, slack):
    assert event({"type": "message", "user": "U1", "text": "secret", "channel": "C1"}).status_code == 200
    assert not SlackWork.objects.exists()


def test_slack_is_answered_in_time_though_it_is_slow_itself(account, slack):
    slack.slow["views.open"] = 4
    began = time.monotonic()
    assert command("/ask").status_code == 200
    assert time.monotonic() - began < 3
    work()
    assert slack.named("views.update") == []


def test_too_many_calls_wait_as_long_as_slack_says_and_count_as_no_attempt(account, slack):
    slack.refuse("views.publish", "ratelimited", 429, Retry_After="77")
    home_opened()
    before = timezone.now()
    assert work() == 0
    row = SlackWork.objects.get()
    assert (row.attempts, row.last_error) == (0, "ratelimited")
    assert timedelta(seconds=76) < row.not_before - before < timedelta(seconds=80)
    work()
    assert len(slack.named("views.publish")) == 1
    slack.answers.clear()
    due_again()
    assert work() == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_slack_that_is_away_is_tried_again_and_in_the_end_set_aside(account, slack, status):
    slack.refuse("views.publish", "internal_error", status)
    home_opened()
    for _ in range(5):
        due_again()
        work()
    row = SlackWork.objects.get()
    assert row.set_aside_at is not None
    assert len(slack.named("views.publish")) == 5
    assert row.payload == {}


def test_what_slack_refuses_for_good_is_not_tried_again(account, slack):
    slack.refuse("views.publish", "invalid_blocks")
    home_opened()
    work()
    row = SlackWork.objects.get()
    assert (row.last_error, row.attempts) == ("invalid_blocks", 1)
    assert row.set_aside_at is not None


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
def test_a_token_that_is_withdrawn_ends_the_installation(account, slack, error):
    slack.refuse("views.publish", error)
    home_opened()
    work()
    ended = SlackInstallation.objects.get()
    assert (ended.end_reason, ended.bot_token, ended.refresh_token) == (error, "", "")
    assert SlackWork.objects.get().set_aside_at is not None


@pytest.mark.parametrize(
    "told",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"], "oauth": []}}],
)
def test_an_app_that_is_removed_in_slack_is_forgotten_here(account, slack, told):
    event(told)
    work()
    assert SlackInstallation.objects.get().bot_token == ""


def test_tokens_of_other_people_end_nothing(account, slack):
    event({"type": "tokens_revoked", "tokens": {"oauth": ["U7"]}})
    work()
    assert SlackInstallation.objects.get().ended_at is None


def test_a_worker_that_was_killed_leaves_what_it_had_in_hand_to_the_next(account, slack):
    home_opened()
    SlackWork.objects.update(attempts=1, not_before=timezone.now() + timedelta(minutes=2))
    assert work() == 0
    due_again()
    assert work() == 1


def test_what_kills_its_worker_each_time_comes_to_an_end(account, slack):
    home_opened()
    SlackWork.objects.update(attempts=5, last_error="")
    assert work() == 0
    assert SlackWork.objects.get().set_aside_at is not None


def test_a_token_that_is_about_to_end_is_replaced_before_it_is_used(abena, slack):
    connect_workspace(expires_at=timezone.now() + timedelta(minutes=5), refresh_token=_sealed("xoxe-first"))
    linked(abena)
    home_opened()
    work()
    [asked] = slack.named("oauth.v2.access")
    assert (asked.body["grant_type"], asked.body["refresh_token"]) == ("refresh_token", "xoxe-first")
    assert slack.last("views.publish").token == "xoxe.xoxb-second"
    found = SlackInstallation.objects.get()
    assert found.token == "xoxe.xoxb-second"
    assert "second" not in found.bot_token + found.refresh_token
    assert found.expires_at > timezone.now() + timedelta(hours=11)


def test_a_token_has_one_who_replaces_it(slack):
    now = timezone.now()
    connect_workspace(
        expires_at=now, refresh_token=_sealed("xoxe-first"), rotating_until=now + timedelta(seconds=30)
    )
    assert not rotate_token(as_of=now)
    assert slack.calls == []
    assert rotate_token(as_of=now + timedelta(seconds=31))


def test_a_refresh_token_that_slack_refuses_ends_the_installation(abena, slack):
    connect_workspace(expires_at=timezone.now(), refresh_token=_sealed("xoxe-first"))
    linked(abena)
    slack.refuse("oauth.v2.access", "invalid_refresh_token")
    home_opened()
    work()
    assert SlackInstallation.objects.get().end_reason == "invalid_refresh_token"


def test_tokens_are_read_with_a_key_of_before_and_not_with_another(workspace, settings):
    first = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "next", [first]
    assert workspace.token == "xoxb-first"
    settings.SECRET_KEY_FALLBACKS = []
    assert workspace.token == ""


def _sealed(text):
    from channels.slack.encryption import encrypted

    return encrypted(text)


def test_an_event_body_names_itself():
    assert (
        json.loads(event_body({"type": "x"}))["event_id"] != json.loads(event_body({"type": "x"}))["event_id"]
    )
