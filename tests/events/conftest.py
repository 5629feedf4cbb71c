"""Event types, subscriptions and messages of a test's own, gone with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from celery import current_app

from lifow.base import jobs
from lifow.base.circuit_breaker import CircuitBreaker
from lifow.events import registry, types


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch) -> None:
    """What a test defines is forgotten with it, and nobody else subscribes meanwhile."""
    monkeypatch.setattr(types, "_types", dict(types._types))
    monkeypatch.setattr(types, "_names", dict(types._names))
    monkeypatch.setattr(registry, "_subscriptions", {})


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The names of the tasks that were handed to the broker."""
    names: list[str] = []
    monkeypatch.setattr(jobs, "broker_circuit", CircuitBreaker())
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: names.append(name))
    return names


@pytest.fixture
def received() -> list[tuple[Any, datetime]]:
    """The events that `handler` was called with, and when they occurred."""
    return []


@pytest.fixture
def handler(received) -> Callable[..., None]:
    """A handler that does nothing but remember its calls."""

    def handle(event: object, *, occurred_at: datetime) -> None:
        received.append((event, occurred_at))

    return handle
