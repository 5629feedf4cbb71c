"""Prepared statements of PostgreSQL: SQL that is planned once a connection, and executed with other values.

Planning a query with four joins takes PostgreSQL longer than answering it. So a query that a process asks
again and again is prepared at its first use on a connection (`PREPARE name AS …`), and from then on
`EXECUTE name (…)` is all that is sent. The database goes on choosing between a plan for the values and one
for any values.

A pooler that gives each transaction another connection (PgBouncer in its transaction mode) knows nothing of
them. There, Django wants `DISABLE_SERVER_SIDE_CURSORS`, and with it nothing is prepared here either.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper

PLACE = re.compile("%([%s])")
LONGEST_NAME = 63 - len("_01234567")
# The statements that each open connection of the driver has; they end with it.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def can_prepare(connection: BaseDatabaseWrapper) -> bool:
    """Whether statements prepared on a connection are there at its next query."""
    return connection.vendor == "postgresql" and not connection.settings_dict.get(
        "DISABLE_SERVER_SIDE_CURSORS"
    )


def as_statement(
    connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any], places: Iterable[int]
) -> str:
    """The SQL of a statement: `$1`, `$2` … in the `places` of values, other parameters written out."""
    values = {place: f"${number}" for number, place in enumerate(sorted(places), start=1)}
    written = iter(
        values[place] if place in values else connection.ops.compose_sql("%s", [parameter])  # type: ignore[attr-defined]
        for place, parameter in enumerate(parameters)
    )
    return PLACE.sub(lambda found: "%" if found[1] == "%" else next(written), sql)


def named(words: str, statement: str) -> str:
    """A name for a statement: words that a reader of the log recognises, and a digest of its SQL."""
    plain = re.sub(r"\W+", "_", words).strip("_").lower()[-LONGEST_NAME:]
    return f"{plain}_{sha256(statement.encode()).hexdigest()[:8]}"


def execution(connection: BaseDatabaseWrapper, name: str, statement: str, values: int) -> str:
    """The SQL that executes a statement with so many values, which is prepared now if it is not yet."""
    # As Django does before a cursor: what was prepared on a connection that is lost by now is gone with it.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver = connection.connection
    known = _known.setdefault(driver, set())
    if name not in known:
        with connection.wrap_database_errors:
            driver.execute(f"PREPARE {name} AS {statement}")
        known.add(name)
    return f"EXECUTE {name} ({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"
