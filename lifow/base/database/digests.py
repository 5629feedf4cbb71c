"""Digests of rows that Python makes, in a table beside the model's: rows are found by what they say.

Where rows are alike by a rule that no database knows, such as names as people read them, a column with what
the rule makes of them would be wrong after each write that forgets it. So a digest stands in a table of its
own, and a trigger empties it where its row is new or says something else. What is empty is made when it is
needed (`fill_digests`); until then the row is found by every question (`rows_with_digest`).
"""

# ruff: noqa: S608 (names come from models)

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Model

from lifow.base.database.columns import among, as_parameter

AT_ONCE = 5_000


def digest_of(text: str) -> int:
    """The digest of a text, a number of 64 bits. Another text may have it by chance: look at hits."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def fill_digests(model: type[Model], columns: Sequence[str], digest: Callable[..., int]) -> int:
    """Make the digests that are empty, `digest` of the values in `columns`; how many. For a transaction.

    A row that somebody else is changing is left empty: on PostgreSQL each is locked before it is read.
    """
    connection = connections[router.db_for_write(model)]
    table = connection.ops.quote_name(table_of(model._meta.db_table))
    locked = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE digest IS NULL ORDER BY id {locked}")
        ids = [row_id for (row_id,) in cursor.fetchall()]
    for start in range(0, len(ids), AT_ONCE):
        rows = model._base_manager.filter(pk__in=among(ids[start : start + AT_ONCE]))
        made = {row_id: digest(*values) for row_id, *values in rows.values_list("pk", *columns)}
        _write(connection, table, made)
    return len(ids)


def rows_with_digest(model: type[Model], digests: Collection[int]) -> set[int]:
    """Ids of the rows with one of these digests, and of those whose digest is not made yet; one query."""
    if not digests:
        return set()
    connection = connections[router.db_for_read(model)]
    table = connection.ops.quote_name(table_of(model._meta.db_table))
    wanted = among(digests)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE digest IN ({wanted.sql})"
            f" UNION ALL SELECT id FROM {table} WHERE digest IS NULL",
            wanted.params,
        )
        return {row_id for (row_id,) in cursor.fetchall()}


def _write(connection: Any, table: str, made: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, digests = (as_parameter(those, connection) for those in (made.keys(), made.values()))
            cursor.execute(
                f"UPDATE {table} SET digest = made.digest"
                " FROM unnest(%s::bigint[], %s::bigint[]) AS made (id, digest)"
                f" WHERE {table}.id = made.id",
                [ids, digests],
            )
        else:
            pairs = [(digest, row_id) for row_id, digest in made.items()]
            cursor.executemany(f"UPDATE {table} SET digest = %s WHERE id = %s", pairs)


def table_of(table: str) -> str:
    """The table with the digests of a table's rows."""
    return f"{table}_digest"


class KeepDigests(Operation):
    """Add the table of digests of a model, all of them empty, and the triggers that empty them.

    What is there already when it begins again stays. So the migration has `atomic = False`, and no lock is
    held while rows are written.
    """

    atomic = False
    reversible = True

    def __init__(self, model_name: str, columns: Iterable[str]) -> None:
        self.model_name = model_name
        self.columns = tuple(columns)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The table is no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, to_state)
        digests = table_of(table)
        _execute(
            schema_editor,
            [
                f"CREATE TABLE IF NOT EXISTS {digests} (id bigint PRIMARY KEY, digest bigint)",
                f"CREATE INDEX IF NOT EXISTS {digests}_found ON {digests} (digest)",
                *self._triggers(schema_editor, table),
                f"INSERT INTO {digests} (id) SELECT id FROM {table} WHERE true ON CONFLICT (id) DO NOTHING",
            ],
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        digests = table_of(table)
        if schema_editor.connection.vendor == "postgresql":
            drops = [f"DROP TRIGGER IF EXISTS {digests}_{one} ON {table}" for one in ("row", "truncate")]
            drops.append(f"DROP FUNCTION IF EXISTS {digests}_empty()")
        else:
            drops = [f"DROP TRIGGER IF EXISTS {name}" for name in sqlite_triggers(table, self.columns)]
        _execute(schema_editor, [*drops, f"DROP TABLE IF EXISTS {digests}"])

    def describe(self) -> str:
        return f"Keep digests of {self.model_name}"

    def _table(self, app_label: str, state: Any) -> str:
        table: str = state.apps.get_model(app_label, self.model_name)._meta.db_table
        return table

    def _triggers(self, schema_editor: BaseDatabaseSchemaEditor, table: str) -> list[str]:
        if schema_editor.connection.vendor == "postgresql":
            return _on_postgresql(table, self.columns)
        found = []
        for name, statement in sqlite_triggers(table, self.columns).items():
            found += [f"DROP TRIGGER IF EXISTS {name}", statement]
        return found


class RenewDigests(KeepDigests):
    """Make the triggers again where the database loses them by a change of the table, as SQLite does.

    It drops triggers with a table that it makes anew. The operation stands on both sides of such a change:
    one is for the way forwards, the other for the way back.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            _execute(schema_editor, self._triggers(schema_editor, self._table(app_label, to_state)))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Renew the digests of {self.model_name}"


def _on_postgresql(table: str, columns: Sequence[str]) -> list[str]:
    """The function, which compares columns itself (named in a trigger, none can be altered), and triggers."""
    digests = table_of(table)
    old, new = (", ".join(f"{row}.{column}" for column in ("id", *columns)) for row in ("OLD", "NEW"))
    return [
        f"""
            CREATE OR REPLACE FUNCTION {digests}_empty() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'TRUNCATE' THEN
                    TRUNCATE {digests};
                    RETURN NULL;
                ELSIF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN
                    RETURN NULL;
                END IF;
                IF TG_OP = 'DELETE' OR OLD.id <> NEW.id THEN
                    DELETE FROM {digests} WHERE id = OLD.id;
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    INSERT INTO {digests} (id, digest) VALUES (NEW.id, NULL)
                    ON CONFLICT (id) DO UPDATE SET digest = NULL;
                END IF;
                RETURN NULL;
            END
            $$
        """,
        f"""
            CREATE OR REPLACE TRIGGER {digests}_row AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {digests}_empty()
        """,
        f"""
            CREATE OR REPLACE TRIGGER {digests}_truncate AFTER TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {digests}_empty()
        """,
    ]


def sqlite_triggers(table: str, columns: Sequence[str]) -> dict[str, str]:
    """By name, the triggers of a table on SQLite."""
    digests = table_of(table)
    empty = (
        f"INSERT INTO {digests} (id, digest) VALUES (NEW.id, NULL)"
        " ON CONFLICT (id) DO UPDATE SET digest = NULL"
    )
    gone = f"DELETE FROM {digests} WHERE id = OLD.id"
    differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in ("id", *columns))
    return {
        f"{digests}_insert": f"CREATE TRIGGER {digests}_insert AFTER INSERT ON {table} BEGIN {empty}; END",
        f"{digests}_update": (
            f"CREATE TRIGGER {digests}_update AFTER UPDATE ON {table} WHEN {differs} BEGIN"
            f" DELETE FROM {digests} WHERE id = OLD.id AND OLD.id <> NEW.id; {empty}; END"
        ),
        f"{digests}_delete": f"CREATE TRIGGER {digests}_delete AFTER DELETE ON {table} BEGIN {gone}; END",
    }


def _execute(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)
