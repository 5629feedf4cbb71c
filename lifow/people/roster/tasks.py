"""Imports of rosters in the background, and what is forgotten of them. Tasks may run twice and be killed."""

from celery import shared_task
from django.utils import timezone

from lifow.base.retention import kept_since
from lifow.people.roster import services


@shared_task
def carry_out_imports() -> int:
    """Plan and apply the imports that wait, one after the other; how many."""
    done = 0
    while services.carry_out_import(as_of=timezone.now()):
        done += 1
    return done


@shared_task
def forget_changes() -> int:
    """Delete what other systems changed a year ago, or as long ago as the settings say; how many rows."""
    before = kept_since("writes", timezone.now())
    return services.forget_changes(before=before) if before else 0
