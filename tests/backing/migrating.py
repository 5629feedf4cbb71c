"""Take the test database to an earlier migration and back, in a third of the time that Django takes."""

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps
from django.utils.functional import cached_property

from lifow.base.garbage import collection_paused


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


@contextmanager
def migrations_made_fast() -> Iterator[None]:
    """For the block, models of a state are made from copies of its fields, and the collector rests.

    Django makes each field anew from its deconstructed parts, for all models that are related to the one
    that a migration changes: two fifths of the time. The fields of a state belong to no model, so that a copy
    is the same. Models of a hundred states are thrown away: the collector would look at all of them again.
    """
    with collection_paused(), mock.patch.object(models.Field, "clone", _copied):
        yield


def _copied(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """A copy of a field of a state, without what it and its relation have worked out of the state."""
    found = copy.deepcopy(field)
    for one in filter(None, (found, found.remote_field)):
        for name in [name for name in vars(one) if _is_worked_out(type(one), name)]:
            del vars(one)[name]
    return found


def _is_worked_out(kind: type, name: str) -> bool:
    return isinstance(getattr(kind, name, None), cached_property)


def migrate(targets: Sequence[tuple[str, str]]) -> StateApps:
    """Take the database to these migrations of these apps, forwards or back; gives its models there."""
    with migrations_made_fast():
        state: ProjectState = Executor(connection).migrate(list(targets))
        return state.apps


def migrate_to_the_end(app_label: str | None = None) -> None:
    """Take the database, or one app of it and what that needs, to the newest migrations."""
    with migrations_made_fast():
        executor = Executor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes(app_label))
