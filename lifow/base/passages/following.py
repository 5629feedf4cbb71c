"""After migrations: the triggers that mark changes, and all of a kind that has just got its triggers."""

from django.db import connections

from lifow.base.passages.registry import findables
from lifow.base.passages.services import mark_kind_stale
from lifow.base.passages.triggers import keep_triggers


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
