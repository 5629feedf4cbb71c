"""Keeping the index: what is marked as stale is read anew, and what is gone leaves it."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lifow.base.database.locks import take_lock
from lifow.base.passages.compute.asking import LONGEST_PHRASE
from lifow.base.passages.compute.packing import Packed, packed_head, packed_text
from lifow.base.passages.compute.words import folded, searched_words
from lifow.base.passages.models import (
    LONGEST_TITLE,
    OpeningTime,
    PassageVector,
    SearchChange,
    SearchPassage,
    SearchSource,
    StaleSource,
    Synonym,
)
from lifow.base.passages.registry import Findable, Found, Text, findable, findables

AT_ONCE = 500
CHANGES_KEPT = 5_000
MOST_PASSAGES = 2_000
LONGEST_WAIT = 600
LOCK = 50_120_001
OF_NO_SOURCE = 0
"""A change of what each process holds beside sources: vectors, and synonyms."""


class SynonymError(ValueError):
    """Words that cannot be kept as other words for the same: the message says why and what to do."""


def refresh_stale(*, most: int = 20) -> int:
    """Read anew what is marked as stale, `most` times so many at once; how many sources were looked at."""
    done = 0
    for _round in range(most):
        count = _refresh_some()
        done += count
        if not count:
            break
    return done


def mark_all_stale() -> int:
    """Mark everything that can be found, and everything that is in the index; how many marks."""
    marked = sum(mark_kind_stale(one) for one in findables())
    known = SearchSource.objects.order_by("pk").values_list("kind", "source_id").iterator()
    while some := list(islice(known, AT_ONCE)):
        StaleSource.objects.bulk_create(StaleSource(kind=kind, source_id=pk) for kind, pk in some)
    return marked


def mark_kind_stale(kind: Findable) -> int:
    """Mark all objects of a kind; how many."""
    marked = after = 0
    while ids := kind.ids(after, AT_ONCE):
        StaleSource.objects.bulk_create(StaleSource(kind=kind.kind, source_id=pk) for pk in ids)
        marked, after = marked + len(ids), ids[-1]
    return marked


@transaction.atomic
def forget_source(*, kind: str, source_id: int) -> None:
    """Take a source out of the index at once."""
    take_lock(LOCK)
    _write(kind, [source_id], ())


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Take somebody who is erased out of the index at once, in all that they can be found as."""
    take_lock(LOCK)
    for known in findables():
        if known.is_of_people:
            _write(known.kind, [person_id], ())


@transaction.atomic
def _refresh_some() -> int:
    take_lock(LOCK)
    marks = StaleSource.objects.first_marked(AT_ONCE)
    if not marks:
        return 0
    # What is marked again from here on is done again.
    StaleSource.objects.filter(pk__in=[pk for pk, _kind, _id in marks]).delete()
    wanted: dict[str, dict[int, None]] = {}
    for _pk, kind, source_id in marks:
        wanted.setdefault(kind, {})[source_id] = None
    for kind, ids in wanted.items():
        known = findable(kind)
        _write(kind, list(ids), known.found(list(ids)) if known else ())
    return len(marks)


def _write(kind: str, ids: Sequence[int], found: Iterable[Found]) -> None:
    """Have the index hold of these sources what was found, and nothing of the others."""
    there = {
        one.source_id: one
        for one in SearchSource.objects.filter(kind=kind, source_id__in=ids).only("pk", "source_id", "digest")
    }
    seen, gone, new = set(), [], []
    for one in found:
        seen.add(one.source_id)
        digest = _digest(one)
        before = there.get(one.source_id)
        if before is not None and before.digest == digest:
            continue
        if before is not None:
            gone.append(before.pk)
        new.append(_source(kind, one, digest))
    gone += [one.pk for source_id, one in there.items() if source_id not in seen]
    PassageVector.objects.filter(passage__source_id__in=gone).delete()
    SearchPassage.objects.filter(source_id__in=gone).delete()
    SearchSource.objects.filter(pk__in=gone).delete()
    made = SearchSource.objects.bulk_create(source for source, _passages in new)
    SearchPassage.objects.bulk_create(
        _passage(source, number, text)
        for source, (_unsaved, passages) in zip(made, new, strict=True)
        for number, text in enumerate(passages)
    )
    _note_changes([*gone, *(source.pk for source in made)])


