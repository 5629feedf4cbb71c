"""What differences of raters follow: two records that are one rater's, or two people's again."""

from datetime import datetime

from assessments.raters import services
from lifow.events.types import PeopleMerged, PeopleSeparated


def leave_out_both(event: PeopleMerged, *, occurred_at: datetime) -> None:
    """Leave the person out where one of the two records was."""
    services.move_contest(merge_id=event.merge_id, as_of=occurred_at)


def take_in_again(event: PeopleSeparated, *, occurred_at: datetime) -> None:
    """Leave out again who was before."""
    services.put_contest_back(merge_id=event.merge_id, as_of=occurred_at)
