"""What messages follow: two records that are one person's, or two people's again."""

from django.utils import timezone

from lifow.events.types import PeopleMerged, PeopleSeparated
from lifow.notifications import services


def move_messages(event: PeopleMerged, *, occurred_at: object) -> None:
    """Move the messages of a merged record to the inbox of the kept person."""
    services.move_messages(merge_id=event.merge_id, as_of=timezone.now())


def put_messages_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two their messages and preferences of before."""
    services.put_messages_back(merge_id=event.merge_id, as_of=timezone.now())
