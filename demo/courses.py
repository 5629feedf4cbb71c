"""A module that a part of the company took together, between two rounds of tests that all of it sat. Pure.

What it gives is a number of evidence.toml, as what people can truly do is; who took it is drawn, and tests
err. So the effect that lifow measures is found, not told, and may be held against the number.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from random import Random

from assessments.evidence.choices import Source
from demo.company_files import Company
from demo.generator import (
    EVENING,
    MORNING,
    SETTLED_AFTER_DAYS,
    TOP,
    Reading,
    Subject,
    assessed_level,
    told_of,
)

LEAST_OTHERS = 2
"""Other skills that are tested with that of the module: what moves all of them is no effect of it."""


def course_takers(company: Company, subjects: Sequence[Subject]) -> dict[str, int]:
    """Who took the course, with the days ago on which they did."""
    course = company.evidence["generator"]["course"]
    return {
        employee: random.randint(*sorted(course["taken_days_ago"]))
        for employee in _tested(company, subjects)
        if (random := _stream(company, employee, "taken")).random() < course["share"]
    }


def course_readings(company: Company, subjects: Sequence[Subject]) -> list[Reading]:
    """The tests of both rounds, a skill at a time."""
    takers = course_takers(company, subjects)
    return [
        reading
        for employee, theirs in _tested(company, subjects).items()
        for subject in theirs
        for reading in _readings(company, subject, takers.get(employee))
    ]


def _tested(company: Company, subjects: Sequence[Subject]) -> Mapping[str, Sequence[Subject]]:
    """Those who were here for both rounds, with what they were tested in: skills that a test can tell of and
    that something is known of. Nobody of whom a story is told."""
    generator, course = company.evidence["generator"], company.evidence["generator"]["course"]
    skills: Set[str] = set(generator["source"]["test"]["skills"])
    storied = {employee for employee, _skill in told_of(company.evidence)}
    storied |= {entry["employee"] for entry in company.evidence["activity"]}
    since = max(course["tested_days_ago"]) + SETTLED_AFTER_DAYS
    found = defaultdict(list)
    for one in subjects:
        who = one.colleague
        if who.employee in storied or who.days_gone or who.days_here <= since or one.skill not in skills:
            continue
        if assessed_level(one, generator, company.seed, 0) is not None:
            found[who.employee].append(one)
    return {
        employee: theirs
        for employee, theirs in found.items()
        if len(theirs) > LEAST_OTHERS and course["skill"] in {one.skill for one in theirs}
    }


def _readings(company: Company, subject: Subject, taken: int | None) -> Iterator[Reading]:
    generator, course = company.evidence["generator"], company.evidence["generator"]["course"]
    test = generator["source"]["test"]
    employee, step = subject.colleague.employee, Decimal(str(test["step"]))
    random = _stream(company, employee, subject.skill)
    for number, days_ago in enumerate(course["tested_days_ago"], start=1):
        level = assessed_level(subject, generator, company.seed, days_ago) or 0.0
        if taken is not None and subject.skill == course["skill"] and days_ago > taken:
            # What they can do today, they can with what the course gave them.
            level -= course["gives"]
        seen = min(max(level + random.gauss(0, course["sd"]), 0.0), TOP)
        yield Reading(
            key=f"{employee}:{subject.skill}:course:{number}",
            employee=employee,
            skill=subject.skill,
            level=round(seen / float(step)) * step,
            source=Source.TEST.key,
            rater=None,
            days_ago=days_ago,
            minute=random.randrange(MORNING, EVENING),
        )


def _stream(company: Company, employee: str, what: str) -> Random:
    return Random(f"{company.seed}/{employee}/course/{what}")  # noqa: S311 (no secret)
