"""What authoring follows: records that are one person's."""

from django.utils import timezone

from content.authoring import services
from lifow.events.types import PeopleMerged, PeopleSeparated


def move_authoring(event: PeopleMerged, *, occurred_at: object) -> None:
    """Have the kept person own and review what the merged record did."""
    services.move_authoring(merge_id=event.merge_id, as_of=timezone.now())


def put_authoring_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what they owned and reviewed before."""
    services.put_authoring_back(merge_id=event.merge_id, as_of=timezone.now())
