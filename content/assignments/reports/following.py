"""What a changed assignment means for those who have it to do: from when on things count, and when it is
due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.assignments.choices import LEAST_DAYS, DueFrom
from content.assignments.compute import DueRule, moved_due
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.reports.audience import first_days_of
from content.assignments.reports.contents import DUE, AssignmentContents
from lifow.base.days import local_day


@dataclass(frozen=True, slots=True)
class Followed:
    """A row that is to do, with its due day and from when on things count, as they are after a change."""

    row: AssignedPerson
    due_on: date
    counts_from: datetime

    @property
    def is_moved(self) -> bool:
        return self.due_on != self.row.due_on


def due_rule_of(assignment: Assignment) -> DueRule:
    """When a stored assignment is due."""
    by = assignment.created_by
    set_at = assignment.due_set_at or assignment.made_at
    return due_rule(assignment, local_day(set_at, by.timezone if by else "UTC"))


def due_rule(said: Assignment | AssignmentContents, set_on: date) -> DueRule:
    """When it is due by what an assignment, or its contents, say; `set_on` is when that was said."""
    return DueRule(
        made_on=set_on,
        least_days=LEAST_DAYS,
        day=said.due_on if said.due_from == DueFrom.DAY else None,
        days=said.due_days,
        from_hire=said.due_from == DueFrom.HIRE,
    )


def follow(
    rows: Sequence[AssignedPerson],
    *,
    changed: Collection[str],
    rule: DueRule,
    days_fewer: int,
    as_of: datetime,
) -> Sequence[Followed]:
    """Rows that are to do, with their people, after a change of these parts of their assignment.

    `days_fewer` is by how many days fewer what was done before counts. A round that is due again keeps its
    day, and what counts for it. One query at most.
    """
    is_due = bool({*DUE} & {*changed})
    first_days = first_days_of([row.person_id for row in rows]) if is_due and rule.from_hire else {}
    found = []
    for row in rows:
        due_on, since = row.due_on, row.counts_from
        if row.round == 1:
            since += timedelta(days=days_fewer)
        if row.round == 1 and is_due:
            zone = row.person.timezone
            due_on = moved_due(
                rule,
                assigned_on=local_day(row.assigned_at, zone),
                first_day=first_days.get(row.person_id),
                before=row.due_on,
                today=local_day(as_of, zone),
            )
        found.append(Followed(row, due_on, since))
    return found
