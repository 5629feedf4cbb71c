"""What kept numbers follow: reports that changed, and people and units that moved."""

from datetime import datetime

from assessments.aggregates import services
from lifow.events.types import GapReportsRefreshed, LeaveBegan, LeaveEnded, RosterChanged


def count_reports_again(event: GapReportsRefreshed, *, occurred_at: datetime) -> None:
    """Mark those whose reports changed."""
    services.mark_people(person_ids=event.person_ids, marked_at=occurred_at)


def count_roster_again(event: RosterChanged, *, occurred_at: datetime) -> None:
    """Mark those who may work elsewhere now, and the tree where units have changed."""
    services.mark_people(person_ids=event.person_ids, marked_at=occurred_at)
    if event.org_unit_ids:
        services.mark_units(marked_at=occurred_at)


def count_leave_again(event: LeaveBegan, *, occurred_at: datetime) -> None:
    """Mark those who are counted apart from now on."""
    services.mark_people(person_ids=event.person_ids, marked_at=occurred_at)


def count_return_again(event: LeaveEnded, *, occurred_at: datetime) -> None:
    """Mark those who are counted with the others again."""
    services.mark_people(person_ids=event.person_ids, marked_at=occurred_at)
