"""The whole test database, kept in memory and put back at will: for tests that need committed data.

Loading a company takes seconds, putting it back takes milliseconds. Neither works inside a transaction.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from django.db import connection, transaction

Restore = Callable[[], None]

TABLES = """
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = (
    "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
    " AND last_value IS NOT NULL"
)


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
    kept: list[tuple[str, str, bytes]] = []
    with closing(connection.cursor()) as cursor:
        cursor.execute(TABLES)
        for table, columns in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as rows:
                kept.append((table, columns, b"".join(rows)))
        cursor.execute(SEQUENCES)
        sequences = cursor.fetchall()

    def restore() -> None:
        with transaction.atomic(), closing(connection.cursor()) as cursor:
            # Rows come back as they were: no trigger fires and no key is checked on the way.
            cursor.execute("SET LOCAL session_replication_role = replica")
            names = ", ".join(f'"{table}"' for table, _, _ in kept)
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
            for table, columns, content in kept:
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as rows:
                    rows.write(content)
            for name, last in sequences:
                cursor.execute("SELECT setval(%s::regclass, %s)", [name, last])

    return restore
