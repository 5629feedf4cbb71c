"""Starting background work: the one way from an interface, or from a task, to the workers."""

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

from lifow.base.circuit_breaker import CircuitBreaker

# Measured: twice as many people a message cost a tenth less, and hold locks twice as long.
CHUNK = 1000
# A start that has waited this long is dropped: workers are behind, and the sweep finds its rows.
HINT_SECONDS = 60

log = structlog.get_logger(__name__)
broker_circuit = CircuitBreaker()


def start_soon(name: str, *arguments: object) -> None:
    """Have a worker run the task of this name once the transaction around the call is committed.

    Without a transaction it is sent at once. A broker that is away delays nobody and is no error: the work
    to be done is a row, and the sweep starts it later. `arguments` have to be JSON values.
    """
    transaction.on_commit(partial(_send, name, arguments, expires=HINT_SECONDS))


def start_in_chunks(name: str, person_ids: Sequence[int], *, most: int | None = None) -> int:
    """Send people to the task of this name, at most `most` a message, CHUNK by default; how many messages."""
    most = most or CHUNK
    starts = range(0, len(person_ids), most)
    for start in starts:
        _send(name, (list(person_ids[start : start + most]),))
    return len(starts)


def _send(name: str, arguments: tuple[object, ...], **options: Any) -> None:
    if broker_circuit.is_open():
        log.warning("job_left_to_the_sweep", task=name)
        return
    began = monotonic()
    try:
        current_app.send_task(name, args=arguments, **options)
    except (OperationalError, ChannelError, OSError) as error:
        broker_circuit.record_failure(waited_since=began)
        log.warning("job_left_to_the_sweep", task=name, error=str(error))
