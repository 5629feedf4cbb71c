"""How long a database may take: two sets of limits, one for the site and one for jobs and commands.

A job may need minutes for a statement, and waits for a server that is silent. Who opens a page does neither:
the server ends a statement by itself, and a server that does not even do that is given up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connections

# A server that cancels a statement says so within this.
GRACE_SECONDS = 2.0
# What is asked to find out whether a server is there takes no time.
CHECK_SECONDS = 2.0

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


def hold_to_limits_of_the_site() -> None:
    """Have this process be one that serves pages: called once, before it asks the database anything."""
    seconds = settings.WEB_STATEMENT_SECONDS
    for name in connections:
        if seconds and connections[name].vendor == "postgresql":
            options: dict[str, Any] = connections.settings[name]["OPTIONS"]
            ours = f"-c statement_timeout={round(seconds * 1000)}"
            options["options"] = f"{ours} {options.get('options', '')}".strip()
            options["silent_seconds"] = seconds + GRACE_SECONDS


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """Whatever is asked of the database during the block is answered by then, or it is away."""
    token = _deadline.set(monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left() -> float | None:
    """How long the database may still take for the block around; None outside of any."""
    deadline = _deadline.get()
    return None if deadline is None else deadline - monotonic()
