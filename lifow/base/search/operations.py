"""What migrations call to make, renew and drop the search index of a model.

A model gets its index by `AddSearchIndex`. The index had another layout once (`CreateSearchIndex`): a
database at any earlier migration is given what that migration made, then the documents beside it
(`AddSearchDocuments`); at last what these replace is dropped (`DropSearchIndex`).
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.utils import NotSupportedError

from lifow.base.search import first_layout, postgresql, sqlite


class SearchOperation(Operation):
    """An operation on the search index of a model's columns, which is no part of the models' state."""

    reversible = True

    def __init__(self, model_name: str, fields: Iterable[str]) -> None:
        self.model_name = model_name
        self.fields = tuple(fields)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The index is no part of the models' state."""

    def _table(self, app_label: str, state: Any) -> str:
        return state.apps.get_model(app_label, self.model_name)._meta.db_table


class CreateSearchIndex(SearchOperation):
    """Create the first layout of a model's search index and fill it from the rows that are there."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, to_state)
        if schema_editor.connection.vendor == "postgresql":
            execute(schema_editor, first_layout.create_on_postgresql(table, self.fields))
        else:
            execute(schema_editor, sqlite.STEMS.create(table, self.fields))
            execute(schema_editor, first_layout.WORDS.create(table, self.fields))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        if schema_editor.connection.vendor == "postgresql":
            execute(schema_editor, first_layout.drop_on_postgresql(table))
        else:
            execute(schema_editor, [*sqlite.STEMS.drop(table), *first_layout.WORDS.drop(table)])

    def describe(self) -> str:
        return f"Create the search index of {self.model_name}"


class AddSearchIndex(SearchOperation):
    """Make the search index of a model as it is today, and fill it; the migration has `atomic = False`.

    On PostgreSQL no lock is held for longer than a few hundred rows take, and what is there already when it
    begins again stays.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            table = self._table(app_label, to_state)
            execute_at_once(schema_editor, sqlite.STEMS.create(table, self.fields))
        documents = AddSearchDocuments(self.model_name, self.fields)
        documents.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        documents = AddSearchDocuments(self.model_name, self.fields)
        documents.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor != "postgresql":
            execute_at_once(schema_editor, sqlite.STEMS.drop(self._table(app_label, from_state)))

    def describe(self) -> str:
        return f"Add the search index of {self.model_name}"


class AddSearchDocuments(SearchOperation):
    """Add what pages of best matches are read from, beside the first layout of the index, and fill it.

    On PostgreSQL no lock is held for longer than a few hundred rows take, and what is there already when it
    begins again stays; so the migration has `atomic = False`.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, to_state)
        if schema_editor.connection.vendor == "postgresql":
            refuse_transaction(schema_editor)
            execute(schema_editor, postgresql.create_documents(table, self.fields))
            execute(schema_editor, postgresql.fill_documents(table, self.fields))
            execute(schema_editor, postgresql.index_documents(table, self.fields))
        else:
            execute_at_once(schema_editor, sqlite.STARTS.create(table, self.fields))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        if schema_editor.connection.vendor == "postgresql":
            execute(schema_editor, postgresql.drop_documents(table))
        else:
            execute_at_once(schema_editor, sqlite.STARTS.drop(table))

    def describe(self) -> str:
        return f"Add the search documents of {self.model_name}"


class AddSearchField(SearchOperation):
    """Let a search look into one more field, the last of `fields`; the migration has `atomic = False`.

    The code before goes on searching and writing meanwhile: what it knows of the index stays as it is. It
    may be interrupted, and run again.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, to_state)
        if schema_editor.connection.vendor != "postgresql":
            self._make_anew(schema_editor, table, self.fields)
            return
        refuse_transaction(schema_editor)
        execute(schema_editor, postgresql.add_field(table, self.fields))
        execute(schema_editor, postgresql.fill_documents(table, self.fields))
        execute(schema_editor, postgresql.index_documents(table, self.fields))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table, before = self._table(app_label, from_state), self.fields[:-1]
        if schema_editor.connection.vendor != "postgresql":
            self._make_anew(schema_editor, table, before)
            return
        refuse_transaction(schema_editor)
        execute(schema_editor, postgresql.remove_field(table, self.fields))
        execute(schema_editor, postgresql.fill_documents(table, before))
        execute(schema_editor, postgresql.index_documents(table, before))

    @staticmethod
    def _make_anew(schema_editor: BaseDatabaseSchemaEditor, table: str, fields: tuple[str, ...]) -> None:
        execute_at_once(
            schema_editor, [*sqlite.STEMS.create(table, fields), *sqlite.STARTS.create(table, fields)]
        )

    def describe(self) -> str:
        return f"Add {self.fields[-1]} to the search index of {self.model_name}"


class DropSearchIndex(SearchOperation):
    """Drop what `AddSearchDocuments` replaces of the first layout; the migration has `atomic = False`."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, from_state)
        if schema_editor.connection.vendor == "postgresql":
            refuse_transaction(schema_editor)
            execute(schema_editor, first_layout.drop_on_postgresql(table, "CONCURRENTLY"))
        else:
            execute_at_once(schema_editor, first_layout.WORDS.drop(table))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = self._table(app_label, to_state)
        if schema_editor.connection.vendor == "postgresql":
            refuse_transaction(schema_editor)
            execute(schema_editor, first_layout.create_on_postgresql(table, self.fields, "CONCURRENTLY"))
        else:
            execute_at_once(schema_editor, first_layout.WORDS.create(table, self.fields))

    def describe(self) -> str:
        return f"Drop the first search index of {self.model_name}"


class RenewSearchIndex(SearchOperation):
    """Make the index again where the database loses it by a change of the table, as SQLite does.

    It drops the triggers with a table that it makes anew. The operation stands on both sides of such a
    change: one is for the way forwards, the other for the way back. It renews what this database has.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        table = self._table(app_label, to_state)
        present = table_names(schema_editor)
        for index in (sqlite.STEMS, sqlite.STARTS, first_layout.WORDS):
            if index.name(table) in present:
                execute(schema_editor, index.create(table, self.fields))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Renew the search index of {self.model_name}"


class RefillSearchIndex(SearchOperation):
    """Read all texts again on PostgreSQL, after a change of how its functions read them.

    Nobody waits for it: the migration has `atomic = False`. It may be interrupted, and run again.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = self._table(app_label, to_state)
        refuse_transaction(schema_editor)
        if postgresql.documents(table) in table_names(schema_editor):
            execute(schema_editor, [postgresql.text_function(), postgresql.words_function()])
            execute(schema_editor, postgresql.fill_documents(table, self.fields))
        else:
            # What an interrupted one leaves is of no use.
            leftover = f"DROP INDEX CONCURRENTLY IF EXISTS {table}_search_ccnew"
            again = f"REINDEX INDEX CONCURRENTLY {table}_search"
            execute(schema_editor, [postgresql.text_function(), leftover, again])

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """What was read before is read the same way now."""

    def describe(self) -> str:
        return f"Refill the search index of {self.model_name}"


def execute(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def execute_at_once(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    """All statements or none, and nobody writes in between."""
    with transaction.atomic(schema_editor.connection.alias):
        execute(schema_editor, statements)


def refuse_transaction(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.in_atomic_block:
        raise NotSupportedError("A search index is built outside a transaction: set atomic = False.")


def table_names(schema_editor: BaseDatabaseSchemaEditor) -> set[str]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))
