"""What the writes of other systems change within a day: together they have the limits of one file."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from lifow.base.database.batches import delete_in_batches
from lifow.people.roster.interchange import MassChange
from lifow.people.roster.models import RosterWrite

A_DAY = timedelta(days=1)
MINUTES_OF_A_ROW = 10


def changes_of_a_day(*, source: str, as_of: datetime) -> dict[MassChange, int]:
    """How many changes of each kind a system's writes have made within a day.

    What came before a write for which the kind was let through was looked at then, and counts no more.
    """
    counts: Counter[MassChange] = Counter()
    rows = RosterWrite.objects.filter(source=source, written_at__gt=as_of - A_DAY).order_by("pk")
    for changed, lifted in rows.values_list("counts", "lifted"):
        for kind in lifted:
            counts[MassChange(kind)] = 0
        for kind, count in changed.items():
            if kind not in lifted:
                counts[MassChange(kind)] += count
    return dict(counts)


def keep_changes(
    *,
    source: str,
    written_by: str,
    written_at: datetime,
    counts: Mapping[MassChange, int],
    lifted: Mapping[MassChange, int],
    reason: str,
) -> None:
    """Keep what has a limit, in numbers; a write that changes nothing of the kind leaves no row.

    What one client writes within ten minutes is one row, but for what was let through: a day has few of them,
    however many are written.
    """
    used = {kind.value: count for kind, count in lifted.items() if kind in counts}
    changed = {kind.value: count for kind, count in counts.items()}
    if not (changed or used):
        return
    row = None if used else _row_of_these_minutes(source, written_by, written_at)
    if row is not None:
        row.counts = dict(Counter(row.counts) + Counter(changed))
        row.written_at = max(row.written_at, written_at)
        row.save(update_fields=["counts", "written_at"])
    else:
        RosterWrite.objects.create(
            source=source,
            written_by=written_by,
            written_at=written_at,
            counts=changed,
            lifted=used,
            reason=reason if used else "",
        )


def forget_changes(*, before: datetime) -> int:
    """Delete what other systems changed before that moment, which is a day ago or more; how many rows."""
    return delete_in_batches(RosterWrite.objects.filter(written_at__lt=before))


def _row_of_these_minutes(source: str, written_by: str, written_at: datetime) -> RosterWrite | None:
    """The last row of a source, where it is of the same client and of the same ten minutes."""
    past = timedelta(
        minutes=written_at.minute % MINUTES_OF_A_ROW,
        seconds=written_at.second,
        microseconds=written_at.microsecond,
    )
    rows = RosterWrite.objects.filter(source=source, written_at__gte=written_at - past)
    last = rows.order_by("-pk").first()
    return last if last is not None and last.written_by == written_by and not last.lifted else None
