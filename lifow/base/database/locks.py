"""Locks by name, and what to do where two transactions have waited for each other."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")
DEADLOCK_DETECTED = "40P01"


def take_lock(name: int, *, is_shared: bool = False) -> None:
    """Wait for a lock of PostgreSQL's own list, and keep it until the transaction around ends.

    Many may share it at once; who does not share it waits for all of them, and they wait for it. On SQLite,
    where one transaction writes at a time, it is there already.
    """
    if connection.vendor != "postgresql":
        return
    function = "pg_advisory_xact_lock_shared" if is_shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [name])


def is_deadlock(error: BaseException | None) -> bool:
    """Whether PostgreSQL ended a transaction because it and another one waited for each other."""
    return (
        isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") == DEADLOCK_DETECTED
    )


def tried_again_after_deadlock(function: Callable[P, R]) -> Callable[P, R]:
    """Call once more what was ended by a deadlock: the other transaction is over by then.

    Only for what begins its own transaction; inside another one the error goes on to whoever began that.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except OperationalError as error:
            if not is_deadlock(error) or connection.in_atomic_block:
                raise
        return function(*args, **kwargs)

    return call
