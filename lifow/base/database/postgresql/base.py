"""Django's PostgreSQL, with an end to waiting for a server that is silent.

A server whose process is stopped, or whose machine hangs, keeps its connections and answers nothing: neither
its own timeouts nor those of TCP end that. So each wait for an answer has a limit here, where there is one.
"""

from functools import partial
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from lifow.base.database.limits import CHECK_SECONDS, answered_within, seconds_left

# A server that refuses does it at once, and is asked again at once.
QUICK_SECONDS = 1.0


class ServerSilentError(psycopg.OperationalError):
    """The server has a connection of ours and does not answer; the connection is closed."""


class DatabaseWrapper(base.DatabaseWrapper):
    """The option `silent_seconds` is the longest wait for an answer; none is for ever."""

    is_silent = False
    away_until = 0.0
    """A request that has waited once for a server that is away does not wait again."""

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        parameters.pop("silent_seconds", None)
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        left, began = seconds_left(), monotonic()
        if began < self.away_until or (left is not None and left <= 0):
            raise ServerSilentError("The server has not answered a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.Error:
            if monotonic() - began > QUICK_SECONDS:
                self.away_until = monotonic() + QUICK_SECONDS
            raise
        self.is_silent = False
        connection.wait = partial(self._wait, connection, connection.wait)
        return connection

    def is_usable(self) -> bool:
        """Whether the server answers on this connection. Raises OperationalError where it is silent: a new
        connection would only be waited for in its turn."""
        left = seconds_left()
        with answered_within(CHECK_SECONDS if left is None else min(left, CHECK_SECONDS)):
            usable: bool = super().is_usable()
        if not usable and self.is_silent:
            self.is_silent = False
            raise OperationalError("The server does not answer.") from ServerSilentError()
        return usable

    def _wait(
        self, connection: Any, wait: Any, generator: Any, interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        allowed = (timeout, self.settings_dict["OPTIONS"].get("silent_seconds"), seconds_left())
        limits = [one for one in allowed if one is not None]
        if not limits:
            return wait(generator, interval)
        limit = max(0.0, min(limits))
        try:
            return wait(generator, interval, limit)
        except psycopg.errors._WaitTimeout as error:
            if limit == timeout:
                raise
            connection.pgconn.finish()
            self.is_silent, self.away_until = True, monotonic() + QUICK_SECONDS
            raise ServerSilentError(f"The server has not answered for {limit:g} seconds.") from error
