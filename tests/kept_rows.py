"""What loading a company writes, kept for the run and put into the next world: seconds become tenths."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tests.snapshot import TABLES, copy_out, written

SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), last_value
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of each table that was written to, how far its sequences are, and the files beside them."""

    before: Mapping[str, int]
    columns: Mapping[str, str]
    rows: Mapping[str, bytes]
    sequences: Sequence[tuple[str, int]]
    files: Path


class KeptRows:
    """Loads once a process; afterwards what was written is copied in, ids included, where all was as empty.

    On SQLite it is loaded each time: there rows can only be copied outside of a transaction.
    """

    def __init__(self, load: Callable[[], None]) -> None:
        self._load, self._kept = load, None

    _kept: Kept | None

    def __call__(self) -> None:
        if connection.vendor != "postgresql":
            self._load()
        elif self._kept is None:
            self._kept = self._loaded()
        else:
            self._put_in(self._kept)

    def _loaded(self) -> Kept:
        with closing(connection.cursor()) as cursor:
            cursor.execute(TABLES)
            columns = dict(cursor.fetchall())
            before = written(cursor, list(columns))
            self._load()
            after = written(cursor, list(columns))
            changed = [table for table in columns if after[table] != before[table]]
            cursor.execute(SEQUENCES)
            sequences = cursor.fetchall()
            rows = {table: copy_out(cursor, table, columns[table]) for table in changed}
        beside = Path(tempfile.mkdtemp(prefix="kept-", dir=settings.VAR_DIR))
        return Kept(
            {table: before[table][0] for table in changed},
            {table: columns[table] for table in changed},
            rows,
            sequences,
            _linked(Path(settings.MEDIA_ROOT), beside),
        )

    def _put_in(self, kept: Kept) -> None:
        with transaction.atomic(), closing(connection.cursor()) as cursor:
            found = written(cursor, list(kept.rows))
            if {table: found[table][0] for table in kept.rows} != kept.before:
                self._load()
                return
            # Rows come as they were: no trigger fires and no key is checked on the way.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in kept.rows.items():
                cursor.execute(f"DELETE FROM {table}")
                with cursor.copy(f"COPY {table} ({kept.columns[table]}) FROM STDIN") as copy:
                    copy.write(rows)
            for sequence, last in kept.sequences:
                cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)))", [sequence, last, sequence])
            cursor.execute("SET LOCAL session_replication_role = origin")
        _linked(kept.files, Path(settings.MEDIA_ROOT))


def _linked(source: Path, target: Path) -> Path:
    """The same files at another place, which are what they are whatever becomes of those."""

    def link(one: Any, other: Any) -> None:
        if not Path(other).exists():
            os.link(one, other)

    if source.exists():
        shutil.copytree(source, target, copy_function=link, dirs_exist_ok=True)
    return target
