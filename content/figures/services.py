"""Counting how modules are used. Each module is one write; a run that is killed goes on with the next."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery

from content.activity.models import Activity, ActivityEntry
from content.catalogue.models import Module
from content.figures.models import ModuleFigures
from content.kinds.video.reports import parts_seen

PARTS = 20
COUNTED_FOR = timedelta(days=365)
AGAIN_AFTER = timedelta(days=1)
"""What nobody uses any more is counted anew each day, as a year goes by for it too."""
AT_ONCE = 500
LEAST_TIMED = 5
MOST_READ = 20_000
"""People of one module whose reading is counted: those of late."""
MOST_ENTRIES = 200_000
"""Of one module, what is looked through for visits: the newest."""
SAME_VISIT = timedelta(minutes=30)
"""As web analytics has it: whoever is away for longer comes again."""


def count_figures(*, as_of: datetime, most: int = AT_ONCE) -> int:
    """Count how modules are used, of those whose activity has changed since; how many."""
    modules = list(_due(as_of)[:most])
    for module in modules:
        figures = _figures(module, as_of)
        ModuleFigures.objects.update_or_create(module=module, defaults=figures)
    return len(modules)


def _due(as_of: datetime) -> QuerySet[Module]:
    """Modules that were used since they were counted, or not counted for a day; those longest ago first."""
    newest = Activity.objects.filter(module=OuterRef("pk")).order_by().values("module")
    changed = newest.annotate(last=Max("updated_at")).values("last")
    rows = Module.objects.annotate(changed_at=Subquery(changed, output_field=DateTimeField()))
    is_old = Q(figures__counted_at__lt=as_of - AGAIN_AFTER) | Q(figures__counted_at__lte=F("changed_at"))
    due: QuerySet[Module] = rows.filter(changed_at__isnull=False).filter(Q(figures=None) | is_old)
    return due.order_by(F("figures__counted_at").asc(nulls_first=True), "pk")


def _figures(module: Module, as_of: datetime) -> dict[str, object]:
    since = as_of - COUNTED_FOR
    rows = Activity.objects.filter(module=module, touched_at__gte=since).order_by("-touched_at")
    read = list(rows.values_list("reached", "completed_at", "active_seconds")[:MOST_READ])
    done = [seconds for _reached, completed_at, seconds in read if completed_at is not None]
    timed = [seconds for seconds in done if seconds]
    watchers, seen = parts_seen(module, PARTS, since)
    return {
        "opened": len(read),
        "visits": _visits(module, since),
        "done": len(done),
        "median_seconds": round(median(timed)) if len(timed) >= LEAST_TIMED else None,
        "reached": _cumulated(reached for reached, _completed_at, _seconds in read),
        "watchers": watchers,
        "seen": seen,
        "counted_at": as_of,
    }


def _visits(module: Module, since: datetime) -> int:
    """How often people came to a module: of what each of them did there, all that follows within half an hour
    is one visit. A look that no learning follows is none."""
    entries = ActivityEntry.objects.filter(module=module, at__gte=since).order_by("-at", "-pk")
    moments: dict[int, list[datetime]] = defaultdict(list)
    for person_id, at in entries.values_list("person_id", "at")[:MOST_ENTRIES]:
        moments[person_id].append(at)
    return sum(
        1 + sum(later - earlier > SAME_VISIT for later, earlier in pairwise(those))
        for those in moments.values()
    )


def _cumulated(reached: Iterable[int]) -> list[int]:
    """How many have reached each twentieth, of percentages."""
    listed = list(reached)
    return [sum(one * PARTS >= 100 * part for one in listed) for part in range(1, PARTS + 1)]
