"""Take the test database to an earlier migration and back, or have one beside it that comes from there.

To undo all that has come since takes several times as long as to make a database anew up to a migration: a
test that only wants rows of before has a database of its own.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps
from django.db.utils import load_backend

from lifow.base.database.migration_states import migrations_made_fast
from lifow.base.passages.following import follow_migrations, precede_migrations


class Executor(MigrationExecutor):
    """Django's executor, but that models of a state are made only for a migration that is undone.

    Django makes them for the first state, and makes those that change again for each migration after it,
    also for the hundreds that are not undone.
    """

    def _migrate_all_backwards(
        self, plan: Sequence[tuple[Migration, bool]], full_plan: Sequence[tuple[Migration, bool]], fake: bool
    ) -> ProjectState:
        """Undo the migrations of the plan, in its order; gives the state without them."""
        undone = {migration for migration, _ in plan}
        applied = {self.loader.graph.nodes.get(key) for key in self.loader.applied_migrations}
        state, after = (ProjectState(real_apps=self.loader.unmigrated_apps) for _ in range(2))
        before = {}
        for migration, _ in full_plan:
            if migration in undone:
                before[migration] = state.clone()
            if migration in applied:
                state = migration.mutate_state(state, preserve=False)
            if migration in applied - undone:
                after = migration.mutate_state(after, preserve=False)
        for migration, _ in plan:
            # Made here once: each operation of the migration would make all of them again.
            _ = before[migration].apps
            self.unapply_migration(before.pop(migration), migration, fake=fake)
        return after


def migrate(targets: Sequence[tuple[str, str]]) -> StateApps:
    """Take the database to these migrations of these apps, forwards or back; gives its models there."""
    with migrations_made_fast():
        executor = Executor(connection)
        precede_migrations("default", executor.migration_plan(list(targets)))
        state: ProjectState = executor.migrate(list(targets))
        return state.apps


def migrate_to_the_end(app_label: str | None = None) -> None:
    """Take the database, or one app of it and what that needs, to the newest migrations."""
    with migrations_made_fast():
        executor = Executor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes(app_label))
    follow_migrations("default")


@contextmanager
def database_at(targets: Sequence[tuple[str, str]], folder: Path) -> Iterator[StateApps]:
    """For the block, the default connection is to a new database at these migrations; gives its models."""
    with another_database(folder):
        yield migrate(targets)


@contextmanager
def another_database(folder: Path) -> Iterator[None]:
    """For the block, the default connection is to an empty database."""
    usual = connections["default"]
    with empty_database(folder) as name:
        backend = load_backend(usual.settings_dict["ENGINE"])
        connections["default"] = backend.DatabaseWrapper(usual.settings_dict | {"NAME": name}, "default")
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            connection.close()
            connections["default"] = usual
            ContentType.objects.clear_cache()


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The name of an empty database beside the usual one, on SQLite the path of its file."""
    if connection.vendor == "sqlite":
        yield str(folder / "earlier.sqlite3")
        return
    usual, name = connections["default"], f"earlier_{os.getpid()}"
    with usual._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        with usual._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
