"""Around migrations: the triggers that mark changes, and all of a kind that has just got its triggers."""

from collections.abc import Iterator, Sequence

from django.db import connections
from django.db.migrations import (
    AddField,
    CreateModel,
    DeleteModel,
    Migration,
    RemoveField,
    RenameField,
    RenameModel,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation

from lifow.base.passages.registry import findables
from lifow.base.passages.services import mark_kind_stale
from lifow.base.passages.triggers import drop_triggers, keep_triggers

# What takes a table or a column away from a trigger that names it, when it is done and when it is undone.
TAKING = (DeleteModel, RemoveField, RenameField, RenameModel)
TAKING_BACK = (AddField, CreateModel, RenameField, RenameModel)


def precede_migrations(using: str, plan: Sequence[tuple[Migration, bool]]) -> None:
    """Take the triggers away from the tables that lose a column by the plan, whose steps are done or undone.

    They are there again after it, and what passed meanwhile is read again.
    """
    if using != "default" or not plan:
        return
    losing = {
        f"{migration.app_label}_{name.lower()}"
        for migration, undone in plan
        for operation in _parts(migration.operations)
        if isinstance(operation, TAKING_BACK if undone else TAKING)
        for name in _models(operation)
    }
    watched = {watched.table for one in findables() for watched in one.watched}
    if tables := losing & watched:
        drop_triggers(using, tables)


def follow_migrations(using: str) -> None:
    """Have the database mark what changes from now on, and have what nobody has marked yet be read.

    What is found without a table, as pages of lifow, may be other than before with each version.
    """
    if using != "default" or not connections[using].introspection.table_names():
        return
    new = keep_triggers(using)
    if new is None:
        return
    for one in findables():
        if one.kind in new or not one.watched:
            mark_kind_stale(one)


def _parts(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _parts(operation.database_operations)
        else:
            yield operation


def _models(operation: Operation) -> Iterator[str]:
    """The models whose tables an operation changes, by the names before and after it."""
    if isinstance(operation, FieldOperation):
        yield operation.model_name
    elif isinstance(operation, RenameModel):
        yield from (operation.old_name, operation.new_name)
    elif isinstance(operation, CreateModel | DeleteModel):
        yield operation.name
