"""The database marks what search has to read anew, whoever writes: a trigger on each table that is watched.

They are made after migrations and not by them, from what the applets say: a change of a table that SQLite
makes anew loses its triggers, and they are there again a moment later. Those that name a column which a
migration takes away go before it: whoever writes the table would meet them in between. Their names tell what
they consist of, so that only what differs is made. On PostgreSQL a trigger runs once a statement, however
many rows it changed.
"""

# ruff: noqa: S608 (names are ours)

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connections

from lifow.base.passages.models import StaleSource
from lifow.base.passages.registry import Watched, findables

PREFIX = "search_stale_"
NAMES_ON_POSTGRESQL = (
    "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    f" WHERE tgname LIKE '{PREFIX}%%'"
)
NAMES_ON_SQLITE = (
    f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it is to be: what makes it, on which table, for which kind."""

    kind: str
    name: str
    table: str
    statements: Sequence[str]


def keep_triggers(using: str) -> set[str] | None:
    """Make the triggers that are missing, and drop those that nothing asks for any more.

    The kinds some of whose triggers were missing, so that changes passed unseen; None before the tables are
    there.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if StaleSource._meta.db_table not in tables:
        return None
    is_postgresql = connection.vendor == "postgresql"
    made = _on_postgresql if is_postgresql else _on_sqlite
    wanted = {
        one.name: one
        for kind, watched in _watched()
        if watched.table in tables and _has_columns(using, watched)
        for one in made(kind, watched)
    }
    new: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(NAMES_ON_POSTGRESQL if is_postgresql else NAMES_ON_SQLITE)
        there: Mapping[str, str] = dict(cursor.fetchall())
        for name, table in there.items():
            if name not in wanted:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if is_postgresql else ""))
        for name, trigger in wanted.items():
            if name not in there:
                new.add(trigger.kind)
                for statement in trigger.statements:
                    cursor.execute(statement)
    return new


def drop_triggers(using: str, tables: Collection[str] | None = None) -> None:
    """Drop those of some tables, or all of them, where the table that they write goes."""
    connection = connections[using]
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(NAMES_ON_POSTGRESQL if is_postgresql else NAMES_ON_SQLITE)
        for name, table in cursor.fetchall():
            if tables is None or table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if is_postgresql else ""))


def _watched() -> Iterator[tuple[str, Watched]]:
    return ((one.kind, watched) for one in findables() for watched in one.watched)


def _has_columns(using: str, watched: Watched) -> bool:
    """Whether the table is as new as what watches it: migrations may have stopped before."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = {
            column.name for column in connection.introspection.get_table_description(cursor, watched.table)
        }
    return {watched.column, *watched.columns} <= there


def _name(kind: str, watched: Watched, act: str) -> str:
    told = repr((kind, watched, act, 3))
    return f"{PREFIX}{act}_{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _on_sqlite(kind: str, watched: Watched) -> Iterator[Trigger]:
    stale = StaleSource._meta.db_table
    row = f"{{row}}.{watched.column}"
    mark = f"INSERT INTO {stale} (kind, source_id) SELECT '{kind}', {row} WHERE {row} IS NOT NULL;"
    of = f"OF {', '.join((*watched.columns, watched.column))}" if watched.columns else ""
    changed = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in (*watched.columns, watched.column))
    when = f"WHEN {changed}" if watched.columns else ""
    acts = {
        "insert": f"AFTER INSERT ON {watched.table} BEGIN {mark.format(row='NEW')} END",
        "delete": f"AFTER DELETE ON {watched.table} BEGIN {mark.format(row='OLD')} END",
        "update": (
            f"AFTER UPDATE {of} ON {watched.table} {when}"
            f" BEGIN {mark.format(row='OLD')} {mark.format(row='NEW')} END"
        ),
    }
    for act, sql in acts.items():
        name = _name(kind, watched, act)
        yield Trigger(kind, name, watched.table, [f"CREATE TRIGGER {name} {sql}"])


def _on_postgresql(kind: str, watched: Watched) -> Iterator[Trigger]:
    stale = StaleSource._meta.db_table
    column = watched.column
    rows = {
        "insert": f"SELECT {column} AS id FROM new_rows",
        "delete": f"SELECT {column} AS id FROM old_rows",
        "update": f"SELECT {column} AS id FROM old_rows UNION SELECT {column} FROM new_rows",
    }
    if watched.columns:
        told = ", ".join(dict.fromkeys(("id", column, *watched.columns)))
        rows["update"] = (
            f"SELECT {column} AS id FROM"
            f" (SELECT {told} FROM new_rows EXCEPT SELECT {told} FROM old_rows) AS newer"
            f" UNION SELECT {column} FROM"
            f" (SELECT {told} FROM old_rows EXCEPT SELECT {told} FROM new_rows) AS older"
        )
    tables = {
        "insert": "NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    }
    for act, sql in rows.items():
        name = _name(kind, watched, act)
        yield Trigger(
            kind,
            name,
            watched.table,
            [
                f"""
                CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO {stale} (kind, source_id)
                    SELECT DISTINCT '{kind}', id FROM ({sql}) AS changed WHERE id IS NOT NULL;
                    RETURN NULL;
                END $$
                """,
                f"""
                CREATE TRIGGER {name} AFTER {act.upper()} ON {watched.table} REFERENCING {tables[act]}
                FOR EACH STATEMENT EXECUTE FUNCTION {name}()
                """,
            ],
        )
