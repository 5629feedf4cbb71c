"""Ratings that people of the demo company were asked for: waiting, given, and not judged."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments.frameworks.models import Skill
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask
from assessments.requests.services import ask_many, decline_to_rate, record_rating
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.services.roster import people_of
from lifow.people.persons.models import Person

TEN_O_CLOCK = 10 * 60
ELEVEN_O_CLOCK = 11 * 60


def load_requests(company: Company, as_of: datetime) -> int:
    """Ask for what evidence.toml says was asked, and answer what was answered; how many requests."""
    if RatingRequest.objects.exists():
        return 0
    people = people_of(company)
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    for told in company.evidence["asked"]:
        asker = people[told["asked_by"]]
        asks = [
            Ask(people[one["employee"]].pk, skills[one["skill"]].pk, told["source"]) for one in told["about"]
        ]
        moment = _moment(company, asker, told["days_ago"], TEN_O_CLOCK)
        ask_many(asks=asks, as_of=moment, asked_by=asker)
        for one in told["about"]:
            if "answered_days_ago" in one:
                _answer(company, people[one["employee"]], skills[one["skill"]], one)
    return RatingRequest.objects.count()


def _answer(company: Company, person: Person, skill: Skill, told: Mapping[str, Any]) -> None:
    request = RatingRequest.objects.open().select_related("asked").get(person=person, skill=skill)
    moment = _moment(company, request.asked, told["answered_days_ago"], ELEVEN_O_CLOCK)
    about: dict[str, Any] = {"person": person, "skill": skill, "as_of": moment}
    if "declined" in told:
        decline_to_rate(**about, asked=request.asked, reason=told["declined"])
    else:
        record_rating(
            **about,
            level=Decimal(str(told["level"])),
            rater=request.asked,
            note=told["note"],
            idempotency_key=f"demo:asked:{request.public_id}",
        )


def _moment(company: Company, person: Person, days_ago: int, minute: int) -> datetime:
    return local_moment(workday_before(company.today, days_ago), minute, person.timezone)
