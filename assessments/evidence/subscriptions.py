"""What ratings to confirm follow: people who report to somebody else now."""

from datetime import datetime

from assessments.evidence import services
from lifow.events.types import RosterChanged


def tell_managers(event: RosterChanged, *, occurred_at: datetime) -> None:
    """Tell whoever these people report to now of the ratings that still wait to be confirmed."""
    services.tell_managers(person_ids=event.person_ids, as_of=occurred_at)
