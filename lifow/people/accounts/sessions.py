"""Sessions: Django's own in the database, looked up by a query that is built once, and ended when idle."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lifow.base.database.prepared import prepared

RENEWED_AFTER = 1 / 20


class SessionStore(db.SessionStore):
    """What somebody does until they sign out, stay away for too long, or the cookie's own time is over.

    That they were here is written once a twentieth of the idle time has passed: not every request writes.
    """

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        found = next(iter(_sessions(self.session_key or "", now)), None)
        if found is None:
            self._session_key = None
            return None
        ends_at = now + idle_time()
        if abs(ends_at - found.expire_date) > RENEWED_AFTER * idle_time():
            # Whoever only reads is not kept from it by a database that cannot write.
            with suppress(DatabaseError), transaction.atomic():
                Session.objects.filter(pk=found.pk).update(expire_date=ends_at)
        return found

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made: AbstractBaseSession = super().create_model_instance(data)
        made.expire_date = min(made.expire_date, timezone.now() + idle_time())
        return made


def idle_time() -> timedelta:
    """How long somebody may stay away before they have to sign in again."""
    return timedelta(hours=settings.SESSION_IDLE_HOURS)


@prepared
def _sessions(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
