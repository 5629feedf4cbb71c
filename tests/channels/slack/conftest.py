"""A workspace that is connected, with Slack on the loopback address."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from channels.slack.encryption import encrypted
from channels.slack.models import SlackInstallation, SlackLink
from channels.slack.reports import Proposal
from channels.slack.services import link_account
from lifow.people.persons.models import Person
from tests.channels.slack.sending import SECRET, TEAM
from tests.channels.slack.stub import Slack, served


@pytest.fixture(scope="module")
def stub() -> Iterator[Slack]:
    with served() as slack:
        yield slack


@pytest.fixture
def slack(stub, settings) -> Slack:
    """What Slack is asked in this test."""
    stub.calls.clear()
    stub.answers.clear()
    stub.slow.clear()
    stub.emails.clear()
    settings.SLACK_CLIENT_ID, settings.SLACK_CLIENT_SECRET = "1.2", "client-secret"
    settings.SLACK_SIGNING_SECRET, settings.SLACK_API_URL = SECRET, stub.url
    return stub


@pytest.fixture
def workspace(slack) -> SlackInstallation:
    return connect_workspace()


def connect_workspace(**fields) -> SlackInstallation:
    told = {
        "team_id": TEAM,
        "team_name": "Larkfield",
        "bot_user_id": "UBOT",
        "bot_token": encrypted("xoxb-first"),
        "installed_at": timezone.now(),
        **fields,
    }
    return SlackInstallation.objects.create(**told)


def linked(person: Person, user: str = "U1") -> SlackLink:
    """An account in Slack that the person has confirmed."""
    proposal = Proposal(TEAM, user, person.public_id)
    return link_account(person=person, proposal=proposal, as_of=timezone.now())
