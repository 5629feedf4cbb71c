"""Columns of a query as numpy arrays, without a Python object a value.

On PostgreSQL it is one COPY on Django's own connection, in the caller's transaction:

    COPY (SELECT string_agg(record_send(row), '') FROM (the query, cast to fixed widths) AS row)
    TO STDOUT (FORMAT binary)

A plain COPY sends a message a row, and each costs Python two microseconds. So the database itself joins the
rows to one value, each as the binary form of a record: int32 number of fields, then for each field uint32
type, int32 length and the bytes, all big-endian. Rows of fixed width are one structured array, read in place.
What has no fixed width is joined to a value of its own, with its lengths in the rows.

A value in PostgreSQL holds at most 1 GB, that is eight million rows of eight columns: what may be more is
read in parts. On other databases it is a plain cursor.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection as default_connection
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from lifow.base.database.copying import copy_out

Columns = dict[str, NDArray[Any]]


class ColumnsError(Exception):
    """Rows that are not what was asked for; the message says which column, and why."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a query: of what field, of what type, and what stands for NULL, which is an error else.

    field a name, or a path, as `values_list` takes it
    kind  `i2`, `i4`, `i8`, `f8`, `?` and `S` with a width, as in numpy; `day` for dates, in days since
          1970-01-01; `moment` for times, as datetime64 in microseconds of UTC; `bytes` for bytes of any
          length, which come as an array of objects
    """

    field: str
    kind: str
    null: int | float | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind travels: its numpy types on the wire and afterwards, its type and value in PostgreSQL, and
    its value in SQLite."""

    wire: str
    native: str
    type: str
    postgresql: str = "{}"
    sqlite: str = "{}"


_KINDS = {
    "i2": _Kind(">i2", "i2", "int2", sqlite="CAST({} AS INTEGER)"),
    "i4": _Kind(">i4", "i4", "int4", sqlite="CAST({} AS INTEGER)"),
    "i8": _Kind(">i8", "i8", "int8", sqlite="CAST({} AS INTEGER)"),
    "f8": _Kind(">f8", "f8", "float8", sqlite="CAST({} AS REAL)"),
    "?": _Kind("?", "?", "bool"),
    "day": _Kind(
        ">i4", "i4", "int4", "{}::date - DATE '1970-01-01'", "CAST(julianday({}) - 2440587.5 AS INTEGER)"
    ),
    # On the wire it is microseconds since 2000-01-01; SQLite has it as text, which numpy reads.
    "moment": _Kind(">i8", "M8[us]", "timestamptz"),
    "bytes": _Kind(">i4", "O", "int4", "octet_length({})"),
}
_NUMBERS = frozenset({"i2", "i4", "i8", "f8", "?", "day"})
_FIELDS = struct.Struct("!i")
_FIELD = struct.Struct("!Ii")
_EPOCH = np.datetime64("2000-01-01", "us")


def among(ids: Iterable[int] | NDArray[np.integer]) -> RawSQL:
    """Any number of ids as one parameter, for `filter(person__in=among(ids))`.

    In a list each id would cost Python and the parser microseconds, and SQLite refuses a long one.
    """
    is_postgresql = default_connection.vendor == "postgresql"
    select = "SELECT unnest(%s::bigint[])" if is_postgresql else "SELECT value FROM json_each(%s)"
    return RawSQL(select, [as_parameter(ids, default_connection)])  # noqa: S611 (parameterised)


def among_texts(texts: Iterable[str]) -> RawSQL:
    """Any number of texts as one parameter, as `among` takes ids; none of them has a quote or a backslash."""
    listed = ",".join(f'"{text}"' for text in texts)
    if default_connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [f"{{{listed}}}"])
    return RawSQL("SELECT value FROM json_each(%s)", [f"[{listed}]"])


def as_parameter(ids: Iterable[int] | NDArray[np.integer], connection: BaseDatabaseWrapper) -> str:
    """Ids as the one parameter that `among` makes of them."""
    listed = ",".join(map(str, ids.tolist() if isinstance(ids, np.ndarray) else ids))
    return f"{{{listed}}}" if connection.vendor == "postgresql" else f"[{listed}]"


def read_columns(queryset: QuerySet[Any, Any], **columns: tuple[str, str] | tuple[str, str, Any]) -> Columns:
    """The rows of a queryset, in its order, as one array a column; one query.

    `read_columns(people, person=("pk", "i8"), manager=("manager_id", "i8", 0))`: each column is what makes a
    Column. Raises ColumnsError for a NULL that nothing stands for and for text of another width; for a number
    that its type cannot hold, what the database or numpy raise.
    """
    asked = {name: Column(*one) for name, one in columns.items()}
    rows = queryset.values_list(*(column.field for column in asked.values()))
    connection = connections[queryset.db]
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return {name: np.zeros(0, dtype=_kind(column).native) for name, column in asked.items()}
    named = ", ".join(f'"{name}"' for name in asked)
    with_rows = f"WITH rows ({named}) AS ({sql})"
    if connection.vendor == "postgresql":
        return _copied(connection, with_rows, parameters, asked)
    return _fetched(connection, with_rows, parameters, asked)


def _kind(column: Column) -> _Kind:
    if column.kind.startswith("S"):
        return _Kind(column.kind, column.kind, "text")
    return _KINDS[column.kind]


