"""What is to be written, in the background. Each task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.debt import services


@shared_task
def list_debt() -> int:
    """Make the list of gaps that content does not close, and close tasks that are covered; how many rows."""
    now = timezone.now()
    services.close_covered(as_of=now)
    return services.list_debt(as_of=now)


@shared_task
def tell_due_tasks() -> int:
    """Tell owners of the writing tasks that are due soon; how many."""
    return services.tell_due_tasks(as_of=timezone.now())
