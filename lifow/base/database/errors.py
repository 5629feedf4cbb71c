"""Which errors of the database are the server's or the connection's, on PostgreSQL and on SQLite."""

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

# Connection exceptions, a transaction rolled back for others' sake (a deadlock, a serialisation failure), a
# lock that others hold, insufficient resources, a statement that was ended from outside, a server that shuts
# down, crashed, is not up yet or a standby, and errors of its machine:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
OUTAGE_SQLSTATES = ("08", "25006", "40", "53", "55P03", "57014", "57P", "58")
FULL_SQLSTATES = ("53100",)
AWAY_SQLSTATES = ("08", "25006", "53", "57P", "58")
# https://www.sqlite.org/rescode.html
OUTAGE_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
AWAY_SQLITE_CODES = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM}


def is_of_the_server(error: BaseException) -> bool:
    """Whether the connection or the server failed in this error, and not what was asked of it."""
    return _is_one_of(error, OUTAGE_SQLSTATES, OUTAGE_SQLITE_CODES)


def is_of_a_full_disk(error: BaseException) -> bool:
    """Whether the server could write no more."""
    return _is_one_of(error, FULL_SQLSTATES, {sqlite3.SQLITE_FULL}, is_lost=False)


def is_of_a_server_away(error: BaseException) -> bool:
    """Whether nothing can be asked of the server at the moment, or nothing without waiting."""
    return _is_one_of(error, AWAY_SQLSTATES, AWAY_SQLITE_CODES)


def _is_one_of(
    error: BaseException, sqlstates: tuple[str, ...], sqlite_codes: set[int], *, is_lost: bool = True
) -> bool:
    """Whether an error of Django's or a driver's has one of the codes; `is_lost`, or the connection is."""
    cause = error.__cause__ if isinstance(error, DatabaseError | InterfaceError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in sqlite_codes
    if cause is None or not hasattr(cause, "sqlstate"):
        return False
    if cause.sqlstate is None:
        # An error that the server has not sent has no SQLSTATE: there was no connection, or it is lost.
        kinds = {kind.__name__ for kind in type(cause).__mro__}
        return is_lost and bool(kinds & {OperationalError.__name__, InterfaceError.__name__})
    return str(cause.sqlstate).startswith(sqlstates)
