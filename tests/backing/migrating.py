"""Take the test database to an earlier migration and back, in half of the time that Django takes."""

from collections.abc import Sequence

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState, StateApps

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


def migrate(targets: Sequence[tuple[str, str]]) -> StateApps:
    """Take the database to these migrations of these apps, forwards or back; gives its models there."""
    # Models of a hundred states are thrown away: the collector would look at all of them again and again.
    with collection_paused():
        state: ProjectState = Executor(connection).migrate(list(targets))
        return state.apps


def migrate_to_the_end(app_label: str | None = None) -> None:
    """Take the database, or one app of it and what that needs, to the newest migrations."""
    with collection_paused():
        executor = Executor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes(app_label))
