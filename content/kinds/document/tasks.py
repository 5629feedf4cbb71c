"""Documents in the background. The task may run twice, and be killed at any moment."""

from celery import shared_task
from django.utils import timezone

from content.kinds.document import services


@shared_task
def read_documents() -> int:
    """Read the text of PDFs that wait; how many."""
    return services.read_documents(as_of=timezone.now())
