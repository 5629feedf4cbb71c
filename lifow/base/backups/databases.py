"""A database in one file, whole as of one moment while others write, and back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

EMPTY_AGAIN = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


class BackupError(Exception):
    """A backup that could not be made, or cannot be restored; the message says why and what to do."""


def file_name(connection: BaseDatabaseWrapper) -> str:
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def dump(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Write the whole database into a file, as of one moment; nobody waits for it. Raises BackupError."""
    if connection.vendor == "sqlite":
        _dump_sqlite(connection, file)
    else:
        arguments, environment = _program(connection, "pg_dump", "--format=custom", f"--file={file}")
        _run(arguments, environment)


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put the database back as it is in the file, whole or not at all. Raises BackupError."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            source.backup(_raw(connection))
    else:
        _load_postgresql(connection, file)
    connection.close()


def _dump_sqlite(connection: BaseDatabaseWrapper, file: Path) -> None:
    """By SQLite's own backup: a copy of the file misses what stands in the log beside it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        _raw(connection).backup(copy)
        # One file, to be read without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise BackupError(_("The copy of the database is damaged: %(found)s") % {"found": found})


def _load_postgresql(connection: BaseDatabaseWrapper, file: Path) -> None:
    """As one transaction of psql: emptied, and filled by what pg_restore writes."""
    connection.close()
    restore = [_path_of("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    options = ("--single-transaction", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1")
    arguments, environment = _program(
        connection, "psql", *options, f"--command={EMPTY_AGAIN}", "--file=-", "--output=/dev/null"
    )
    with subprocess.Popen(restore, stdout=subprocess.PIPE) as reading:  # noqa: S603 (its own as well)
        _run(arguments, environment, stdin=reading.stdout)
        if reading.wait():
            raise BackupError(_("pg_restore could not read the backup."))


def _program(connection: BaseDatabaseWrapper, name: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """A program of PostgreSQL's with what it needs to reach the database; no password among its arguments."""
    client: Any = connection.client
    arguments, environment = client.settings_to_cmd_args_env(connection.settings_dict, list(options))
    # psql takes the name of the database last, and so do the others.
    return [_path_of(name), *arguments[1:]], {**os.environ, **(environment or {})}


def _path_of(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            _(
                "%(program)s is not there: install the client programs of PostgreSQL, of the server's "
                "version or newer."
            )
            % {"program": name}
        )
    return found


def _run(arguments: Sequence[str], environment: dict[str, str], *, stdin: Any = None) -> None:
    done = subprocess.run(  # noqa: S603 (a program of PostgreSQL's, by its path)
        arguments, env=environment, stdin=stdin, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(done.stderr.strip() or _("%(program)s failed.") % {"program": arguments[0]})


def _raw(connection: BaseDatabaseWrapper) -> sqlite3.Connection:
    raw: sqlite3.Connection = connection.connection
    return raw
