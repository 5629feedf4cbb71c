"""Ids of people who were erased, which files do not bring in again."""

from collections.abc import Iterable
from datetime import date

from lifow.people.roster.interchange import ADDRESS, digest_of_id
from lifow.people.roster.models import ErasedId
from lifow.people.roster.reports import digest_keys


def keep_out(
    *,
    erasure_id: int,
    external_ids: Iterable[tuple[str, str]],
    addresses: Iterable[str],
    erased_on: date,
) -> int:
    """Have files not bring a person in again: their ids and addresses are kept as keyed digests; how many.

    `external_ids` are (source, value).
    """
    key = digest_keys()[0]
    names = {*external_ids, *((ADDRESS, address) for address in addresses)}
    digests = sorted({digest_of_id(key, source, value) for source, value in names})
    ErasedId.objects.filter(digest__in=digests).delete()
    rows = [ErasedId(digest=one, erased_on=erased_on, erasure_id=erasure_id) for one in digests]
    return len(ErasedId.objects.bulk_create(rows))


def keep_out_digests(*, erasure_id: int, digests: Iterable[str], erased_on: date) -> None:
    """The same by digests that were made before; those that are kept already stay as they are."""
    rows = [ErasedId(digest=one, erased_on=erased_on, erasure_id=erasure_id) for one in digests]
    ErasedId.objects.bulk_create(rows, ignore_conflicts=True)


def let_in(*, erasure_id: int) -> int:
    """Have files bring the person in again whom an erasure kept out, as somebody new; how many ids."""
    deleted, _rows = ErasedId.objects.filter(erasure=erasure_id).delete()
    return deleted
