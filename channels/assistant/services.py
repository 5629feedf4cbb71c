"""Connections of assistants: how they end, and what is left of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django_mcpz.oauth.cleanup import clear_expired
from django_mcpz.oauth.models import AccessToken, AuthorizationCode, Client, RefreshToken

from lifow.people.persons.models import Person

GRANTS = (AuthorizationCode, RefreshToken, AccessToken)
"""Codes first: one that is exchanged at the same moment is waited for, and its tokens go too."""
MOST_UNUSED = 500
"""Programs that have registered within a day and that nobody has connected."""


def disconnect_client(*, person: Person, client_id: str) -> bool:
    """End what a program may do for a person, on all devices; whether it could do anything. Twice is once."""
    return bool(_delete(user__in=[person.pk], client__client_id=client_id))


def disconnect_people(*, person_ids: Iterable[int]) -> int:
    """End all that programs may do for these people; how many tokens and codes that were."""
    return _delete(user__in=list(person_ids))


def clear_old_tokens() -> int:
    """Delete what has run out, and programs that registered and were never connected; how many rows."""
    return sum(clear_expired().values())


def is_room_to_register(*, as_of: datetime) -> bool:
    """Whether another program may register: anybody can, and few do so without being connected at once."""
    since = as_of - timedelta(days=1)
    unused = Client.objects.filter(
        kind=Client.Kind.REGISTERED, last_used_at__isnull=True, created_at__gt=since
    )
    return unused.count() < MOST_UNUSED


def _delete(**whose: object) -> int:
    with transaction.atomic():
        return sum(model._default_manager.filter(**whose).delete()[0] for model in GRANTS)
