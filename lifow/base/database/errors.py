"""Which errors of the database come and go by themselves, on PostgreSQL and on SQLite."""

import sqlite3

from django.db import OperationalError

# Connection exceptions, insufficient resources, and a server that shuts down, crashed or is not up yet:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
TRANSIENT_SQLSTATES = ("08", "53", "57P")
# https://www.sqlite.org/rescode.html
TRANSIENT_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


def is_transient(error: BaseException | None) -> bool:
    """Whether the connection or the server failed, and not what was asked of it, in this error or below it.

    What a handler or Django raises while it clears up after such an error hides it.
    """
    seen: set[BaseException] = set()
    while error is not None and error not in seen:
        if isinstance(error, OperationalError) and _is_of_the_server(error.__cause__):
            return True
        seen.add(error)
        error = error.__cause__ or error.__context__
    return False


def _is_of_the_server(error: BaseException | None) -> bool:
    """Whether a driver's error is one of those that come and go by themselves."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in TRANSIENT_SQLITE_CODES
    # An error that the server has not sent has no SQLSTATE: the connection is lost.
    sqlstate = getattr(error, "sqlstate", "")
    return sqlstate is None or sqlstate.startswith(TRANSIENT_SQLSTATES)
