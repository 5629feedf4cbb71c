"""Rows from columns: how jobs write many at once.

Columns are called as attributes (`person_id`). They are of equal length, or an `itertools.repeat` of what is
the same in all rows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sized
from itertools import repeat
from typing import Any

from django.db import DataError, connections, models, router

from lifow.base.database.copying import copy_in

Columns = Mapping[str, Iterable[Any]]


def write_rows(table: type[models.Model], columns: Columns) -> None:
    """Insert rows. Each column is named that may not be empty, but for the id: nothing has a default.

    On PostgreSQL it is one COPY, which costs a twentieth of `bulk_create`.
    """
    connection = connections[router.db_for_write(table)]
    if connection.vendor != "postgresql":
        table._default_manager.bulk_create(_instances(table, columns))
        return
    fields = _fields(table, columns)
    for field, column in zip(fields, columns.values(), strict=True):
        _check_range(field, column, connection)
    columns = {
        name: _as_json(column) if isinstance(field, models.JSONField) else column
        for field, (name, column) in zip(fields, columns.items(), strict=True)
    }
    quoted = connection.ops.quote_name
    # Without the length of a varchar, which is no part of its name.
    types = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    named = ", ".join(quoted(str(field.column)) for field in fields)
    statement = f"COPY {quoted(table._meta.db_table)} ({named}) FROM STDIN (FORMAT binary)"
    copy_in(connection, statement, types, _rows(columns))


def update_rows(table: type[models.Model], columns: Columns, *, key: str = "id") -> None:
    """Change the rows with these values in the unique column `key`: what is not among the columns stays.

    On PostgreSQL it is one statement with one parameter, which is JSON: no column may hold bytes, or a number
    that is not finite.
    """
    connection = connections[router.db_for_write(table)]
    changed = [name for name in columns if name != key]
    if connection.vendor != "postgresql":
        fields = {field.attname: field.name for field in table._meta.concrete_fields}
        rows = _instances(table, columns)
        table._default_manager.bulk_update(rows, [fields[name] for name in changed], batch_size=500)
        return
    names = {field.attname: str(field.column) for field in _fields(table, columns)}
    quoted = {name: connection.ops.quote_name(column) for name, column in names.items()}
    name = connection.ops.quote_name(table._meta.db_table)
    statement = f"""
        UPDATE {name} SET {", ".join(f"{quoted[one]} = said.{quoted[one]}" for one in changed)}
        FROM json_populate_recordset(NULL::{name}, %s) AS said WHERE {name}.{quoted[key]} = said.{quoted[key]}
    """  # noqa: S608 (names of ours)
    _run_with_json(connection, statement, names.values(), columns)


def upsert_rows(table: type[models.Model], columns: Columns, *, key: str, kept: Iterable[str] = ()) -> None:
    """Insert rows; where there is one with the same value in the unique column `key`, change that one.

    It keeps its id, what is not among the columns, and the columns `kept`. On PostgreSQL it is one statement
    with one parameter, which is JSON: no column may hold bytes, or a number that is not finite.
    """
    changed = [name for name in columns if name != key and name not in kept]
    connection = connections[router.db_for_write(table)]
    if connection.vendor != "postgresql":
        table._default_manager.bulk_create(
            _instances(table, columns), update_conflicts=True, unique_fields=[key], update_fields=changed
        )
        return
    names = {field.attname: str(field.column) for field in _fields(table, columns)}
    quoted = {name: connection.ops.quote_name(column) for name, column in names.items()}
    name, listed = connection.ops.quote_name(table._meta.db_table), ", ".join(quoted.values())
    # In one order, so that two who write the same rows wait for each other, and never in a circle.
    statement = f"""
        INSERT INTO {name} ({listed})
        SELECT {listed} FROM json_populate_recordset(NULL::{name}, %s) ORDER BY {quoted[key]}
        ON CONFLICT ({quoted[key]}) DO UPDATE
        SET {", ".join(f"{quoted[one]} = excluded.{quoted[one]}" for one in changed)}
    """  # noqa: S608 (names of ours)
    _run_with_json(connection, statement, names.values(), columns)


def _run_with_json(connection: Any, statement: str, names: Iterable[str], columns: Columns) -> None:
    listed = list(names)
    rows = [dict(zip(listed, row, strict=True)) for row in _rows(columns)]
    with connection.cursor() as cursor:
        # Times as Python writes them, with microseconds and zone.
        cursor.execute(statement, [json.dumps(rows, default=str, allow_nan=False)])


def _as_json(column: Iterable[Any]) -> Iterable[Any]:
    """The column as COPY takes it for a field of JSON: a list would be an array of PostgreSQL's."""
    from psycopg.types.json import Jsonb  # where there is PostgreSQL, there is psycopg

    wrapped = (None if value is None else Jsonb(value) for value in column)
    return list(wrapped) if isinstance(column, Sized) else repeat(next(wrapped))


def _fields(table: type[models.Model], columns: Columns) -> "list[models.Field[Any, Any]]":
    fields = {field.attname: field for field in table._meta.concrete_fields}
    return [fields[name] for name in columns]


def _check_range(field: "models.Field[Any, Any]", column: Iterable[Any], connection: Any) -> None:
    """Raise DataError for a number that the column cannot hold: psycopg would cut off its upper bytes."""
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if not isinstance(kind, models.IntegerField):
        return
    low, high = connection.ops.integer_field_range(kind.get_internal_type())
    values = column if isinstance(column, Sized) else [next(iter(column))]
    for value in values:
        if value is not None and not low <= value <= high:
            raise DataError(f"{value} is out of range for {field.attname}: {low} to {high}.")


def _rows(columns: Columns) -> Iterator[tuple[Any, ...]]:
    lengths = {len(column) for column in columns.values() if isinstance(column, Sized)}
    if len(lengths) != 1:
        raise ValueError(f"The columns have {sorted(lengths)} values: they are to be of one length.")
    return zip(*columns.values())  # noqa: B905 (what is repeated has no end)


def _instances(table: type[models.Model], columns: Columns) -> list[models.Model]:
    return [table(**dict(zip(columns, row, strict=True))) for row in _rows(columns)]
