"""What mentors of the demo company wrote to people of whom no pair is told. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from assessments.evidence.choices import Source
from demo.company_files import Company
from demo.generator import EVENING, MORNING, Reading, told_of

DAYS_AGO = (15, 150)
NEAR = 1.0


def comment_readings(company: Company) -> list[Reading]:
    """One piece of evidence a comment, by a mentor known for the skill and to somebody near its level."""
    readings = (
        _reading(company, number, comment)
        for number, comment in enumerate(company.evidence["comment"], start=1)
    )
    return [reading for reading in readings if reading]


def _reading(company: Company, number: int, comment: Mapping[str, Any]) -> Reading | None:
    random = Random(f"{company.seed}/comment/{number}")  # noqa: S311 (no secret)
    pairs = _pairs(company, comment["skill"], comment["level"])
    if not pairs:
        return None
    mentor, mentee = random.choice(pairs)
    return Reading(
        key=f"{mentee}:{comment['skill']}:comment:{number}",
        employee=mentee,
        skill=comment["skill"],
        level=Decimal(str(comment["level"])),
        source=Source.MENTOR.key,
        rater=mentor,
        days_ago=random.randint(*DAYS_AGO),
        minute=random.randrange(MORNING, EVENING),
        text=comment["text"],
    )


def _pairs(company: Company, skill: str, level: float) -> list[tuple[str, str]]:
    """(mentor, mentee) of whom neither manages the other, where the comment fits what the mentee needs."""
    told = told_of(company.evidence)
    mentors = [employee for employee, skills in company.mentored_skills.items() if skill in skills]
    at_work = {employee: row for employee, row in company.roster.items() if row["Status"] == "active"}
    mentees = [
        employee
        for employee, row in at_work.items()
        if employee not in mentors and (employee, skill) not in told
        if abs(company.requirements[company.job_codes[row["Job code"]]].get(skill, -NEAR) - level) <= NEAR
    ]
    return [
        (mentor, mentee)
        for mentor in mentors
        for mentee in mentees
        if at_work[mentee]["Manager ID"] != mentor and at_work[mentor]["Manager ID"] != mentee
    ]