def _note_changes(pks: Sequence[int]) -> None:
    """Tell each process, which reads on from the last change that it knows: under the lock of the index, so
    that changes come in the order of their numbers."""
    if not pks:
        return
    SearchChange.objects.bulk_create(SearchChange(source_pk=pk, token=secrets.randbits(62)) for pk in pks)
    newest = SearchChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    SearchChange.objects.filter(pk__lte=newest - CHANGES_KEPT).delete()


def _source(kind: str, found: Found, digest: str) -> tuple[SearchSource, Sequence[Text]]:
    head = packed_head(found.title, found.names, found.summary)
    source = SearchSource(
        kind=kind,
        source_id=found.source_id,
        title=found.title[:LONGEST_TITLE],
        note=found.note[:LONGEST_TITLE],
        audience=found.audience,
        filed_under=[f"{facet}={value}" for facet, value in found.filed_under],
        identities=[folded(one) for one in found.identities if one],
        **_columns(head),
        digest=digest,
        changed_at=found.changed_at,
    )
    texts = [Text(found.summary), *found.passages][:MOST_PASSAGES]
    return source, texts


def _passage(source: SearchSource, number: int, text: Text) -> SearchPassage:
    # The first one stands for the whole: what it says is in the head already.
    packed = packed_text(text.text) if number else Packed("", b"")
    return SearchPassage(
        source=source,
        number=number,
        text=text.text,
        place=text.place[:200],
        query=text.query[:200],
        anchor=text.anchor[:500],
        **_columns(packed),
    )


def _columns(packed: Packed) -> dict[str, Any]:
    return {"words": packed.words, "weights": packed.weights}


def _digest(found: Found) -> str:
    """What a source was written from: the same again is not written."""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def note_opening(*, seconds: float, day: date) -> None:
    """Count that a result was opened so long after the first letter was typed."""
    whole = min(LONGEST_WAIT, max(0, round(seconds)))
    rows = OpeningTime.objects.filter(day=day, seconds=whole)
    if not rows.update(times=F("times") + 1):
        _row, is_new = OpeningTime.objects.get_or_create(day=day, seconds=whole)
        if not is_new:
            rows.update(times=F("times") + 1)


@transaction.atomic
def add_synonym(*, words: str, means: str, is_both_ways: bool, as_of: datetime) -> Synonym:
    """Have a search for some words look for others too. The same again changes which way it goes.

    Raises SynonymError where there is nothing to search for, or both are the same.
    """
    words, means = " ".join(words.split()), " ".join(means.split())
    first, second = searched_words(words), searched_words(means)
    if not first or not second:
        raise SynonymError(_("Write words that can be searched for: letters or digits."))
    if first == second:
        raise SynonymError(_("Both are the same to the search already. Write another word."))
    if len(first) > LONGEST_PHRASE:
        raise SynonymError(_("Write at most %(most)d words.") % {"most": LONGEST_PHRASE})
    told = {"words": words, "is_both_ways": is_both_ways, "changed_at": as_of}
    take_lock(LOCK)
    row, _is_new = Synonym.objects.update_or_create(folded=" ".join(first), means=means, defaults=told)
    _note_changes([OF_NO_SOURCE])
    return row


@transaction.atomic
def remove_synonym(*, synonym_id: int) -> None:
    """Keep no longer that some words look for others too. Twice is once."""
    take_lock(LOCK)
    if Synonym.objects.filter(pk=synonym_id).delete()[0]:
        _note_changes([OF_NO_SOURCE])
