"""Keeping the list of missing modules current.

A change is counted in the handling of its event; the list is made again, as a whole, by a task. Which change
it holds is written with it: a killed task leaves the list before, and the next one finds that it is old.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from content.coverage.models import CoverageState, MissingStep
from content.planning.reports import missing_material_of
from lifow.base.jobs import start_soon
from lifow.people.persons.models import Person

REFRESH = "content.coverage.tasks.refresh_missing_steps"
# Of a large company it takes seconds: it rests between two runs, so that a worker has time for others.
REST = 5


def note_change() -> None:
    """Ask for the list to be made again."""
    _state()
    CoverageState.objects.update(changes=F("changes") + 1)
    start_soon(REFRESH)


def refresh_missing_steps(*, as_of: datetime, at_once: bool = False) -> bool:
    """Make the list again if something changed and the last run is long enough ago; whether it was made.

    `at_once` does not wait for that.
    """
    state = _state()
    if state.changes == state.counted:
        CoverageState.objects.filter(changes=state.changes).update(computed_at=as_of)
        return False
    if (
        not at_once
        and state.computed_at
        and as_of < state.computed_at + timedelta(seconds=REST * state.seconds)
    ):
        return False
    began = time.monotonic()
    return _replace(_missing(as_of), state.changes, as_of, time.monotonic() - began)


def _missing(as_of: datetime) -> list[MissingStep]:
    """The steps of all who work here, with how many of those are not on leave."""
    working = Person.objects.employed().order_by("pk").distinct()
    here = working.not_on_leave(as_of).values_list("pk", flat=True)
    on_leave = working.on_leave(as_of).values_list("pk", flat=True)
    of_here, of_all = missing_material_of(here, on_leave)
    steps = {(one.skill.pk, one.from_level): one for one in of_here}
    rows = []
    for one in of_all:
        present = steps.get((one.skill.pk, one.from_level))
        rows.append(
            MissingStep(
                skill=one.skill,
                from_level=one.from_level,
                to_level=one.to_level,
                people=present.people if present else 0,
                critical=present.critical if present else 0,
                gap=present.gap if present else 0,
                people_with_leave=one.people,
                critical_with_leave=one.critical,
                gap_with_leave=one.gap,
            )
        )
    return rows


def _replace(rows: list[MissingStep], counted: int, as_of: datetime, seconds: float) -> bool:
    """Write the list, unless another run has written a newer one meanwhile."""
    with transaction.atomic():
        older = CoverageState.objects.select_for_update(no_key=True).filter(counted__lt=counted)
        if not older.update(counted=counted, computed_at=as_of, seconds=seconds):
            return False
        MissingStep.objects.all().delete()
        MissingStep.objects.bulk_create(rows, batch_size=500)
    return True


def _state() -> CoverageState:
    return CoverageState.objects.get_or_create(pk=1)[0]
