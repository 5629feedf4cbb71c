"""The whole test database, kept in memory and put back at will: for tests that need committed data.

Loading a company takes seconds, putting it back takes milliseconds. Neither works inside a transaction.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from django.db import connection, transaction

Restore = Callable[[], None]

TABLES = """
    SELECT quote_ident(c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
SIZE = """
    SELECT sum(pg_relation_size(oid)) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# Truncating fifty tables takes ten times as long as deleting the rows of a test, but leaves no dead ones.
SPACE_FOR_DEAD_ROWS = 16 * 2**20


def take_snapshot() -> Restore:
    """Keep what the database holds now; the function returned puts exactly that back, ids included."""
    return _sqlite() if connection.vendor == "sqlite" else _postgres()


def _sqlite() -> Restore:
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _postgres() -> Restore:
    with closing(connection.cursor()) as cursor:
        cursor.execute(TABLES)
        columns = dict(cursor.fetchall())
        kept = {table: copy_out(cursor, table, columns[table]) for table in columns}
        known = written(cursor, list(columns))
        space = _size(cursor) + SPACE_FOR_DEAD_ROWS

    def restore() -> None:
        with transaction.atomic(), closing(connection.cursor()) as cursor:
            # Rows come back as they were: no trigger fires and no key is checked on the way.
            cursor.execute("SET LOCAL session_replication_role = replica")
            if _size(cursor) > space:
                cursor.execute(f"TRUNCATE {', '.join(columns)}")
            found = written(cursor, list(columns))
            changed = [table for table in columns if found[table] != known[table]]
            for table in changed:
                cursor.execute(f"DELETE FROM {table}")
                if kept[table]:
                    with cursor.copy(f"COPY {table} ({columns[table]}) FROM STDIN") as rows:
                        rows.write(kept[table])
            known.update(written(cursor, changed))

    return restore


def written(cursor: Any, tables: Sequence[str]) -> dict[str, tuple[int, int | None]]:
    """How many rows each table has, and which transaction wrote the newest of them.

    Where both are as they were, the rows are: whatever is inserted or updated has a later transaction, and
    whatever is deleted is missing. To ask takes an eighth of the CPU of reading and comparing the rows.
    """
    if not tables:
        return {}
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM {table}" for table in tables
        )
    )
    return {table: (rows, newest) for table, rows, newest in cursor.fetchall()}


def _size(cursor: Any) -> int:
    cursor.execute(SIZE)
    return int(cursor.fetchone()[0])


def copy_out(cursor: Any, table: str, columns: str) -> bytes:
    with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as rows:
        return b"".join(rows)
