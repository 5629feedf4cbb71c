"""A disk on which nothing can be written any more, as the database tells of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import OperationalError, connection

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|COPY\s+\S+\s+\(.*FROM STDIN)", re.DOTALL | re.IGNORECASE)


@contextmanager
def full_disk() -> Iterator[None]:
    """Reads go on; whatever would be written is refused as PostgreSQL does it."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            cause = psycopg.errors.DiskFull("could not extend file: No space left on device")
            raise OperationalError(str(cause)) from cause
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
