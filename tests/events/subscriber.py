"""Loaded into a worker by a test (`-I tests.events.subscriber`)."""

from tests.events.writing import subscribe_to_leavers

subscribe_to_leavers()
