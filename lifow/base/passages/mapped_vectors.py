"""Vectors as each process holds them: most in a file that all processes of a machine map, the rest in memory.

The file is a copy of rows of the database, in the folder of what the site itself writes. It says as of which
change of the index it was made; one that is of another history of the database, as after a restore, or that
was cut off, is made anew. Wherever it cannot be written, vectors are held in memory.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from django.conf import settings
from django.db import connection

from lifow.base.passages import embedding
from lifow.base.passages.compute.meaning import PlacedVectors, Vectors, placed
from lifow.base.passages.models import PassageVector, SearchChange

LEAST_MAPPED = 4_096
"""Vectors that came since the file was written, before it is written anew: so many, or a tenth of it."""
MAGIC = 0x6C69666F77_01
HEADER = 8
"""Numbers of 64 bits before the vectors: MAGIC, how many, their length, the last row, change, token, 0, 0."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HeldVectors:
    """Vectors of one model, up to a row: those of the file first, and what came since."""

    model: str = ""
    blocks: tuple[Vectors, ...] = ()
    last_pk: int = 0


NOTHING = HeldVectors()


def held_vectors(before: HeldVectors, change: tuple[int, int]) -> HeldVectors:
    """What is held, with the vectors that came since `before`; NOTHING where searches go by words alone.

    `change` is one that the database knows: a file that is written is told to be of that history.
    """
    if not embedding.is_wanted():
        return NOTHING
    model = embedding.model_hash()
    if before.model != model:
        before = _of_file(model) or HeldVectors(model)
    rows = PassageVector.objects.filter(model=model, pk__gt=before.last_pk)
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return before
    mapped = len(before.blocks[0].passage_pk) if before.blocks else 0
    recent = sum(len(one.passage_pk) for one in before.blocks[1:]) + rows.count()
    if recent > max(LEAST_MAPPED, mapped // 10):
        return _in_file(model, last, change)
    new = _read(rows.filter(pk__lte=last))
    first = before.blocks[:1] or (_none(new.matrix.shape[1]),)
    return HeldVectors(model, (*first, _joined(before.blocks[1:], new)), last)


def placed_again(
    now: HeldVectors,
    passage_pk: Any,
    before: HeldVectors = NOTHING,
    placed_before: Sequence[PlacedVectors] = (),
) -> tuple[PlacedVectors, ...]:
    """Where the passages of a segment are among the vectors; those of blocks that stay need no new look."""
    known = {id(one): at for one, at in zip(before.blocks, placed_before, strict=False)}
    return tuple(known.get(id(one)) or placed(one, passage_pk) for one in now.blocks)


def _none(length: int) -> Vectors:
    return Vectors(np.empty(0, dtype=np.int64), np.empty((0, length), dtype=np.float32))


def _joined(blocks: Sequence[Vectors], new: Vectors) -> Vectors:
    every = [*blocks, new]
    return Vectors(
        np.concatenate([one.passage_pk for one in every]), np.concatenate([one.matrix for one in every])
    )


def _pairs(rows: Any) -> Iterator[tuple[int, bytes]]:
    told = rows.order_by("passage_id").values_list("passage_id", "numbers")
    return ((pk, bytes(numbers)) for pk, numbers in told.iterator(chunk_size=2_000))


def _read(rows: Any) -> Vectors:
    pairs = list(_pairs(rows))
    numbers = np.frombuffer(b"".join(numbers for _pk, numbers in pairs), dtype="<f4")
    pks = np.array([pk for pk, _numbers in pairs], dtype=np.int64)
    return Vectors(pks, numbers.reshape(len(pairs), -1) if pairs else np.empty((0, 0), dtype=np.float32))


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "search"


def _prefix(model: str) -> str:
    where = repr([connection.settings_dict[name] for name in ("HOST", "PORT", "NAME")])
    return f"vectors-{hashlib.sha256(where.encode()).hexdigest()[:12]}-{model[:12]}-"


def _of_file(model: str) -> HeldVectors | None:
    """What the newest file of this history has."""
    for path in sorted(_folder().glob(f"{_prefix(model)}*.f32"), reverse=True):
        try:
            held = _mapped(path, model)
        # Another process has just written a newer one, or this one is no file of vectors.
        except (OSError, ValueError):
            continue
        if held is not None:
            return held
    return None


def _mapped(path: Path, model: str) -> HeldVectors | None:
    header = np.fromfile(path, dtype="<i8", count=HEADER)
    if len(header) < HEADER or header[0] != MAGIC:
        return None
    count, length, last, change, token = (int(one) for one in header[1:6])
    begin = HEADER * 8
    end = begin + count * length * 4
    if path.stat().st_size != end + count * 8:
        return None
    if not SearchChange.objects.filter(pk=change, token=token).exists():
        return None
    matrix = np.memmap(path, dtype="<f4", mode="r", offset=begin, shape=(count, length))
    pks = np.fromfile(path, dtype="<i8", offset=end)
    return HeldVectors(model, (Vectors(pks, matrix),), last)


def _in_file(model: str, last: int, change: tuple[int, int]) -> HeldVectors:
    """Write all vectors up to a row into a file, and map it; files of before go."""
    rows = PassageVector.objects.filter(model=model, pk__lte=last)
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{_prefix(model)}{change[0]:020d}.f32"
        _write(rows, path, last, change)
        held = _mapped(path, model)
    except OSError as error:
        log.warning("vectors_not_mapped", error=str(error))
        return HeldVectors(model, (_read(rows),), last)
    for other in folder.glob(f"{_prefix('')[:-1]}*.f32"):
        # Whoever has it mapped keeps it.
        if other != path:
            other.unlink(missing_ok=True)
    return held or HeldVectors(model, (_read(rows),), last)


def _write(rows: Any, path: Path, last: int, change: tuple[int, int]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    pks: list[int] = []
    length = 0
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(bytes(HEADER * 8))
            for pk, numbers in _pairs(rows):
                pks.append(pk)
                length = len(numbers) // 4
                file.write(numbers)
            file.write(np.array(pks, dtype="<i8").tobytes())
            file.seek(0)
            header = [MAGIC, len(pks), length, last, *change, 0, 0]
            file.write(np.array(header, dtype="<i8").tobytes())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
