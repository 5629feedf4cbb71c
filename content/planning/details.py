"""What the JSON of a stored plan says, read so that a row of an older or newer version breaks no page.

What is not there, or is of another kind than it should be, is as if it had not been told.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

Stored = Any
"""JSON as it was stored, of any shape."""


class StoredStep(NamedTuple):
    """A step by ids: a module, or None for a rating in the skill; no skill where it is assigned alone."""

    module: int | None
    skill: int | None
    minutes: int


class StoredLeftOut(NamedTuple):
    """A critical skill without a step, the reason, and the minutes of the shortest step where there is one.

    The reason is a `LeftOutReason`, or one that another version knows.
    """

    skill: int
    reason: str
    minutes: int | None


class StoredPutOff(NamedTuple):
    """A module, or a skill to assess, that the learner has put off, and the day from which it can be planned
    again."""

    module: int | None
    skill: int | None
    until: date


def number(stored: Stored, name: str) -> float | None:
    """The number of this name."""
    value = _mapping(stored).get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole(stored: Stored, name: str) -> int | None:
    """The whole number of this name: an id, minutes, a count."""
    value = number(stored, name)
    return value if isinstance(value, int) else None


def flag(stored: Stored, name: str) -> bool:
    """Whether what has this name is so."""
    return _mapping(stored).get(name) is True


def ids(stored: Stored, name: str) -> tuple[int, ...]:
    """The ids in the list of this name."""
    found = _list(stored, name)
    return tuple(one for one in found if isinstance(one, int) and not isinstance(one, bool))


def left_out(stored: Stored) -> tuple[StoredLeftOut, ...]:
    """The critical skills that a plan has no step for."""
    rows = ((whole(one, "skill"), one) for one in _list(stored, "left_out"))
    return tuple(
        StoredLeftOut(skill, str(one.get("reason", "")), whole(one, "minutes"))
        for skill, one in rows
        if skill is not None
    )


def next_week(stored: Stored) -> StoredStep | None:
    """The first step of next week."""
    step = _mapping(stored).get("next_week")
    skill, minutes = whole(step, "skill"), whole(step, "minutes")
    module = whole(step, "module")
    is_told = minutes is not None and (skill is not None or module is not None)
    return StoredStep(module, skill, minutes or 0) if is_told else None


def put_off(stored: Stored) -> tuple[StoredPutOff, ...]:
    """What the learner has put off, the soonest back first."""
    rows = (
        (whole(one, "module"), whole(one, "skill"), day(one, "until")) for one in _list(stored, "put_off")
    )
    told = (StoredPutOff(module, skill, until) for module, skill, until in rows if until is not None)
    return tuple(one for one in told if (one.module is None) != (one.skill is None))


def day(stored: Stored, name: str) -> date | None:
    """The day of this name."""
    value = _mapping(stored).get(name)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _mapping(stored: Stored) -> Mapping[str, Any]:
    return stored if isinstance(stored, Mapping) else {}


def _list(stored: Stored, name: str) -> list[Any]:
    found = _mapping(stored).get(name)
    return found if isinstance(found, list) else []
