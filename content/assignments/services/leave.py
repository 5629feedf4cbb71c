"""Due days of people who are back from leave."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from content.assignments.choices import LEAST_DAYS
from content.assignments.compute import no_sooner
from content.assignments.models import AssignedPerson
from content.assignments.services.completing import publish_changed
from lifow.base.database.columns import among
from lifow.base.days import local_day


def move_due_after_leave(*, person_ids: Collection[int], back_at: datetime, as_of: datetime) -> int:
    """Give people who are back at least LEAST_DAYS days for what is assigned to them; how many rows moved.

    Twice is once: the days are counted from when their leave ended.
    """
    with transaction.atomic():
        rows = AssignedPerson.objects.open().filter(person__in=among(person_ids)).select_related("person")
        moved = []
        for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
            due_on = no_sooner(row.due_on, local_day(back_at, row.person.timezone), LEAST_DAYS)
            if due_on != row.due_on:
                row.due_on, row.told_due_at, row.told_overdue_at = due_on, None, None
                moved.append(row)
        AssignedPerson.objects.bulk_update(
            moved, ["due_on", "told_due_at", "told_overdue_at"], batch_size=200
        )
        publish_changed({row.person_id for row in moved}, as_of)
    return len(moved)
