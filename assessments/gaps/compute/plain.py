"""Plain data of a policy, checked: which value cannot be used, where it stands, and why."""

from collections.abc import Mapping, Sequence


class PolicyError(ValueError):
    """A policy that cannot be used: `where` is the path of the value; `code`, `parameters` to translate."""

    def __init__(self, where: str, code: str, message: str, **parameters: object) -> None:
        super().__init__(f"Policy, {where}: {message.format(**parameters)}")
        self.where = where
        self.code = code
        self.parameters = parameters


def between(where: str, value: float, low: float, high: float, *, ends: bool = False) -> None:
    if ends and value in (low, high):
        return
    if not low < value < high:
        raise PolicyError(
            where, "range", "{value} must lie between {low} and {high}", value=value, low=low, high=high
        )


def exact_keys(where: str, data: object, expected: set[str]) -> None:
    if not isinstance(data, Mapping):
        raise PolicyError(where, "type", "must be an object with {names}", names=", ".join(sorted(expected)))
    for name in sorted(expected - set(data)):
        raise PolicyError(where, "missing", "{name} is missing", name=name)
    for name in sorted(set(data) - expected, key=str):
        raise PolicyError(where, "unknown", "{name} is not known, remove it", name=name)


def number(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PolicyError(where, "type", "{value!r} must be a number", value=value)
    return float(value)


def whole_id(where: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PolicyError(where, "type", "{value!r} must be an id, a whole number", value=value)
    return value


def sequence(where: str, value: object, length: int | None = None) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise PolicyError(where, "type", "must be a list")
    if length is not None and len(value) != length:
        raise PolicyError(where, "length", "must hold {length} values", length=length)
    return value
