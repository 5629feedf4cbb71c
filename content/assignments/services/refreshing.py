"""Whom an assignment concerns, worked out anew: who is new, who is not any more, who has done it already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from content.activity.services import read_again
from content.assignments.choices import AssignedState, Audience
from content.assignments.compute import first_due
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.notifications import settle_rows, tell_assigned, tell_taken_back
from content.assignments.reports import due_rule_of, first_days_of, people_in, whom_of
from content.assignments.services.completing import close_done, in_parts, publish_changed
from content.assignments.services.counting import count_assignments
from content.assignments.services.following import follow_changes, note_followed
from lifow.base.database.columns import among
from lifow.base.days import local_day
from lifow.people.persons.models import Person


def refresh_all(*, as_of: datetime) -> int:
    """Work out anew whom each assignment concerns, one after the other; how many rows changed."""
    ids = list(Assignment.objects.active().order_by("pk").values_list("pk", flat=True))
    return sum(refresh_assignment(assignment_id=pk, as_of=as_of) for pk in ids)


def refresh_people(
    *, person_ids: Collection[int], audiences: Collection[str] = tuple(Audience), as_of: datetime
) -> int:
    """Work out anew what concerns these people, who have joined, moved or left, of assignments for one of
    these audiences; how many rows changed."""
    active = Assignment.objects.active().filter(audience__in=audiences)
    ids = list(active.order_by("pk").values_list("pk", flat=True))
    return sum(refresh_assignment(assignment_id=pk, person_ids=person_ids, as_of=as_of) for pk in ids)


def refresh_assignment(
    *, assignment_id: int, person_ids: Collection[int] | None = None, as_of: datetime
) -> int:
    """Bring the rows of an assignment in line with whom it is for, of all people or of these; how many
    changed.

    Who is new is told, once; who has done it within the days that count has done it. Who is not concerned any
    more need not do it, and has to again if that changes. What was changed since is followed for all. In one
    transaction that holds the assignment: running twice, or in two workers, changes nothing.
    """
    with transaction.atomic():
        rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
        assignment = rows.filter(pk=assignment_id).first()
        if assignment is None or assignment.is_ended:
            return 0
        wanted = people_in(whom_of(assignment), as_of)
        stored = AssignedPerson.objects.filter(assignment=assignment).newest_round()
        if person_ids is not None:
            wanted, stored = (
                wanted.filter(pk__in=among(person_ids)),
                stored.filter(person__in=among(person_ids)),
            )
        ids = set(wanted.order_by().values_list("pk", flat=True))
        states = dict(stored.values_list("person_id", "state"))
        is_changed = person_ids is None and assignment.followed_edition < assignment.edition
        gone = [who for who, state in states.items() if _is_gone(who, state, ids)]
        changed = _remove(assignment, gone, as_of, is_told=is_changed)
        moved = follow_changes(assignment, as_of=as_of) if is_changed else 0
        back = sorted(who for who in ids if states.get(who) == AssignedState.REMOVED)
        new = [*back, *sorted(ids - states.keys())]
        for some in in_parts(new):
            changed += _add(assignment, some, as_of)
        changed += close_done(assignment, person_ids=person_ids, as_of=as_of)
        if is_changed:
            note_followed(assignment, gained=len(new), lost=len(gone), moved=moved)
        Assignment._base_manager.filter(pk=assignment.pk).update(refreshed_at=as_of)
        if changed or is_changed:
            count_assignments(assignments=[assignment], as_of=as_of)
    return changed + moved


def _is_gone(person_id: int, state: str, wanted: set[int]) -> bool:
    return state == AssignedState.OPEN and person_id not in wanted


def _remove(assignment: Assignment, person_ids: Sequence[int], as_of: datetime, *, is_told: bool) -> int:
    """Of these people it is not asked any more; they are told where somebody has changed it, and see for
    themselves where they have moved."""
    removed = 0
    for some in in_parts(sorted(person_ids)):
        rows = AssignedPerson.objects.open().filter(assignment=assignment, person__in=among(some))
        listed = list(rows.select_related("person"))
        settle_rows(listed, as_of=as_of)
        removed += rows.update(state=AssignedState.REMOVED)
        if is_told:
            tell_taken_back(listed, as_of=as_of)
        publish_changed(some, as_of)
    return removed


def _add(assignment: Assignment, person_ids: Sequence[int], as_of: datetime) -> int:
    """Assign it to people for the first time, or again to those of whom it was not asked any more."""
    people = {one.pk: one for one in Person.objects.filter(pk__in=among(person_ids))}
    due = _due_days(assignment, people, as_of)
    counts_from = as_of - timedelta(days=assignment.counts_back_days)
    known = _open_again(assignment, people, due, as_of)
    AssignedPerson.objects.bulk_create(
        [
            AssignedPerson(
                assignment=assignment, person=one, assigned_at=as_of, counts_from=counts_from, due_on=due[pk]
            )
            for pk, one in people.items()
            if pk not in known
        ],
        batch_size=500,
    )
    close_done(assignment, person_ids=list(people), as_of=as_of)
    tell_and_publish(assignment, list(people), counts_from, as_of)
    return len(people)


def tell_and_publish(
    assignment: Assignment, person_ids: Sequence[int], counts_from: datetime, as_of: datetime
) -> None:
    """Tell those of the people who have to do it now, and have them read again what they did before that."""
    rows = AssignedPerson.objects.open().filter(assignment=assignment, person__in=among(person_ids))
    to_do = list(rows.select_related("person"))
    modules = [step.module_id for step in assignment.steps.all()]
    read_again(person_ids=[row.person_id for row in to_do], module_ids=modules, done_before=counts_from)
    tell_assigned(to_do, as_of=as_of)
    publish_changed(person_ids, as_of)


def _open_again(
    assignment: Assignment, people: Mapping[int, Person], due: Mapping[int, date], as_of: datetime
) -> set[int]:
    """Whose row is open again; a row keeps from when on things count."""
    removed = AssignedPerson.objects.filter(
        assignment=assignment, person__in=among(people), state=AssignedState.REMOVED
    )
    rows = list(removed.newest_round())
    for row in rows:
        row.state, row.assigned_at, row.due_on = AssignedState.OPEN, as_of, due[row.person_id]
        row.told_due_at = row.told_overdue_at = row.reminded_at = None
    fields = ["state", "assigned_at", "due_on", "told_due_at", "told_overdue_at", "reminded_at"]
    AssignedPerson.objects.bulk_update(rows, fields, batch_size=200)
    return {row.person_id for row in rows}


def _due_days(assignment: Assignment, people: Mapping[int, Person], as_of: datetime) -> Mapping[int, date]:
    rule = due_rule_of(assignment)
    first_days = first_days_of(people) if rule.from_hire else {}
    return {
        pk: first_due(rule, assigned_on=local_day(as_of, one.timezone), first_day=first_days.get(pk))
        for pk, one in people.items()
    }
