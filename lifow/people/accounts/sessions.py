"""Sessions: Django's own in the database, looked up by a query that is built once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from lifow.base.database.prepared import prepared


class SessionStore(db.SessionStore):
    """What somebody does until they sign out; each request asks for it."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_sessions(self.session_key or "", timezone.now())), None)
        if found is None:
            self._session_key = None
        return found


@prepared
def _sessions(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
