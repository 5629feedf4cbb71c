"""What the owners of skills follow: records that are one person's."""

from django.utils import timezone

from assessments.owners import services
from lifow.events.types import PeopleMerged, PeopleSeparated


def move_ownership(event: PeopleMerged, *, occurred_at: object) -> None:
    """Have the kept person own the skills of the merged record."""
    services.move_ownership(merge_id=event.merge_id, as_of=timezone.now())


def put_ownership_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what was theirs before."""
    services.put_ownership_back(merge_id=event.merge_id, as_of=timezone.now())
