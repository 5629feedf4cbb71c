"""What plans follow: gap reports and a catalogue that changed, and people who are back from leave."""

from content.planning import tasks
from lifow.base.jobs import start_in_chunks, start_soon
from lifow.events.types import CatalogueChanged, GapReportsRefreshed, LeaveEnded


def refresh_their_plans(event: GapReportsRefreshed, *, occurred_at: object) -> None:
    """Have workers make the plans of those whose gap reports changed again; a sweep finds the rest."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def plan_again(event: LeaveEnded, *, occurred_at: object) -> None:
    """Have workers make the plans of those whose leave is over; a sweep finds the rest."""
    start_in_chunks(tasks.refresh_plans_chunk.name, event.person_ids)


def refresh_all_plans(event: CatalogueChanged, *, occurred_at: object) -> None:
    """Have workers make every plan of an earlier catalogue again."""
    start_soon(tasks.refresh_plans.name)
