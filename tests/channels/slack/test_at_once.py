"""The same comes several times at once, several workers look at once, and several replace a token."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels.slack.encryption import encrypted
from channels.slack.models import SlackInstallation, SlackLink, SlackWork
from channels.slack.reports import Proposal
from channels.slack.services import link_account, rotate_token
from channels.slack.tasks import carry_out
from tests.channels.slack.conftest import connect_workspace, linked
from tests.channels.slack.sending import FORM, TEAM, command_body, post
from tests.company import person
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_request_that_comes_six_times_at_once_is_carried_out_once(slack):
    connect_workspace()
    linked(person("Abena Osei"))
    body = command_body("/learn", response_url=slack.response_url)
    answers = at_once([lambda: post(body, FORM).status_code] * 6)
    assert answers == [200] * 6
    assert SlackWork.objects.count() == 1
    at_once([carry_out] * 4)
    assert len(slack.named("response")) == 1


def test_of_many_at_once_one_replaces_a_token(slack):
    now = timezone.now()
    connect_workspace(expires_at=now + timedelta(minutes=1), refresh_token=encrypted("xoxe-first"))
    done = at_once([lambda: rotate_token(as_of=now)] * 5)
    assert sorted(done) == [False] * 4 + [True]
    assert len(slack.named("oauth.v2.access")) == 1
    assert SlackInstallation.objects.get().token == "xoxe.xoxb-second"


def test_one_account_that_two_people_confirm_at_once_is_one_persons(slack):
    connect_workspace()
    both = [person("Abena Osei"), person("Kofi Mensah")]
    steps = [
        lambda who=who: link_account(
            person=who, proposal=Proposal(TEAM, "U1", who.public_id), as_of=timezone.now()
        )
        for who in both * 2
    ]
    at_once(steps)
    assert SlackLink.objects.get().person in both
