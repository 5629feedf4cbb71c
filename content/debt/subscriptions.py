"""What writing tasks follow: the catalogue, and records that are one person's."""

from django.utils import timezone

from content.debt import services
from lifow.events.types import CatalogueChanged, PeopleMerged, PeopleSeparated


def close_covered(event: CatalogueChanged, *, occurred_at: object) -> None:
    """Close the tasks that published modules cover by now."""
    services.close_covered(as_of=timezone.now())


def move_writing(event: PeopleMerged, *, occurred_at: object) -> None:
    """Have the kept person own the tasks of the merged record, and ask for its topics."""
    services.move_writing(merge_id=event.merge_id, as_of=timezone.now())


def put_writing_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what was theirs before."""
    services.put_writing_back(merge_id=event.merge_id, as_of=timezone.now())
