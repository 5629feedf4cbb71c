"""What each app says of a merge before it is made: declared in its `AppConfig.ready`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lifow.people.persons.models import Person

Count = tuple[str, int]


@dataclass(frozen=True, slots=True)
class MergePart:
    """What an app counts of the record to be merged, in words, and what it has against the merge.

    counts      `(kept, merged)` → (what, how many), of what the person has besides afterwards
    objections  `(kept, merged)` → sentences, each with what to do first; none where the app has nothing
                against it
    """

    name: str
    counts: Callable[[Person, Person], Sequence[Count]]
    objections: Callable[[Person, Person], Sequence[str]] = lambda kept, merged: ()


_parts: dict[str, MergePart] = {}


def register_part(part: MergePart) -> None:
    """Have an app asked about each merge; twice the same is once."""
    _parts[part.name] = part


def all_parts() -> Sequence[MergePart]:
    """The parts, in the order in which they were declared."""
    return tuple(_parts.values())
