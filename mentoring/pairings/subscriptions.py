"""What pairings follow: people who left, or who came into each other's reporting line."""

from lifow.base.jobs import start_soon
from lifow.events.types import RosterChanged
from mentoring.pairings import tasks


def close_pairings(event: RosterChanged, *, occurred_at: object) -> None:
    """Have a worker close the pairings of leavers, and requests and proposals that the rules forbid by now.

    All are looked at: a change of managers moves those below into another line.
    """
    start_soon(tasks.close_pairings.name)
