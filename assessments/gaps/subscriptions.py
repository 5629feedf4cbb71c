"""What gap reports follow: two records that are one person's, or two people's again."""

from datetime import datetime

from assessments.gaps import services
from lifow.events.types import PeopleMerged, PeopleSeparated
from lifow.people.merging.models import PersonMerge


def compute_records_again(event: PeopleMerged | PeopleSeparated, *, occurred_at: datetime) -> None:
    """Have the reports of both records computed again, and of those whom they have rated."""
    merge = PersonMerge.objects.filter(pk=event.merge_id).first()
    if merge is not None:
        services.mark_records(record_ids=[merge.kept_id, merge.merged_id], marked_at=occurred_at)
