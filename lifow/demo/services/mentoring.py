"""Mentors of the demo company, the pairs that exist already, and the work that they talk about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from assessments.models import Skill
from lifow.demo.company_files import Company
from lifow.demo.dates import local_moment, workday_before
from lifow.demo.services.roster import people_of
from lifow.people.models import Person
from mentoring.models import Mentor, Pairing
from mentoring.services import (
    accept_pairing,
    ask_mentor,
    begin_pairing,
    end_pairing,
    give_feedback,
    hand_in_task,
    offer_mentoring,
    propose_pairings,
)

TEN_O_CLOCK = 10 * 60
FOUR_O_CLOCK = 16 * 60


def load_mentors(company: Company, as_of: datetime) -> int:
    """Have the mentors offer their seats; how many mentors."""
    if Mentor.objects.exists():
        return 0
    people = people_of(company)
    for told in company.told["mentor"]:
        person, capacity = people[told["employee"]], told["capacity"]
        offer_mentoring(person=person, capacity=capacity, about=told["about"], as_of=as_of)
    return len(company.told["mentor"])


def load_pairings(company: Company, as_of: datetime) -> int:
    """Tell the story of the pairs that exist, with their tasks and feedback; how many pairs.

    What the match says of them is their reason; what it says of everyone else is proposed again later.
    """
    if Pairing.objects.exists():
        return 0
    people = people_of(company)
    propose_pairings(as_of=as_of)
    matched = {(row.mentor_id, row.mentee_id): row for row in Pairing.objects.all()}
    Pairing.objects.all().delete()
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    for told in company.evidence["pairing"]:
        mentor, mentee = people[told["mentor"]], people[told["mentee"]]
        match = matched.get((mentor.pk, mentee.pk))
        pairing = Pairing.objects.create(
            mentor=mentor,
            mentee=mentee,
            score=match.score if match else 0.0,
            reason=match.reason if match else {},
            is_recommended=bool(match and match.is_recommended),
            proposed_at=_moment(company, mentee, told["days_ago"] + 1),
        )
        _tell_pairing(company, pairing, told)
        for task in company.evidence["task"]:
            if (task["mentor"], task["mentee"]) == (told["mentor"], told["mentee"]):
                _tell_task(company, pairing, skills[task["skill"]], task)
    return len(company.evidence["pairing"])


def _tell_pairing(company: Company, pairing: Pairing, told: Mapping[str, Any]) -> None:
    ask_mentor(
        pairing=pairing,
        message=told["message"],
        as_of=_moment(company, pairing.mentee, told["days_ago"]),
    )
    if told["state"] == "asked":
        return
    accepted_at = _moment(company, pairing.mentor, told["days_ago"] - 1)
    accept_pairing(pairing=pairing, as_of=accepted_at)
    begin_pairing(pairing=pairing)
    if told["state"] == "ended":
        end_pairing(pairing=pairing, as_of=accepted_at + timedelta(weeks=5))
    pairing.refresh_from_db()


def _tell_task(company: Company, pairing: Pairing, skill: Skill, told: Mapping[str, Any]) -> None:
    task = hand_in_task(
        pairing=pairing,
        title=told["title"],
        body=told["body"].strip(),
        skill=skill,
        as_of=_moment(company, pairing.mentee, told["days_ago"]),
    )
    if "comment" in told:
        give_feedback(
            task=task,
            level=Decimal(str(told["level"])),
            text=told["comment"].strip(),
            as_of=_moment(company, pairing.mentor, told["days_ago"], FOUR_O_CLOCK),
        )


def _moment(company: Company, person: Person, days_ago: int, minute: int = TEN_O_CLOCK) -> datetime:
    return local_moment(workday_before(company.today, days_ago), minute, person.timezone)
