"""What pairings follow: people who left, go on leave, come back, came into another reporting line, or are one
person."""

from django.utils import timezone

from lifow.base.jobs import start_soon
from lifow.events.types import LeaveBegan, LeaveEnded, PeopleMerged, PeopleSeparated, RosterChanged
from mentoring.pairings import services, tasks


def close_pairings(event: RosterChanged, *, occurred_at: object) -> None:
    """Have a worker close the pairings of leavers, and requests and proposals that the rules forbid by now.

    All are looked at: a change of managers moves those below into another line.
    """
    start_soon(tasks.close_pairings.name)


def pause_pairings(event: LeaveBegan, *, occurred_at: object) -> None:
    """Pause the pairings of those who are on leave now, and have a worker close what waits for an answer."""
    services.follow_leave(person_ids=event.person_ids, as_of=timezone.now())
    start_soon(tasks.close_pairings.name)


def resume_pairings(event: LeaveEnded, *, occurred_at: object) -> None:
    """Resume the pairings of those who are back."""
    services.follow_leave(person_ids=event.person_ids, as_of=timezone.now())


def move_mentoring(event: PeopleMerged, *, occurred_at: object) -> None:
    """Move the pairings, offers and tasks of a merged record to the kept person."""
    services.move_mentoring(merge_id=event.merge_id, as_of=timezone.now())


def put_mentoring_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what they had in mentoring before."""
    services.put_mentoring_back(merge_id=event.merge_id, as_of=timezone.now())
