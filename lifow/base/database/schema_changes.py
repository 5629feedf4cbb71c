"""Changes of the schema while the site serves: nobody waits for long behind a change that waits for a lock.

A change of a table waits for whoever reads it, and everybody who comes later waits behind the change: one
long report stops the site. So a change gives up after a second, lets everybody through, and is tried again.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

import structlog
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK_SECONDS = 1
# A deadlock ends one of the two, and lets it try again.
LOCK_SQLSTATES = {"55P03", "40P01"}
# Longer and longer, for some ten minutes in all.
PAUSES = (1.0, 1.0, 2.0, 2.0, 5.0, 5.0, *(10.0 for _ in range(55)))
# What is done concurrently waits as well, but nobody waits for it.
_CHANGE = re.compile(r"\s*(?:ALTER|CREATE|DROP|REINDEX|TRUNCATE|LOCK)\b(?!.*\bCONCURRENTLY\b)", re.DOTALL)

log = structlog.get_logger(__name__)


def was_locked_out(error: BaseException) -> bool:
    """Whether a statement gave up because others held what it needs."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    return getattr(cause, "sqlstate", "") in LOCK_SQLSTATES


@contextmanager
def short_locks(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Have each change of the schema during the block wait for locks for a second at most.

    Outside of a transaction it is tried again here, for ten minutes. Inside of one it raises OperationalError
    (`was_locked_out`): the whole transaction has to be done again. SQLite has one writer anyway.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.execute_wrapper(_with_short_locks):
        yield


def _with_short_locks(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not _CHANGE.match(str(sql)):
        return execute(sql, params, many, context)
    connection, pauses = context["connection"], iter(PAUSES)
    while True:
        try:
            return _within_a_second(connection, lambda: execute(sql, params, many, context))
        except OperationalError as error:
            pause = next(pauses, None)
            if connection.in_atomic_block or pause is None or not was_locked_out(error):
                raise
            log.warning("table_in_use", statement=str(sql)[:80], tried_again_after=pause)
            sleep(pause)


def _within_a_second(connection: BaseDatabaseWrapper, change: Callable[[], Any]) -> Any:
    _wait_at_most(connection, LOCK_SECONDS)
    try:
        return change()
    finally:
        # In a transaction that is broken nothing can be said, and nothing has to be.
        if not connection.needs_rollback and not _is_broken(connection):
            _wait_at_most(connection, 0)


def _is_broken(connection: BaseDatabaseWrapper) -> bool:
    """Whether PostgreSQL takes no statement before the transaction around is rolled back."""
    from psycopg.pq import TransactionStatus  # where there is PostgreSQL, there is psycopg

    status: Any = connection.connection.info.transaction_status
    return status not in (TransactionStatus.IDLE, TransactionStatus.INTRANS)


def _wait_at_most(connection: BaseDatabaseWrapper, seconds: int) -> None:
    scope = "LOCAL " if connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SET {scope}lock_timeout = '{seconds}s'")
