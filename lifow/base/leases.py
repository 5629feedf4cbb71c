"""Leases that a living worker renews: who is killed is known within half a minute, however long the work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, connection

LEASE = timedelta(seconds=25)
RENEWED_AFTER_SECONDS = 8

log = structlog.get_logger(__name__)


@contextmanager
def renewed_lease(renew: Callable[[timedelta], object]) -> Iterator[None]:
    """Call `renew` every eight seconds during the block, in a thread with a connection of its own.

    `renew` gets how long the block has lasted, and writes that the lease lasts for LEASE from then on. While
    the database is away nothing can be written, and nobody else can take what is leased either.
    """
    is_over = threading.Event()
    thread = threading.Thread(target=_go_on, args=[renew, is_over], name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _go_on(renew: Callable[[timedelta], object], is_over: threading.Event) -> None:
    began = monotonic()
    try:
        while not is_over.wait(RENEWED_AFTER_SECONDS):
            try:
                renew(timedelta(seconds=monotonic() - began))
            except (DatabaseError, InterfaceError) as error:
                log.warning("lease_not_renewed", error=str(error))
                connection.close()
    finally:
        connection.close()
