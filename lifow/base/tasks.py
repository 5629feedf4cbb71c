"""Housekeeping in the background. It may run twice, and be killed at any moment."""

from allauth.idp.oidc.models import Token
from auditlog.models import LogEntry
from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from lifow.base.database.batches import delete_in_batches
from lifow.base.file_imports.services import forget_files
from lifow.base.media.services import sweep_pictures
from lifow.base.models import IdempotencyKey
from lifow.base.retention import kept_since
from lifow.base.uploads import posters
from lifow.base.uploads import services as uploads


@shared_task
def forget_what_ran_out() -> None:
    """Delete sessions, API tokens and idempotency keys that are past their end, files of imports of weeks
    ago, and the log of changes of before what the settings say.

    They open nothing and are needed no more, and would only pile up.
    """
    now = timezone.now()
    delete_in_batches(Session.objects.filter(expire_date__lt=now))
    delete_in_batches(Token.objects.expired())
    delete_in_batches(IdempotencyKey.objects.forgotten(now))
    if before := kept_since("files", now):
        forget_files(before=before, as_of=now)
    if before := kept_since("audit", now):
        delete_in_batches(LogEntry.objects.filter(timestamp__lt=before))


@shared_task
def delete_unused_pictures() -> int:
    """Delete the pictures that nobody has used for a day, with their files; how many."""
    return sweep_pictures(as_of=timezone.now())


@shared_task
def delete_unused_uploads() -> int:
    """Delete uploads that were left unfinished, and stored files that nothing uses; how many rows."""
    return uploads.sweep_uploads(as_of=timezone.now())


@shared_task
def draw_posters() -> int:
    """Draw what videos show before they play, where that is missing; how many."""
    return posters.draw_posters(as_of=timezone.now())