def _value(name: str, template: str, null: int | float | None) -> str:
    value = template.format(f'"{name}"')
    return f"({value})" if null is None else f"coalesce({value}, {null!r})"


def _fetched(
    connection: BaseDatabaseWrapper, with_rows: str, parameters: Sequence[Any], asked: Mapping[str, Column]
) -> Columns:
    values = [_value(name, _kind(column).sqlite, column.null) for name, column in asked.items()]
    statement = f"{with_rows} SELECT {', '.join(values)} FROM rows"  # noqa: S608 (our names)
    if all(column.kind in _NUMBERS for column in asked.values()):
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            read = _numbers(cursor, asked)
        if read is not None:
            return read
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchall()
    listed = zip(*found, strict=True) if found else [()] * len(asked)
    return {
        name: _array(name, column, tuple(value))
        for (name, column), value in zip(asked.items(), listed, strict=True)
    }


def _numbers(cursor: Any, asked: Mapping[str, Column]) -> Columns | None:
    """The columns of rows of numbers, none of which is kept as an object: with a hundred thousand of those,
    the collector takes longer than the database. None where one of them is NULL."""
    dtype = np.dtype([(name, _kind(column).native) for name, column in asked.items()])
    try:
        rows = np.fromiter(cursor, dtype=dtype)
    except TypeError:
        return None
    return {name: np.ascontiguousarray(rows[name]) for name in asked}


def _array(name: str, column: Column, values: tuple[Any, ...]) -> NDArray[Any]:
    if None in values:
        raise _misfit(name, values.index(None), -1, 0)
    if column.kind == "bytes":
        return _objects(values)
    found = np.array(values, dtype=_kind(column).native)
    if column.kind.startswith("S"):
        for row, value in enumerate(values):
            if len(value) != found.itemsize:
                raise _misfit(name, row, len(value), found.itemsize)
    return found


def _objects(values: Sequence[bytes]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _misfit(name: str, row: int, length: int, width: int) -> ColumnsError:
    if length == -1:
        return ColumnsError(f"Column {name} is NULL in row {row}: say what stands for it.")
    return ColumnsError(f"Column {name} has {length} bytes in row {row}: {width} were asked for.")


def _copied(
    connection: BaseDatabaseWrapper, with_rows: str, parameters: Sequence[Any], asked: Mapping[str, Column]
) -> Columns:
    of_any_length = [name for name, column in asked.items() if column.kind == "bytes"]
    kinds = {name: _kind(column) for name, column in asked.items()}
    fixed = [
        f'{_value(name, kind.postgresql, asked[name].null)}::{kind.type} AS "{name}"'
        for name, kind in kinds.items()
    ]
    loose = [f'"{name}" AS "bytes of {name}"' for name in of_any_length]
    record = ", ".join(f'"{name}"' for name in asked)
    joined = [f"record_send(ROW({record}))", *(f'"bytes of {name}"' for name in of_any_length)]
    # With OFFSET 0 the casts are made before the aggregate, not inside of it: a third less time.
    statement = (
        f"{with_rows} SELECT {', '.join(f'''string_agg({one}, ''::bytea)''' for one in joined)} "  # noqa: S608
        f"FROM (SELECT {', '.join(fixed + loose)} FROM rows OFFSET 0) AS one_row"
    )
    records, *buffers = copy_out(connection, statement, parameters)
    found = _decoded(records, asked)
    for name, buffer in zip(of_any_length, buffers, strict=True):
        ends = np.cumsum(found[name], dtype=np.int64).tolist()
        found[name] = _objects([bytes(buffer[start:end]) for start, end in pairwise([0, *ends])])
    return found


def _decoded(records: memoryview, asked: Mapping[str, Column]) -> Columns:
    """The columns of records, each of which is checked to have all fields in the widths asked for."""
    layout = [("fields of the record", ">i4")]
    for name, column in asked.items():
        layout += [(f"type of {name}", ">u4"), (f"length of {name}", ">i4"), (name, _kind(column).wire)]
    dtype = np.dtype(layout)
    rows = np.frombuffer(records, dtype=dtype, count=len(records) // dtype.itemsize)
    widths = {name: dtype[name].itemsize for name in asked}
    fits = [(rows[f"length of {name}"] == width).all() for name, width in widths.items()]
    if len(records) % dtype.itemsize or not all(fits):
        raise _first_misfit(records, widths)
    return {name: _native(rows[name], column) for name, column in asked.items()}


def _first_misfit(records: memoryview, widths: Mapping[str, int]) -> ColumnsError:
    """The first value of another width: what follows it lies where no array would find it."""
    at, row = 0, 0
    while at < len(records):
        at += _FIELDS.size
        for name, width in widths.items():
            _type, length = _FIELD.unpack_from(records, at)
            if length != width:
                return _misfit(name, row, length, width)
            at += _FIELD.size + length
        row += 1
    return ColumnsError("The records are not what record_send makes.")


def _native(values: NDArray[Any], column: Column) -> NDArray[Any]:
    if column.kind == "moment":
        return values.astype("m8[us]") + _EPOCH
    return values.astype("i4" if column.kind == "bytes" else _kind(column).native)
