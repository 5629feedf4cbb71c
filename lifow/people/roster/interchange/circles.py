"""Circles in a hierarchy, where everybody has at most one above."""

from collections.abc import Mapping


def circles(above: Mapping[int, int]) -> list[tuple[int, ...]]:
    """Every circle once, each member followed by the one above it. Linear in the size of `above`."""
    walk_of: dict[int, int] = {}
    found = []
    for walk, start in enumerate(above):
        at: int | None = start
        while at is not None and at not in walk_of:
            walk_of[at] = walk
            at = above.get(at)
        if at is not None and walk_of[at] == walk:
            found.append(_circle_through(at, above))
    return found


def _circle_through(member: int, above: Mapping[int, int]) -> tuple[int, ...]:
    circle = [member]
    while above[circle[-1]] != member:
        circle.append(above[circle[-1]])
    return tuple(circle)


def circle_text(circle: tuple[int, ...], labels: Mapping[int, str]) -> str:
    """“A → B → C → A”, beginning with the first name in the alphabet, wherever the circle was found."""
    names = [labels[member] for member in circle]
    first = names.index(min(names))
    names = names[first:] + names[:first]
    return " → ".join([*names, names[0]])
