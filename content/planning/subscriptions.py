"""What plans follow: gap reports and a catalogue that changed, people who are back from leave, and records
that are one person's."""

from django.utils import timezone

from content.planning import services, tasks
from lifow.base.jobs import start_in_chunks, start_soon
from lifow.events.types import (
    AssignmentsChanged,
    CatalogueChanged,
    GapReportsRefreshed,
    LeaveEnded,
    ModulesCompleted,
    PeopleMerged,
    PeopleSeparated,
)


def refresh_their_plans(event: GapReportsRefreshed, *, occurred_at: object) -> None:
    """Have workers make the plans of those whose gap reports changed again; a sweep finds the rest."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def plan_again(event: LeaveEnded, *, occurred_at: object) -> None:
    """Have workers make the plans of those whose leave is over; a sweep finds the rest."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def plan_without_completed(event: ModulesCompleted, *, occurred_at: object) -> None:
    """Have workers make the plans of those again of whom a module was completed by somebody else's word."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def plan_assigned(event: AssignmentsChanged, *, occurred_at: object) -> None:
    """Have workers make the plans of those again for whom something is assigned, or not any more."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def refresh_all_plans(event: CatalogueChanged, *, occurred_at: object) -> None:
    """Have workers make every plan of an earlier catalogue again."""
    start_soon(tasks.refresh_plans.name)


def move_learning(event: PeopleMerged, *, occurred_at: object) -> None:
    """Move the activities, choices and modules of a merged record to the kept person."""
    services.move_learning(merge_id=event.merge_id, as_of=timezone.now())


def put_learning_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what they had learned and chosen before."""
    services.put_learning_back(merge_id=event.merge_id, as_of=timezone.now())
