"""Making, renewing and ending a calendar feed."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from channels.calendar.models import CalendarFeed
from lifow.people.persons.models import Person

SECRET_BYTES = 32
USED_AGAIN_AFTER = timedelta(hours=1)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits: nobody guesses it, however fast a hash is made."""
    return hashlib.sha256(secret.encode()).hexdigest()


def connect_calendar(*, person: Person, as_of: datetime) -> str:
    """Give somebody a new address for their calendar feed; the secret in it, which is told this once.

    An address of before shows nothing from now on. What the feed shows stays as it was chosen.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        values = {"secret_hash": hash_of(secret), "connected_at": as_of, "used_at": None}
        CalendarFeed.objects.update_or_create(person=person, defaults=values)
    return secret


def disconnect_calendar(*, person: Person) -> bool:
    """End somebody's calendar feed: its address shows nothing any more; whether there was one."""
    deleted, _models = CalendarFeed.objects.filter(person=person).delete()
    return bool(deleted)


def change_calendar(*, person: Person, values: Mapping[str, object]) -> CalendarFeed | None:
    """Change what somebody's feed shows; None where it was ended in between."""
    with transaction.atomic():
        feed: CalendarFeed | None = CalendarFeed.objects.select_for_update().filter(person=person).first()
        if feed is not None and any(getattr(feed, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(feed, name, value)
            feed.save(update_fields=[*values, "updated_at"])
    return feed


def note_use(*, feed: CalendarFeed, as_of: datetime) -> None:
    """Remember that a calendar program reads the feed; once an hour at most, and without a newer version."""
    rarely = Q(used_at__isnull=True) | Q(used_at__lte=as_of - USED_AGAIN_AFTER)
    CalendarFeed.objects.filter(rarely, pk=feed.pk).update(used_at=as_of)


def disconnect_closed_accounts() -> int:
    """Delete the feeds of all who may not sign in any more; how many."""
    deleted, _models = CalendarFeed.objects.filter(person__is_active=False).delete()
    return deleted
