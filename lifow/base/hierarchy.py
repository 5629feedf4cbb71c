"""Orders and circles of what needs, contains or stands above other things."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Any, Generic, TypeVar

from lifow.base.listing import LISTED, first_names

Node = TypeVar("Node", bound=Hashable)


class CircleError(ValueError, Generic[Node]):
    """Things need each other: on `path` each needs the next one, and the last is the first."""

    def __init__(self, path: Iterable[Node]) -> None:
        self.path: list[Any] = list(path)
        super().__init__(" → ".join(ring(self.path[:-1])))

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
    """“A → B → C → A”, beginning with the first name in the alphabet, wherever the circle was found.

    Ten are named and the others counted.
    """
    names = [labels[member] for member in circle]
    first = names.index(min(names))
    return " → ".join(ring(names[first:] + names[:first]))


def ring(members: Sequence[object], *, more: str = "%(count)s more") -> list[str]:
    """The texts along a circle, the first again at the end: ten members named, the others counted."""
    return [*first_names(members, more=more), *first_names(members[:1])]


def branch_texts(names: Mapping[Node, str], above: Mapping[Node, Node]) -> dict[Node, list[str]]:
    """The names from the top down to each member: the lowest ten, and before them how many are above those.

    A circle is cut where it closes. Linear in the number of members.
    """
    depths = _depths(names, above)
    return {member: _branch(member, depths[member], names, above) for member in names}


def _branch(member: Node, depth: int, names: Mapping[Node, str], above: Mapping[Node, Node]) -> list[str]:
    shown = [names[each] for each in islice(_upwards(member, above), min(depth, LISTED))]
    rest = [f"{depth - LISTED:,} more"] if depth > LISTED else []
    return [*rest, *reversed(shown)]


def _upwards(member: Node, above: Mapping[Node, Node]) -> Iterator[Node]:
    at: Node | None = member
    while at is not None:
        yield at
        at = above.get(at)


def _depths(members: Iterable[Node], above: Mapping[Node, Node]) -> dict[Node, int]:
    """How many different members are on the way up from each, itself included."""
    depths = {member: len(circle) for circle in circles(above) for member in circle}
    for start in members:
        way = []
        at: Node | None = start
        while at is not None and at not in depths:
            way.append(at)
            at = above.get(at)
        before = depths[at] if at is not None else 0
        for place, member in enumerate(reversed(way), start=1):
            depths[member] = before + place
    return depths
