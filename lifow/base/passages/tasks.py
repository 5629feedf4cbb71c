"""Keeping the index of search in the background. It may run twice, and be killed at any moment."""

from celery import shared_task

from lifow.base.passages import services, vectors

EMBEDDED_AT_ONCE = 96
"""Passages that get vectors in one run: some seconds, in which a single worker does nothing else."""


@shared_task
def refresh_index() -> int:
    """Read anew what the database has marked as changed; how many sources."""
    return services.refresh_stale()


@shared_task
def embed_passages() -> int:
    """Give passages that have none their vector; how many were looked at."""
    return vectors.embed_passages(most=EMBEDDED_AT_ONCE)
