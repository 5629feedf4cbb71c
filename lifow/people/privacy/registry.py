"""What each model keeps of people: declared by each app in its `AppConfig.ready`.

Erasing and exporting somebody go by it, and a test fails for a model with people or words that is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from lifow.people.privacy.choices import Words
from lifow.people.privacy.subject import Subject

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a model keeps of people, how it is exported, and what erasing does.

    model       its label
    about       columns, or paths to them, that name whom a row is about: the row goes with any of them
    named       columns that name who did something: they are emptied, and the row stays
    by          columns with words of the person in a `named` column, and what they hold once it is emptied
    words       whose the words of every other column with words are
    told        columns that the person reads of rows about them; paths with two underscores lead on
    told_named  columns that the person reads of rows that name them
    not_told    why the person does not read rows about them, if so
    erase       what else there is to do, before any row goes; how many rows it was
    export      rows to read in place of the columns of `told`
    objections  why somebody cannot be erased now, a sentence each, with what to do first
    """

    model: str
    about: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    by: Mapping[str, tuple[str, object]] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    told_named: tuple[str, ...] = ()
    not_told: str | Promise = ""
    erase: Callable[[Subject, datetime], int] | None = None
    export: Callable[[Subject], Sequence[Row]] | None = None
    objections: Callable[[Subject], Sequence[str]] | None = None

    @property
    def kind(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows_about(self, subject: Subject) -> QuerySet[Any]:
        """The rows that go with the person."""
        return self._rows(self.about, subject)

    def rows_naming(self, subject: Subject) -> QuerySet[Any]:
        """Rows that stay, and name the person as whoever did something."""
        rows = self._rows(self.named, subject)
        return rows.exclude(_any_of(self.about, subject)) if self.about else rows

    def _rows(self, paths: Sequence[str], subject: Subject) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.kind._base_manager.all()
        return rows.filter(_any_of(paths, subject)) if paths else rows.none()


def _any_of(paths: Sequence[str], subject: Subject) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__in": subject.ids})
    return found


_kept: dict[str, Kept] = {}


def declare(*kept: Kept) -> None:
    """Say what models keep of people; twice the same is once."""
    _kept.update({one.model: one for one in kept})


def all_kept() -> Sequence[Kept]:
    """Everything that was declared of models that are installed, in the order in which it was declared."""
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    return [one for one in _kept.values() if one.model in known]


def declared_models() -> frozenset[str]:
    """The labels of all models of which something was declared."""
    return frozenset(_kept)
