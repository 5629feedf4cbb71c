"""The registry of kinds of modules: what each adds to a title, a text and some minutes.

What a kind adds are the *parts* of a module: JSON in a form of the kind's own, such as the lines of a
checklist. They are written, versioned, compared and published with all else that an author says. Whatever
is stored, `tidy` makes it what the kind knows, so that nothing which an earlier lifow kept breaks a page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from lifow.base.passages.registry import Text
from lifow.people.persons.models import Person

Parts = Mapping[str, Any]
BUTTONS = "parts_act"
"""What the names of a builder's buttons begin with. What one sends is not saved: the builder comes back
changed, such as with one row more."""


@dataclass(frozen=True, slots=True)
class PartProblem:
    """What is wrong with the parts of a module: `field` is where in its builder, "" for all of it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A template, and what a page gives it as `told`; a player also says what is left to do."""

    template: str
    told: Mapping[str, Any] = field(default_factory=dict)
    left: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in its parts a module has the words of a search: a text of it, what says the place in a list, and
    the query of the address that opens the module there."""

    text: str
    place: str
    query: str


class Builder(Protocol):
    """The part of the editor that belongs to a kind: a form or several, whose fields begin with `parts-`."""

    @property
    def template(self) -> str:
        """What shows it; it is given as `builder`."""

    @property
    def given(self) -> Sequence[Any]:
        """All its forms, those of rows among them."""

    def is_valid(self) -> bool:
        """Whether what was sent can be kept; else the fields say what is wrong."""

    @property
    def parts(self) -> dict[str, Any]:
        """What was filled in, as far as it is: also where it is not valid, for the preview."""

    def add_error(self, field: str, message: str) -> None:
        """Put what a service refused where the author can mend it."""

    @property
    def error_lines(self) -> Sequence[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""


class KindOfModule:
    """What a kind adds to a module. As it stands here, nothing: a text to read.

    Kinds extend it and say what they do otherwise; pages, services and versions know no kind by its name.
    """

    name: str
    """One of `ModuleKind`."""
    purpose: ClassVar[str | Promise] = _("A text to read.")
    """What it is good for, in the words of an author who chooses a kind."""
    begin_with: ClassVar[str | Promise] = ""
    """The text that a new module of the kind begins with, Markdown."""
    needs_text: ClassVar[bool] = True
    """Whether a module of the kind is nothing without its text."""
    text_label: ClassVar[str | Promise] = _("Text")
    parts_first: ClassVar[bool] = False
    """Whether learners see the parts before the text."""
    is_wide: ClassVar[bool] = False
    """Whether the parts that come first take the width of the page."""

    is_text_read: ClassVar[bool] = True
    """Whether a module of the kind is done only where its text was read to the end."""

    is_done_by_itself: ClassVar[bool] = False
    """Whether a module of the kind is done by what it consists of, so that nobody says it."""

    def tidy(self, parts: Parts) -> dict[str, Any]:
        """The parts as they are stored: all that belongs to the kind and nothing else. Never raises."""
        return {}

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        """Why tidy parts cannot be kept; nothing where they can."""
        return ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        """What is missing before learners may have it, though a draft may be kept so."""
        return ()

    def searched(self, parts: Parts) -> str:
        """The words that a module is found by, beside those of its title, summary and text."""
        return ""

    def hits(self, modules: Iterable[Module], text: str) -> Mapping[int, Sequence[Hit]]:
        """Where in modules of the kind the words of a search stand, by the id of the module, whatever is
        stored; for a whole list at once."""
        return {}

    def passages(self, parts: Parts) -> Sequence[Text]:
        """The same, in the parts that a search opens by themselves."""
        words = self.searched(parts)
        return [Text(words)] if words else ()

    def in_words(self, parts: Parts) -> str:
        """The parts as lines of text, for authors who compare two versions."""
        return self.searched(parts)

    def asks(self, parts: Parts) -> Sequence[str]:
        """The test questions that are asked within its parts, one by one, by public id."""
        return ()

    def links(self, parts: Parts) -> Sequence[str]:
        """Addresses outside that the parts name, which a worker asks now and then whether they are there."""
        return ()

    def pictures(self, parts: Parts) -> Sequence[str]:
        """The pictures that the parts show, as they name them, whatever is stored."""
        return ()

    def with_pictures(self, parts: Parts, name: Callable[[str], str]) -> dict[str, Any]:
        """The parts with each picture named as `name` says; "" leaves one as it is."""
        return dict(parts)

    def hold_pictures(self, public_ids: Collection[str], as_of: datetime) -> None:
        """Keep pictures of this site for parts that are about to show them."""

    def held_pictures(self) -> QuerySet[Any] | None:
        """The ids of the pictures that are kept for parts of the kind; None where parts show none."""
        return None

    def with_files(self, data: Any, files: Any, by: Person) -> Any:
        """What was sent, with what the files that came with it hold in its fields: builders know no files."""
        return data

    def text(self, body: str, parts: Parts) -> SafeString | None:
        """The text as learners read it, where a kind shows it in its own way; None for plain Markdown."""
        return None

    def builder(self, data: Any, parts: Parts) -> Builder | None:
        """The form that parts are written in: of what was sent, or of what there is where `data` is None."""
        return None

    def preview(self, parts: Parts) -> Shown | None:
        """The parts as learners will see them, without a learner."""
        return None

    def player(self, module: Module, person: Person) -> Shown | None:
        """The parts as a learner works through them."""
        return None

    def follow_publishing(self, module: Module, as_of: datetime) -> None:
        """What follows once learners have a module, or have it anew; in the transaction that publishes it.
        Twice is once."""

    def left_to_do(self, module: Module, person: Person) -> str:
        """What the person has to do before the module is done, in a sentence; "" where it may be."""
        return ""


class _Text(KindOfModule):
    """A kind that nobody has registered, as one that is stored and not known any more."""

    def __init__(self, name: str) -> None:
        self.name = name


_kinds: dict[str, KindOfModule] = {}


def register_kind(kind: KindOfModule) -> None:
    """Declare, in `AppConfig.ready`, what a kind of module adds. Twice is an error."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name} is registered twice.")
    _kinds[kind.name] = kind


def kind_of(name: str) -> KindOfModule:
    """What a kind adds; of one that is not registered, nothing."""
    return _kinds.get(name) or _Text(name)


def all_kinds() -> list[KindOfModule]:
    """The kinds that are registered."""
    return list(_kinds.values())


def tidy_parts(kind: str, parts: Any) -> dict[str, Any]:
    """The parts of a module of a kind, whatever is stored."""
    return kind_of(kind).tidy(parts if isinstance(parts, Mapping) else {})


def hits_in(modules: Sequence[Module], text: str) -> dict[int, Sequence[Hit]]:
    """Where in modules the words are that they were found by, by the id of the module."""
    found: dict[int, Sequence[Hit]] = {}
    for name in {one.kind for one in modules}:
        found.update(kind_of(name).hits([one for one in modules if one.kind == name], text))
    return found
