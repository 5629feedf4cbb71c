"""Errors that are nobody's fault are told from those of what was asked."""

import errno
import sqlite3

import psycopg
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from lifow.base.outages import is_database_away, is_disk_full, is_outage, reason_of, written_patiently


def caused(error: Exception, cause: BaseException | None) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("of SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("server closed the connection unexpectedly"),
        psycopg.InterfaceError("the connection is closed"),
        psycopg.errors.AdminShutdown(),
        psycopg.errors.CannotConnectNow(),
        psycopg.errors.ConnectionFailure(),
        psycopg.errors.DiskFull(),
        psycopg.errors.DeadlockDetected(),
        psycopg.errors.LockNotAvailable(),
        psycopg.errors.QueryCanceled(),
        psycopg.errors.SerializationFailure(),
        psycopg.errors.IoError(),
        psycopg.errors.ReadOnlySqlTransaction(),
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
        of_sqlite(sqlite3.SQLITE_FULL),
        of_sqlite(sqlite3.SQLITE_IOERR_WRITE),
    ],
    ids=lambda cause: f"{type(cause).__name__} {getattr(cause, 'sqlite_errorcode', '')}",
)
def test_what_the_server_or_the_connection_is_at_fault_for_is_nobodys_fault(cause):
    lost = caused(OperationalError("lost"), cause)
    assert is_outage(lost)
    assert is_outage(caused(ValueError("in the handler"), lost))


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        SoftTimeLimitExceeded(),
        OSError(errno.ENOSPC, "No space left on device"),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_nor_is_anybody_at_fault_for_the_machine(error):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no such seat"),
        OperationalError("of nobody"),
        FileNotFoundError(errno.ENOENT, "No such file"),
        caused(OperationalError("no such table"), of_sqlite(sqlite3.SQLITE_ERROR)),
        caused(OperationalError("without a code"), sqlite3.OperationalError("no code")),
        caused(DataError("a NUL"), psycopg.DataError("PostgreSQL text fields cannot contain NUL")),
        caused(IntegrityError("twice"), psycopg.errors.UniqueViolation()),
    ],
    ids=str,
)
def test_other_errors_are_somebodys(error):
    assert not is_outage(error)


def test_a_full_disk_is_told_from_a_server_that_is_away():
    full = caused(OperationalError("full"), psycopg.errors.DiskFull())
    assert is_disk_full(full)
    assert is_disk_full(caused(OperationalError("full"), of_sqlite(sqlite3.SQLITE_FULL)))
    assert is_disk_full(OSError(errno.ENOSPC, "No space left on device"))
    lost = caused(OperationalError("lost"), psycopg.OperationalError("closed"))
    closed = caused(InterfaceError("closed"), psycopg.InterfaceError("closed"))
    assert is_database_away(lost)
    assert is_database_away(closed)
    assert not is_disk_full(lost)
    assert not is_database_away(caused(OperationalError("deadlock"), psycopg.errors.DeadlockDetected()))


def test_an_error_that_is_its_own_cause_is_looked_at_once():
    error = ValueError("a circle")
    assert not is_outage(caused(error, error))


@pytest.mark.parametrize(
    "error", [ValueError(), ValueError("one\0two"), ValueError("half of \ud83d"), KeyError("")]
)
def test_any_error_has_a_reason_that_a_database_can_keep(error):
    reason = reason_of(error)
    assert reason.startswith(type(error).__name__)
    assert "\0" not in reason
    assert reason.encode()


def test_what_cannot_be_written_is_tried_for_a_while(monkeypatch):
    monkeypatch.setattr("lifow.base.outages.sleep", lambda _seconds: None)
    tries = iter([OperationalError("full"), InterfaceError("closed"), None])

    def write():
        if (error := next(tries)) is not None:
            raise error

    assert written_patiently(write)

    def refuse():
        raise OperationalError("full")

    assert not written_patiently(refuse)
