"""What assignments follow: people who join, move, leave and are back, roles that change, and what was
done."""

from datetime import datetime

from django.utils import timezone

from content.assignments import tasks
from content.assignments.services import move_due_after_leave, note_completed
from lifow.base.jobs import start_in_chunks, start_soon
from lifow.events.types import (
    EvidenceRecorded,
    GapReportsRefreshed,
    LeaveEnded,
    ModulesCompleted,
    RosterChanged,
)


def follow_roster(event: RosterChanged, *, occurred_at: datetime) -> None:
    """Have workers see whom assignments concern by now; a sweep finds the rest, and all of a unit that
    moved."""
    start_in_chunks(tasks.refresh_people.name, event.person_ids)
    if event.org_unit_ids:
        start_soon(tasks.refresh_assignments.name)


def follow_roles(event: GapReportsRefreshed, *, occurred_at: datetime) -> None:
    """A role that changes changes the gap report: what is assigned to the role is worked out then."""
    start_in_chunks(tasks.refresh_people_with_roles.name, event.person_ids)


def follow_leave(event: LeaveEnded, *, occurred_at: datetime) -> None:
    """Give people who are back some days for what was due meanwhile."""
    move_due_after_leave(person_ids=event.person_ids, back_at=occurred_at, as_of=timezone.now())


def follow_completions(event: ModulesCompleted, *, occurred_at: datetime) -> None:
    """Close what was done by somebody else's word."""
    note_completed(person_ids=event.person_ids, as_of=timezone.now())


def follow_evidence(event: EvidenceRecorded, *, occurred_at: datetime) -> None:
    """A test may have been passed that counts instead: a worker looks, and a sweep finds the rest."""
    start_in_chunks(tasks.close_after_tests.name, event.evidence_ids)
