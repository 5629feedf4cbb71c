"""Migration operations that do not keep others from writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexOnline(AddIndexConcurrently):
    """Add an index while the table is written to: built CONCURRENTLY where the database can, else at once.

    The migration has to be `atomic = False`. Run again after it was interrupted, it keeps an index that was
    finished, and builds one anew that was not.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if not _is_postgresql(schema_editor):
            self._add_at_once(app_label, schema_editor, from_state, to_state)
            return
        is_finished = _is_finished(schema_editor, self.index.name)
        if is_finished is False:
            quoted = schema_editor.connection.ops.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quoted}", params=None)
        if not is_finished:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if _is_postgresql(schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)

    def _add_at_once(self, *args) -> None:
        AddIndex.database_forwards(self, *args)


def _is_finished(schema_editor: BaseDatabaseSchemaEditor, name: str) -> bool | None:
    """Whether an index can be used; None where there is none of this name."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [f'"{name}"'])
        found = cursor.fetchone()
    return None if found is None else bool(found[0])


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
