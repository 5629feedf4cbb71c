"""Which workspace is connected, and who somebody in Slack is here."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing

from channels.slack.choices import INSTALL_GOOD_FOR, LINK_GOOD_FOR
from channels.slack.models import SlackInstallation, SlackLink
from lifow.base.bounds import without_controls
from lifow.people.persons.choices import EmploymentStatus
from lifow.people.persons.models import Person
from lifow.people.persons.reports import statuses_of

LINK_SALT, INSTALL_SALT = "channels.slack.link", "channels.slack.install"
AT_WORK = (EmploymentStatus.ACTIVE, EmploymentStatus.LEAVE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """That an account in Slack has the email address of a person here, who has still to confirm it."""

    team_id: str
    slack_user_id: str
    person_id: str


def missing_settings() -> list[str]:
    """The settings that the company has still to give, by the names of their variables."""
    names = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")
    return [f"LIFOW_{name}" for name in names if not getattr(settings, name)]


def is_configured() -> bool:
    """Whether the company has given what the page of its app in Slack says."""
    return not missing_settings()


def installation() -> SlackInstallation | None:
    """The workspace that is connected, None where none is."""
    found: SlackInstallation | None = SlackInstallation.objects.filter(ended_at__isnull=True).first()
    return found if found is not None and is_configured() else None


def link_of(team_id: str, slack_user_id: str) -> SlackLink | None:
    """Whose account in Slack this is, as confirmed; None for nobody's."""
    rows = SlackLink.objects.select_related("person")
    return rows.filter(team_id=team_id, slack_user_id=slack_user_id).first()


def may_use(person: Person, as_of: datetime) -> bool:
    """Whether somebody may sign in and works here: asked each time, so that leaving ends it at once."""
    return person.is_active and statuses_of([person.pk], as_of).get(person.pk) in AT_WORK


def person_with_email(address: str, as_of: datetime) -> Person | None:
    """Who has this email address here and may use lifow; None where nobody does, or more than one."""
    known = without_controls(address).strip()
    if not known:
        return None
    found = list(Person.objects.filter(email__iexact=known, is_active=True).order_by("pk")[:2])
    return found[0] if len(found) == 1 and may_use(found[0], as_of) else None


def sealed_proposal(proposal: Proposal) -> str:
    """A proposal as a part of an address, which nobody else can make."""
    return signing.dumps([proposal.team_id, proposal.slack_user_id, proposal.person_id], salt=LINK_SALT)


def opened_proposal(text: str) -> Proposal | None:
    """The proposal of an address; None for one that is not ours, and after an hour."""
    try:
        return Proposal(*signing.loads(text, salt=LINK_SALT, max_age=LINK_GOOD_FOR))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def install_state(person: Person) -> str:
    """What Slack gives back after the app was allowed, so that nobody is sent here by somebody else."""
    return signing.dumps(person.public_id, salt=INSTALL_SALT)


def is_install_state(text: str, person: Person) -> bool:
    """Whether this person began to install the app in the last ten minutes."""
    try:
        return bool(signing.loads(text, salt=INSTALL_SALT, max_age=INSTALL_GOOD_FOR) == person.public_id)
    except signing.BadSignature:
        return False
