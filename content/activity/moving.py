"""What moves with the learning of a record that is merged into another one: each applet declares its own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import models

from content.activity.models import Activity, ActivityEntry
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

Move = Callable[..., None]
HOW_FAR = (
    "touched_at",
    "completed_at",
    "repeated_at",
    "minutes_done",
    "minutes_before",
    "paused_at",
    "extra_at",
    "active_seconds",
    "reached",
    "counted_at",
)

_moves: list[tuple[tuple[type[models.Model], ...], Move]] = []


def register_move(moved: Sequence[type[models.Model]], move: Move) -> None:
    """Declare, in `AppConfig.ready`, models of which rows are moved, and what moves them: `move(merge=,
    moved_at=)`, in the transaction around, by `change_rows`."""
    _moves.append((tuple(moved), move))


def moved_models() -> list[type[models.Model]]:
    """All models of which rows are moved, to put them back."""
    return [Activity, ActivityEntry, *(model for moved, _move in _moves for model in moved)]


def move_all(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what was done under a merged record be done by the kept person, in the transaction around."""
    _move_activities(merge, moved_at)
    for _moved, move in _moves:
        move(merge=merge, moved_at=moved_at)


def _move_activities(merge: PersonMerge, moved_at: datetime) -> None:
    """Of a module that both have opened the kept person has what is further: it is done where one of them has
    done it, else it is paused where more of it was done.
    """
    theirs = Activity.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in Activity.objects.filter(person=merge.kept_id, module__in=theirs.values("module"))
    }
    for other in theirs.filter(module__in=own):
        row = own[other.module_id]
        if _is_further(other, row):
            rows = Activity.objects.filter(pk=row.pk)
            values = {name: getattr(other, name) for name in HOW_FAR}
            started = min(row.started_at, other.started_at)
            change_rows(merge=merge, rows=rows, at=moved_at, started_at=started, **values)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)
    entries = ActivityEntry.objects.filter(person=merge.merged_id)
    change_rows(merge=merge, rows=entries, at=moved_at, person_id=merge.kept_id)


def _is_further(one: Activity, other: Activity) -> bool:
    if one.completed_at is not None:
        return other.completed_at is None or one.completed_at < other.completed_at
    return other.completed_at is None and one.minutes_done > other.minutes_done
