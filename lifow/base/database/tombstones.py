"""Tombstones: the database keeps the public id of each row that it deletes, and when.

A row goes in many ways: one by one in the admin, with the person whose it is, in a statement that deletes
thousands. A trigger sees all of them, in the transaction that deletes; one place in Python does not.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

FUNCTION = """
    CREATE OR REPLACE FUNCTION lifow_leave_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO base_tombstone (public_id, deleted_at) VALUES (OLD.public_id, clock_timestamp())
        ON CONFLICT (public_id) DO UPDATE SET deleted_at = EXCLUDED.deleted_at;
        RETURN NULL;
    END $$
"""
ON_POSTGRESQL = """
    CREATE TRIGGER {name} AFTER DELETE ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION lifow_leave_tombstone()
"""
# As Django writes moments there: to the microsecond, in UTC.
ON_SQLITE = """
    CREATE TRIGGER {name} AFTER DELETE ON {table} {when} BEGIN
        INSERT INTO base_tombstone (public_id, deleted_at)
        VALUES (OLD.public_id, strftime('%Y-%m-%d %H:%M:%f000', 'now'))
        ON CONFLICT (public_id) DO UPDATE SET deleted_at = excluded.deleted_at;
    END
"""


def trigger_of(table: str) -> str:
    """The name of the trigger of a table whose rows leave tombstones."""
    return f"{table}_tombstone"


class LeaveTombstones(Operation):
    """Have each deleted row of a model leave a tombstone; the model has a `public_id`.

    `when` is a condition in SQL on `OLD`, the row, where not all of them do.
    """

    reversible = True

    def __init__(self, model_name: str, *, when: str = "") -> None:
        self.model_name = model_name
        self.when = when

    def state_forwards(self, app_label: str, state: Any) -> None:
        """A trigger is no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        _execute(schema_editor, self._create(schema_editor, self._table(app_label, to_state)))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        _execute(schema_editor, [f"DROP TRIGGER IF EXISTS {trigger_of(table)}{on}"])

    def describe(self) -> str:
        return f"Leave tombstones of {self.model_name}"

    def _table(self, app_label: str, state: Any) -> str:
        return state.apps.get_model(app_label, self.model_name)._meta.db_table

    def _create(self, schema_editor: BaseDatabaseSchemaEditor, table: str) -> list[str]:
        when = f"WHEN ({self.when})" if self.when else ""
        names = {"name": trigger_of(table), "table": table, "when": when}
        if schema_editor.connection.vendor == "postgresql":
            return [FUNCTION, ON_POSTGRESQL.format(**names)]
        return [ON_SQLITE.format(**names)]


class RenewTombstones(LeaveTombstones):
    """Make the trigger again where the database loses it by a change of the table, as SQLite does.

    It drops triggers with a table that it makes anew. The operation stands on both sides of such a change:
    one is for the way forwards, the other for the way back.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            table = self._table(app_label, to_state)
            _execute(schema_editor, [f"DROP TRIGGER IF EXISTS {trigger_of(table)}"])
            _execute(schema_editor, self._create(schema_editor, table))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Renew the tombstones of {self.model_name}"


def _execute(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)
