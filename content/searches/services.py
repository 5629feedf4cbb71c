"""Counting what people search for, without keeping who they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from content.searches.models import LONGEST_QUERY, AbandonedSearch, FailedSearch, LedSearch, RephrasedSearch
from lifow.base.bounds import is_text_in_bounds
from lifow.base.distinct import bit_of

AnyCounted = FailedSearch | AbandonedSearch | RephrasedSearch
SHORTEST_QUERY = 3
KEPT_FOR = timedelta(days=180)
"""Words that nobody has searched for since are forgotten."""
MOST_KEPT = 50_000
"""Rows of a table: beyond that new words are not counted."""


def query_of(text: str) -> str:
    """What was searched for as it is counted: in small letters, with single spaces; "" for what is too short
    or too long to say something."""
    query = " ".join(text.casefold().split())
    is_told = SHORTEST_QUERY <= len(query) <= LONGEST_QUERY and is_text_in_bounds(query, LONGEST_QUERY)
    return query if is_told else ""


def note_led_search(*, text: str, module_id: int, person_id: int, as_of: datetime) -> None:
    """Count that somebody opened a module that they had found by these words."""
    query = query_of(text)
    if not query:
        return
    bit = bit_of(person_id, f"led:{module_id}:{query}")
    rows = LedSearch.objects.filter(module_id=module_id, query=query)
    if not _count(rows, bit, as_of) and LedSearch.objects.count() < MOST_KEPT:
        told = {"people_bits": bit, "last_at": as_of}
        _row, is_new = LedSearch.objects.get_or_create(module_id=module_id, query=query, defaults=told)
        if not is_new:
            _count(rows, bit, as_of)


def note_failed_search(*, text: str, person_id: int, as_of: datetime) -> None:
    """Count that nothing answers these words."""
    _note(FailedSearch, "failed", {"query": query_of(text)}, person_id, as_of)


def note_abandoned_search(*, text: str, person_id: int, as_of: datetime) -> None:
    """Count that somebody left what they had found by these words without opening any of it."""
    _note(AbandonedSearch, "abandoned", {"query": query_of(text)}, person_id, as_of)


def note_rephrased_search(*, text: str, later: str, person_id: int, as_of: datetime) -> None:
    """Count that somebody found by other words what they had not found by these. Words that go on from the
    others are no other words."""
    query, other = query_of(text), query_of(later)
    if not query.startswith(other) and not other.startswith(query):
        _note(RephrasedSearch, "rephrased", {"query": query, "later": other}, person_id, as_of)


def forget_searches(*, as_of: datetime) -> int:
    """Delete what nobody has searched for within KEPT_FOR; how many rows."""
    before = as_of - KEPT_FOR
    led, _tables = LedSearch.objects.filter(last_at__lt=before).delete()
    failed, _tables = FailedSearch.objects.filter(last_at__lt=before).delete()
    others = [
        model.objects.filter(last_at__lt=before).delete()[0] for model in (AbandonedSearch, RephrasedSearch)
    ]
    return led + failed + sum(others)


def _note(
    model: type[AnyCounted], name: str, words: Mapping[str, str], person_id: int, as_of: datetime
) -> None:
    if not all(words.values()):
        return
    bit = bit_of(person_id, ":".join((name, *words.values())))
    rows: QuerySet[Any] = model._default_manager.filter(**words)
    if not _count(rows, bit, as_of) and model._default_manager.count() < MOST_KEPT:
        told = {"people_bits": bit, "last_at": as_of}
        _row, is_new = model._default_manager.get_or_create(**words, defaults=told)
        if not is_new:
            _count(rows, bit, as_of)


def _count(rows: QuerySet[Any], bit: int, as_of: datetime) -> int:
    return rows.update(times=F("times") + 1, people_bits=F("people_bits").bitor(bit), last_at=as_of)
