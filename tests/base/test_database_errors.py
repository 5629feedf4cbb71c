"""Errors that come and go by themselves are told from those of what was asked."""

import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, OperationalError

from lifow.base.database.errors import is_transient


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
        psycopg.errors.AdminShutdown(),
        psycopg.errors.CannotConnectNow(),
        psycopg.errors.ConnectionFailure(),
        psycopg.errors.DiskFull(),
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
        of_sqlite(sqlite3.SQLITE_IOERR_WRITE),
    ],
)
def test_what_the_server_or_the_connection_is_at_fault_for_is_transient(cause):
    lost = caused(OperationalError("lost"), cause)
    assert is_transient(lost)
    assert is_transient(caused(ValueError("in the handler"), lost))


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no such seat"),
        OperationalError("of nobody"),
        caused(OperationalError("deadlock"), psycopg.errors.DeadlockDetected()),
        caused(OperationalError("no such table"), of_sqlite(sqlite3.SQLITE_ERROR)),
        caused(OperationalError("without a code"), sqlite3.OperationalError("no code")),
        caused(IntegrityError("twice"), psycopg.errors.UniqueViolation()),
    ],
)
def test_other_errors_are_not(error):
    assert not is_transient(error)


def test_an_error_that_is_its_own_cause_is_looked_at_once():
    error = ValueError("a circle")
    assert not is_transient(caused(error, error))
