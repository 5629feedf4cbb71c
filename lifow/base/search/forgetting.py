"""What SQLite keeps of rows that were deleted: words in its index, and pages that nothing overwrites."""

from django.db import connection
from django.db.models import Model

from lifow.base.search.sqlite import STARTS, STEMS


def forget_deleted_words(model: type[Model]) -> None:
    """Have the search index of a model hold no words of deleted rows, which FTS5 keeps until it merges.

    PostgreSQL's documents go with their rows.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for index in (STEMS, STARTS):
            name = connection.ops.quote_name(index.name(model._meta.db_table))
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608 (a name of ours)


def overwrite_what_is_deleted() -> None:
    """Have SQLite write zeros over what this connection deletes from now on.

    On PostgreSQL dead rows go when the table is vacuumed, which it does by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
