"""Of whom and what the generator makes readings: people, the skills that count, and who can judge them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from demo.comments import comment_readings
from demo.company_files import GONE, Company
from demo.courses import course_readings
from demo.generator import Colleague, Reading, Subject, generate_readings, told_of, told_readings

ON_LEAVE = "leave"
LEAVE_BEGAN_DAYS_AGO = 70
GAP_PROVEN_BY = ("manager", "observed", "peer")
CLEAR_GAP = 1.5


def all_readings(company: Company) -> list[Reading]:
    """All evidence of the company: what is told, what mentors wrote, the tests around the
    course that many took, and what is made up for the rest."""
    made_up = list(subjects(company))
    return [
        *told_readings(company.evidence, company.seed),
        *comment_readings(company),
        *course_readings(company, made_up),
        *generate_readings(made_up, company.evidence["generator"], company.seed),
    ]


def subjects(company: Company) -> Iterator[Subject]:
    """Each person and skill of which nothing is told: what their role needs, what mentors are known for."""
    told = told_of(company.evidence)
    story = {entry["employee"] for entry in company.evidence["to_confirm"]}
    keep_up = {company.roster[employee]["Manager ID"] for employee in story}
    talked_about = _talked_about(company)
    for colleague in colleagues(company):
        required = company.requirements[colleague.role_level]
        known_for = company.mentored_skills.get(colleague.employee, ())
        for skill in dict.fromkeys([*required, *known_for]):
            if (colleague.employee, skill) not in told:
                yield replace(
                    _subject(
                        company, colleague, skill, is_behind=(colleague.employee, skill) in talked_about
                    ),
                    answered=colleague.manager in keep_up,
                )


def _subject(company: Company, colleague: Colleague, skill: str, *, is_behind: bool) -> Subject:
    mentors = company.evidence["generator"]["mentors"]
    required = company.requirements[colleague.role_level].get(skill, mentors["least_level"])
    subject = Subject(colleague, skill, required, _observers(company, colleague, skill))
    if skill in company.mentored_skills.get(colleague.employee, ()):
        return replace(subject, proven_by=tuple(mentors["sources"]), least_level=mentors["least_level"])
    if is_behind:
        return replace(subject, proven_by=GAP_PROVEN_BY, most_level=required - CLEAR_GAP)
    return subject


def _talked_about(company: Company) -> set[tuple[str, str]]:
    """(mentee, skill) of the pairs: their tasks' skills, or else what the mentor is first known for."""
    tasks = {(task["mentor"], task["mentee"]): task["skill"] for task in company.evidence["task"]}
    found = set()
    for pairing in company.evidence["pairing"]:
        mentor, mentee = pairing["mentor"], pairing["mentee"]
        needed = company.requirements[company.job_codes[company.roster[mentee]["Job code"]]]
        shared = (skill for skill in company.mentored_skills[mentor] if skill in needed)
        found.add((mentee, tasks.get((mentor, mentee)) or next(shared, "")))
    return found


def colleagues(company: Company) -> Iterator[Colleague]:
    """Everyone of whom there can be evidence, in the order of the roster."""
    skipped = company.evidence["generator"]["skip_status"]
    for employee, row in company.roster.items():
        if row["Status"] not in skipped:
            yield Colleague(
                employee=employee,
                role_level=company.job_codes[row["Job code"]],
                manager=row["Manager ID"],
                team=_team(company, employee),
                days_here=_days(company, row["Start date"]),
                days_gone=_days_gone(company, employee),
            )


def _team(company: Company, employee: str) -> tuple[str, ...]:
    manager = company.roster[employee]["Manager ID"]
    return tuple(
        other
        for other, row in company.roster.items()
        if manager and row["Manager ID"] == manager and row["Status"] == "active" and other != employee
    )


def _observers(company: Company, colleague: Colleague, skill: str) -> tuple[str, ...]:
    """Those at work in the department who lead, or whose own role needs the skill as much or more."""
    leads = {row["Manager ID"] for row in company.roster.values()}
    least = company.requirements[colleague.role_level].get(skill, 0.0)

    def can_judge(other: str, row: Mapping[str, str]) -> bool:
        needed = company.requirements[company.job_codes[row["Job code"]]].get(skill, -1.0)
        return other in leads or needed >= least

    department = _department(company.roster[colleague.employee])
    return tuple(
        other
        for other, row in company.roster.items()
        if row["Status"] == "active" and other != colleague.employee
        if _department(row) == department and can_judge(other, row)
    )


def _department(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row["Department path"].split(" / ")[:2])


def _days_gone(company: Company, employee: str) -> int:
    row = company.roster[employee]
    if row["Status"] == GONE:
        return _days(company, row["End date"])
    return LEAVE_BEGAN_DAYS_AGO if row["Status"] == ON_LEAVE else 0


def _days(company: Company, text: str) -> int:
    return (company.today - date.fromisoformat(text)).days
