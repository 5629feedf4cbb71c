"""The broker of a lifow without Redis: a message is a file in a folder.

Kombu's own transport of this kind lets a worker read a message, or the table of an exchange, that another
process has only begun to write. A worker ends on such a message. Here each file is written beside its place
and moved there, so that it is whole or not there; what is unreadable all the same is dropped and logged.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from itertools import count
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

import structlog
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.transport.virtual import BrokerState
from kombu.utils.json import dumps, loads

Binding = filesystem.exchange_queue_t

log = structlog.get_logger(__name__)
_numbers = count()


class Channel(filesystem.Channel):
    """Puts and takes files. Options are kombu's `data_folder_in`, `data_folder_out` and `control_folder`."""

    def _put(self, queue: str, payload: Any, **kwargs: object) -> None:  # type: ignore[override]
        """Put a message behind all that are in the queue; ChannelError where the disk does not take it."""
        # Names sort by time; the number keeps those of one process in order that were put at the same moment.
        name = f"{time_ns() // 1_000_000}_{os.getpid()}-{next(_numbers):09}.{queue}.msg"
        _write(Path(self.data_folder_out, name), payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of a queue; Empty where there is none. No other process gets the same."""
        folder = Path(self.data_folder_in)
        for name in sorted(one.name for one in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f"{name}.taken-{os.getpid()}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue
            try:
                return loads(taken.read_bytes())
            except ValueError as error:
                log.warning("message_dropped", file=name, error=str(error))
            finally:
                taken.unlink(missing_ok=True)
        raise Empty

    def get_table(self, exchange: str) -> list[Any]:
        """The queues that are bound to an exchange."""
        try:
            return [Binding(*one) for one in loads(self._table_file(exchange).read_bytes())]
        except FileNotFoundError:
            return []
        except ValueError as error:
            log.warning("exchange_unreadable", exchange=exchange, error=str(error))
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        bound = Binding(routing_key or "", pattern or "", queue or "")
        with self._table_to_change(exchange) as table:
            if bound not in table:
                table.insert(0, bound)

    def _delete(
        self,
        queue: str,
        exchange: str,
        routing_key: str,
        pattern: str | None,
        *args: object,
        **kwargs: object,
    ) -> None:
        self._purge(queue)
        with self._table_to_change(exchange) as table, suppress(ValueError):
            table.remove(Binding(routing_key or "", pattern or "", queue or ""))

    def _table_file(self, exchange: str) -> Path:
        return self.control_folder / f"{exchange}.exchange"

    @contextmanager
    def _table_to_change(self, exchange: str) -> Iterator[list[Binding]]:
        """The table of an exchange, which no other process changes before what was done to it is stored."""
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            table = self.get_table(exchange)
            before = list(table)
            yield table
            if table != before:
                _write(self._table_file(exchange), table)


class Transport(filesystem.Transport):
    """Kombu's transport by files, on channels whose files are whole."""

    Channel = Channel

    def __init__(self, client: Connection, **kwargs: object) -> None:
        super().__init__(client, **kwargs)
        # Which queues are bound is known of a folder, not of all folders that this process has been at.
        self.state = BrokerState()


def _write(place: Path, content: object) -> None:
    """Put a file in its place at once; ChannelError where the disk does not take it."""
    beside = place.with_name(f"{place.name}.new-{os.getpid()}-{next(_numbers)}")
    try:
        beside.write_text(dumps(content), encoding="utf-8")
        beside.replace(place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ChannelError(f"{place} cannot be written: {error}") from error
