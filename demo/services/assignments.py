"""What is assigned in the demo company: to new support reps, once a year to everybody in support; and two
stretch tasks. Some have done it, some are late, one need not."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from assessments.frameworks.models import Role, Skill
from content.activity.services import start_module
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.services import (
    AssignmentContents,
    answer_stretch_task,
    assign,
    finish_stretch_task,
    note_completed,
    offer_stretch_task,
    refresh_all,
    tell_due,
    waive,
)
from content.catalogue.models import Module
from content.planning.services import complete_module
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.services.roster import people_of
from lifow.people.persons.models import OrgUnit, Person

TEN_O_CLOCK = 10 * 60
People = Mapping[str, Person]


def load_assignments(company: Company, as_of: datetime) -> int:
    """Assignments and stretch tasks, as HR and managers make them on pages; how many."""
    if Assignment.objects.exists():
        return 0
    told, people = company.assignments, people_of(company)
    for one in told["assignment"]:
        _load(company, people, one)
    refresh_all(as_of=as_of)
    tell_due(as_of=as_of)
    for one in told["stretch"]:
        _offer(company, people, one)
    return len(told["assignment"]) + len(told["stretch"])


def _load(company: Company, people: People, told: Mapping[str, Any]) -> None:
    by = people[told["by"]]
    made = assign(contents=_contents(company, told), by=by, as_of=_moment(company, by, told["days_ago"]))
    modules = list(made.modules.all())
    rows = AssignedPerson.objects.filter(assignment=made).select_related("person")
    waived = {one["employee"]: one for one in told.get("waived", ())}
    late = {people[one].pk for one in (*told.get("open", ()), *waived)}
    named = {people[one].pk for one in told["done"]} if "done" in told else None
    for row in rows:
        if row.is_open and row.person_id not in late and (named is None or row.person_id in named):
            _do(row.person, modules, _moment(company, row.person, told["done_days_ago"]))
    for employee, one in waived.items():
        row = rows.get(person=people[employee])
        moment = _moment(company, people[one["by"]], one["days_ago"])
        waive(row=row, by=people[one["by"]], reason=one["reason"], as_of=moment)


def _contents(company: Company, told: Mapping[str, Any]) -> AssignmentContents:
    found = Module.objects.in_bulk(told["modules"], field_name="key")
    is_role = "role" in told
    within = told.get("hired_within_days")
    return AssignmentContents(
        title=told["title"],
        note=told["note"],
        modules=[found[key] for key in told["modules"]],
        audience="role" if is_role else "unit",
        role=Role.objects.get(external_id=told["role"]) if is_role else None,
        org_unit=None if is_role else OrgUnit.objects.get(name=told["unit"]),
        hired_from=company.today - timedelta(days=within) if within else None,
        due_from=told["due_from"],
        due_days=told["due_days"],
        repeat_months=told.get("repeat_months"),
        counts_back_days=told["counts_back_days"],
    )


def _do(person: Person, modules: Iterable[Module], moment: datetime) -> None:
    for module in modules:
        started = start_module(person=person, module=module, started_at=moment)
        at = max(moment, started.started_at) + timedelta(minutes=module.minutes)
        complete_module(person=person, module=module, completed_at=at)
    note_completed(person_ids=[person.pk], as_of=moment)


def _offer(company: Company, people: People, told: Mapping[str, Any]) -> None:
    person, by = people[told["employee"]], people[told["by"]]
    task = offer_stretch_task(
        person=person,
        by=by,
        skill=Skill.objects.get(external_id=told["skill"]),
        level=told["level"],
        title=told["title"],
        text=told["text"].strip(),
        hours=told["hours"],
        due_on=company.today + timedelta(days=told["due_in_days"]),
        as_of=_moment(company, by, told["days_ago"]),
    )
    if "accepted_days_ago" in told:
        moment = _moment(company, person, told["accepted_days_ago"])
        answer_stretch_task(task=task, is_accepted=True, as_of=moment)
    if "finished_days_ago" in told:
        moment = _moment(company, person, told["finished_days_ago"])
        finish_stretch_task(task=task, note=told["note"], as_of=moment)


def _moment(company: Company, person: Person, days_ago: int) -> datetime:
    return local_moment(workday_before(company.today, days_ago), TEN_O_CLOCK, person.timezone)
