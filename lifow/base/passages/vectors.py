"""Keeping vectors of passages: each is computed once by a job, and kept with the hash of its model.

Passages are written once and in the order of their keys, so that one number says how far a model has come: a
job that is killed goes on there, and two at once write each vector once.
"""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from lifow.base.database.locks import take_lock
from lifow.base.passages import embedding
from lifow.base.passages.models import EmbeddedUntil, PassageVector, SearchChange, SearchPassage
from lifow.base.passages.registry import findables
from lifow.base.passages.services import LOCK, OF_NO_SOURCE

AT_ONCE = 32
"""Passages between two commits: what a job that is killed loses, two seconds of CPU at the most."""


def embed_passages(*, most: int) -> int:
    """Give up to `most` passages that have none a vector of the model that is used; how many were looked at.

    Nothing where the extra is not installed, or searching by meaning is turned off.
    """
    if not embedding.is_wanted():
        return 0
    done = 0
    while done < most:
        count = _embed_some(min(AT_ONCE, most - done))
        done += count
        if not count:
            break
    return done


def count_waiting() -> int:
    """How many passages have no vector of the model yet."""
    if not embedding.is_wanted():
        return 0
    return _with_meaning().filter(pk__gt=_embedded_until(embedding.model_hash())).count()


def forget_vectors() -> None:
    """Have all vectors be computed again."""
    with transaction.atomic():
        take_lock(LOCK)
        EmbeddedUntil.objects.all().delete()


def _embed_some(most: int) -> int:
    model = embedding.model_hash()
    until = _embedded_until(model)
    rows = list(_with_meaning().filter(pk__gt=until).select_related("source").order_by("pk")[:most])
    if not rows:
        return 0
    # Not within a transaction: on SQLite nobody could write meanwhile.
    vectors = [embedding.embedded(_told(row)) for row in rows]
    made = [
        PassageVector(passage=row, model=model, numbers=vector.astype("<f4").tobytes())
        for row, vector in zip(rows, vectors, strict=True)
        if vector is not None
    ]
    if len(made) < len(rows):
        return 0
    _keep(model, until, rows[-1].pk, made)
    return len(rows)


@transaction.atomic
def _keep(model: str, until: int, new_until: int, made: Sequence[PassageVector]) -> None:
    """Write the vectors, unless another job has done so."""
    # Whoever deletes passages holds it too.
    take_lock(LOCK)
    progress, _is_new = EmbeddedUntil.objects.get_or_create(model=model)
    if progress.passage_pk != until:
        return
    pks = [one.passage_id for one in made]
    there = set(SearchPassage.objects.filter(pk__in=pks).values_list("pk", flat=True))
    PassageVector.objects.filter(passage__in=there).delete()
    PassageVector.objects.bulk_create(one for one in made if one.passage_id in there)
    progress.passage_pk = new_until
    progress.save(update_fields=["passage_pk"])
    EmbeddedUntil.objects.exclude(model=model).delete()
    SearchChange.objects.create(source_pk=OF_NO_SOURCE, token=secrets.randbits(62))


def _embedded_until(model: str) -> int:
    return EmbeddedUntil.objects.filter(model=model).values_list("passage_pk", flat=True).first() or 0


def _with_meaning() -> "QuerySet[SearchPassage]":
    """Passages of kinds whose words mean something together, and say something."""
    kinds = [one.kind for one in findables() if one.has_meaning]
    return SearchPassage.objects.filter(source__kind__in=kinds)


def _told(passage: SearchPassage) -> str:
    """What is embedded: a passage with what it is a part of."""
    return ". ".join(one for one in (passage.source.title, passage.text) if one)
