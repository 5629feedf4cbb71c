"""What can be found: each applet says it of its own objects, in `AppConfig.ready`.

A `Findable` reads objects by id and says of each what is searched, where it opens and whom it is shown to.
The database marks an object as stale when a row of the tables in `watched` changes, and a job reads it anew.
Nothing else writes the index.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Text:
    """A passage: what it says, in words where it is, and what of an address opens it there."""

    text: str
    place: str = ""
    query: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One object as it can be found.

    names        other names and what it is about, such as its skills: they weigh less than the title
    identities   what finds it alone and first, such as a personnel number
    filed_under  what it is filtered by: pairs of a facet and a value
    """

    source_id: int
    title: str
    audience: str = EVERYBODY
    note: str = ""
    names: Sequence[str] = ()
    summary: str = ""
    passages: Sequence[Text] = ()
    identities: Sequence[str] = ()
    filed_under: Sequence[tuple[str, str]] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A table whose changes make objects stale: `column` names the object; `columns`, if any, are those of
    which a change matters."""

    table: str
    column: str = "id"
    columns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Readable:
    """What of a kind somebody may see: sources with one of the audiences; or, where it is asked of each,
    these ids."""

    audiences: frozenset[str] = frozenset()
    ids: Sequence[int] | None = None
    doubtful: Sequence[int] = ()
    """Of these nobody knows whether they still hold: they come after others that answer as well."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A result as a page shows it: where it leads, its kind in words; its public id where it has one."""

    url: str
    title: str
    kind: str
    note: str = ""
    public_id: str = ""


class Findable:
    """The objects of one kind. Applets extend it."""

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    """The kind in words, several of them: "Modules"."""
    watched: ClassVar[Sequence[Watched]] = ()
    has_meaning: ClassVar[bool] = True
    """Whether its passages get vectors: not where they are names, numbers and lists."""
    is_of_people: ClassVar[bool] = False
    """Whether its objects are people, by their ids: who is erased leaves it at once, and a search for
    somebody shows it first."""

    def ids(self, after: int, most: int) -> list[int]:
        """The ids of objects behind `after`, in order: the index is made anew by them."""
        raise NotImplementedError

    def found(self, ids: Sequence[int]) -> Iterable[Found]:
        """These objects as they can be found; those that cannot, or are gone, are left out."""
        raise NotImplementedError

    def readable_by(self, user: Any) -> Readable:
        """What the user may see."""
        return Readable(frozenset({EVERYBODY}))

    def opened(self, ids: Sequence[int], user: Any) -> Mapping[int, Opened]:
        """The results with these ids that the user may see at this moment, by id."""
        raise NotImplementedError


@dataclass(slots=True)
class _Registry:
    kinds: dict[str, Findable] = field(default_factory=dict)


_registry = _Registry()


def register_findable(findable: Findable) -> None:
    """Declare a kind of objects that can be found. Twice is an error."""
    if findable.kind in _registry.kinds:
        raise ValueError(f"The kind {findable.kind} is registered twice.")
    _registry.kinds[findable.kind] = findable


def findables() -> Sequence[Findable]:
    """All kinds, in the order in which they were registered."""
    return list(_registry.kinds.values())


def findable(kind: str) -> Findable | None:
    """The kind with this name."""
    return _registry.kinds.get(kind)
