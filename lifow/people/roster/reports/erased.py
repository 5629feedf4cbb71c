"""Ids and addresses of people who were erased, as digests."""

import hashlib
from collections.abc import Iterable

from django.conf import settings

from lifow.people.roster.interchange import ErasedIds, digest_of_id
from lifow.people.roster.models import ErasedId


def erased_ids(names: Iterable[tuple[str, str]] | None = None) -> ErasedIds:
    """Ids and addresses of people who were erased: all, or of these (source, value); one query."""
    keys, rows = digest_keys(), ErasedId.objects.all()
    if names is not None:
        rows = rows.filter(
            digest__in={digest_of_id(key, source, value) for source, value in names for key in keys}
        )
    return ErasedIds(dict(rows.values_list("digest", "erased_on")), keys)


def digest_keys() -> tuple[bytes, ...]:
    """The keys of digests of erased ids: today's, and those of secret keys of before that still count."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(hashlib.sha256(b"lifow.people.erased" + str(secret).encode()).digest() for secret in secrets)
