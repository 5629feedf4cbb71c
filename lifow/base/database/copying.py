"""PostgreSQL's COPY on Django's own connection, in the caller's transaction, with all that Django does around
`execute`: wrappers, the log of queries, its own exceptions."""

import struct
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_HEADER = struct.Struct("!11sii")
_COUNT = struct.Struct("!h")
_LENGTH = struct.Struct("!i")


class CopyError(Exception):
    """What COPY sent is not what its format says."""


def copy_out(connection: BaseDatabaseWrapper, query: str, parameters: Sequence[Any]) -> list[memoryview]:
    """The values of a query that gives one row, in PostgreSQL's binary form; NULL is empty."""
    # COPY takes no parameters: psycopg writes them into the statement, quoted.
    ops: Any = connection.ops
    statement = f"COPY ({ops.compose_sql(query, parameters)}) TO STDOUT (FORMAT binary)"
    return one_row(_copy(connection, statement, b"".join))


def copy_in(
    connection: BaseDatabaseWrapper, statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows by a `COPY … FROM STDIN (FORMAT binary)`; `types` are the columns', by their names there."""

    def write(copy: Any) -> None:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)

    _copy(connection, statement, write)


def _copy(connection: BaseDatabaseWrapper, statement: str, use: Callable[[Any], Any]) -> Any:
    def run(sql: str, parameters: None, many: bool, context: dict[str, Any]) -> Any:
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors, context["cursor"].copy(sql) as copy:
            return use(copy)

    with connection.cursor() as cursor:
        for wrapper in reversed(connection.execute_wrappers):
            run = partial(wrapper, run)
        return run(statement, None, False, {"connection": connection, "cursor": cursor})


def one_row(stream: bytes) -> list[memoryview]:
    """The fields of a binary COPY of one row; NULL is empty. Raises CopyError for anything else."""
    whole = memoryview(stream)
    try:
        signature, _flags, extension = _HEADER.unpack_from(whole)
        at = _HEADER.size + extension
        (fields,) = _COUNT.unpack_from(whole, at)
        at += _COUNT.size
        found: list[memoryview] = []
        for _ in range(fields):
            (length,) = _LENGTH.unpack_from(whole, at)
            start = at + _LENGTH.size
            at = start + max(length, 0)
            found.append(whole[start:at])
        (trailer,) = _COUNT.unpack_from(whole, at)
    except struct.error as error:
        raise CopyError("The COPY is cut short.") from error
    if (signature, trailer, len(whole)) != (SIGNATURE, -1, at + _COUNT.size):
        raise CopyError("This is not the binary COPY of one row.")
    return found
