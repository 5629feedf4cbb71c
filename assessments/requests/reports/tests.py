"""Whether somebody can be asked for a test: what the applet that holds the questions says."""

from collections.abc import Callable, Collection
from datetime import datetime

CanBeTested = Callable[[Collection[tuple[int, int]], datetime], Collection[tuple[int, int]]]
"""Gives those of (person id, skill id) in which there are questions for the person at a moment."""

_registered: list[CanBeTested] = []


def register_tests(can_be_tested: CanBeTested) -> None:
    """Declare, in `AppConfig.ready`, who can be tested in what; twice the same is once."""
    if can_be_tested not in _registered:
        _registered.append(can_be_tested)


def that_can_be_tested(pairs: Collection[tuple[int, int]], as_of: datetime) -> Collection[tuple[int, int]]:
    """Those of the pairs of a person and a skill in which a test can be asked for."""
    return {pair for says in _registered for pair in says(pairs, as_of)} if pairs else ()
