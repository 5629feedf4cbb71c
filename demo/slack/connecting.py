"""Connecting the demo's Slack, as HR and a person would: by the same services."""

from datetime import datetime

from channels.slack.reports import Proposal, installation
from channels.slack.services import install_slack, link_account
from demo.company_files import Company
from demo.services.roster import people_of
from demo.slack.recording import TEAM, user_of
from lifow.people.persons.models import Person

REDIRECT = "http://demo.invalid/"


def people_to_be(company: Company) -> dict[str, Person]:
    """Those of the tour who can be played, by their role; without their employees none."""
    people = people_of(company)
    return {one["role"]: people[one["employee"]] for one in company.tour if one["employee"] in people}


def connect(person: Person, *, by: Person, as_of: datetime) -> None:
    """Have the workspace installed, and the account be the person's. Twice is once."""
    found = installation()
    if found is None or found.team_id != TEAM:
        install_slack(code="demo", redirect_uri=REDIRECT, by=by, as_of=as_of)
    proposal = Proposal(TEAM, user_of(person), person.public_id)
    link_account(person=person, proposal=proposal, as_of=as_of)
