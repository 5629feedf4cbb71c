"""Whether the database can be reached, and what is said meanwhile."""

from django.db import OperationalError, connection

RETRY_AFTER_SECONDS = 5


def connection_works() -> bool:
    """Whether the database answers now."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return connection.is_usable()
