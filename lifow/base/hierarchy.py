"""Orders and circles of what needs, contains or stands above other things."""

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class CircleError(ValueError, Generic[Node]):
    """Things need each other: on `path` each needs the next one, and the last is the first."""

    def __init__(self, path: Iterable[Node]) -> None:
        self.path: list[Any] = list(path)
        super().__init__(" → ".join(map(str, self.path)))

    def path_from(self, node: Node) -> list[Node]:
        """The path, beginning and ending with `node` where it is on it."""
        if node not in self.path:
            return self.path
        start = self.path.index(node)
        return [*self.path[start:], *self.path[1:start], node]


def needed_first(needs: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """Everything that is named, each after all that it needs; the same order every time.

    Raises CircleError with one circle where there are any.
    """
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        # Python's path goes from what is needed to what needs it.
        raise CircleError(reversed(error.args[1])) from None


def circles(above: Mapping[Node, Node]) -> list[tuple[Node, ...]]:
    """Every circle once, each member followed by the one above it. Linear in the size of `above`."""
    walk_of: dict[Node, int] = {}
    found = []
    for walk, start in enumerate(above):
        at: Node | None = start
        while at is not None and at not in walk_of:
            walk_of[at] = walk
            at = above.get(at)
        if at is not None and walk_of[at] == walk:
            found.append(_circle_through(at, above))
    return found


def _circle_through(member: Node, above: Mapping[Node, Node]) -> tuple[Node, ...]:
    circle = [member]
    while above[circle[-1]] != member:
        circle.append(above[circle[-1]])
    return tuple(circle)


def circle_text(circle: tuple[Node, ...], labels: Mapping[Node, str]) -> str:
    """“A → B → C → A”, beginning with the first name in the alphabet, wherever the circle was found."""
    names = [labels[member] for member in circle]
    first = names.index(min(names))
    names = names[first:] + names[:first]
    return " → ".join([*names, names[0]])
