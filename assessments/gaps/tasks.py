"""Gap reports in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from assessments.gaps import services
from assessments.marks.models import StaleMark
from assessments.marks.reports import SWEEP
from assessments.marks.services import set_aside_worn_marks, try_set_aside_marks_again
from lifow.base.database.columns import among
from lifow.base.jobs import start_in_chunks
from lifow.base.scheduled_jobs.services import note_sweep

MOST_ONE_BY_ONE = 100
"""A chunk of a killed worker is soon done again, by several workers if there are."""


@shared_task
def refresh_gaps() -> int:
    """Send everyone who is marked stale to the workers, in chunks; how many chunks.

    Whoever was tried before without success is computed alone, so that one person's data holds up nobody
    else.
    """
    now = timezone.now()
    note_sweep(name=SWEEP, as_of=now)
    set_aside_worn_marks(as_of=now)
    try_set_aside_marks_again(as_of=now)
    waiting = StaleMark.objects.waiting().untaken(now).order_by("person_id")
    fresh = list(waiting.filter(attempts=0).values_list("person_id", flat=True))
    tried = list(waiting.filter(attempts__gt=0).values_list("person_id", flat=True))
    chunks = start_in_chunks(refresh_gaps_chunk.name, fresh)
    return chunks + start_in_chunks(refresh_gaps_one_by_one.name, tried, most=MOST_ONE_BY_ONE)


@shared_task
def refresh_gaps_chunk(person_ids: list[int]) -> None:
    """Compute the reports of these people. What depends on them follows the event.

    Who was tried meanwhile, by a message of another sweep, is not tried with the others a second time: a
    chunk that kills its process would take all its people with it.
    """
    services.refresh_gap_reports(person_ids=person_ids, as_of=timezone.now(), most_before=0)


@shared_task
def refresh_gaps_one_by_one(person_ids: list[int]) -> None:
    """Compute the report of each of these people in a transaction of its own.

    Of a process that is killed on the way only the one counts an attempt whose turn it was. A message that
    comes after another one did its work costs a single query.
    """
    now = timezone.now()
    waiting = StaleMark.objects.waiting().untaken(now).filter(person__in=among(person_ids))
    for person_id in list(waiting.order_by("person_id").values_list("person_id", flat=True)):
        services.refresh_gap_reports(person_ids=[person_id], as_of=timezone.now())


@shared_task
def mark_aged_reports() -> int:
    """Ask again for the reports that time alone has changed."""
    return services.mark_aged_reports(as_of=timezone.now())


@shared_task
def mark_turned_roles() -> int:
    """Ask again for the reports of those whose roles begin or end with a day that has come where they are."""
    return services.mark_turned_roles(as_of=timezone.now())


@shared_task
def complete_reports() -> int:
    """Tell of reports of before an upgrade what is told of new ones; how many."""
    return services.complete_reports(as_of=timezone.now())


@shared_task
def adopt_monthly_expectations() -> bool:
    """Estimate anew what to expect before a skill is rated, where it was estimated; whether it was done."""
    return services.adopt_monthly_expectations(adopted_at=timezone.now()) is not None


@shared_task
def tell_before_evidence_expires() -> int:
    """Tell people of evidence that soon counts no more; how many messages."""
    return services.tell_before_evidence_expires(as_of=timezone.now())
