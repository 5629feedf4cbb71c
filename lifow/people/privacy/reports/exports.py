"""All that is kept about somebody, to read and to take along."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Field, Model, QuerySet
from django.utils.formats import date_format, number_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lifow.people.persons.models import Person
from lifow.people.privacy.registry import Kept, Row, all_kept
from lifow.people.privacy.subject import Subject, subject_of

MOST_SHOWN = 50
FEW_COLUMNS = 7
CLOCK = re.compile(r"[0-2]\d:[0-5]\d:[0-5]\d")

READ_FIRST = {
    "people": gettext_lazy("Person and work"),
    "assessments": gettext_lazy("Skills and tests"),
    "content": gettext_lazy("Modules, questions and answers"),
    "mentoring": gettext_lazy("Mentoring"),
    "notifications": gettext_lazy("Messages"),
}
OTHERS = gettext_lazy("Sign-in, files and logs")
BEGIN_WITH = "people.Person"


@dataclass(frozen=True, slots=True)
class ExportPart:
    """Rows of one kind about a person, or that name them.

    kind      for programs, as `assessments.Evidence`; title for people
    headings  by name of column
    rows      plain values by name of column, all of them in `headings`
    not_told  what is not among them, and why
    """

    kind: str
    title: str
    headings: Mapping[str, str]
    rows: tuple[Row, ...]
    not_told: str = ""

    @property
    def shown_headings(self) -> list[str]:
        """The headings of a page, which leaves ids that only programs need to the file."""
        return [said for name, said in self.headings.items() if self._is_shown(name)]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The first rows as (heading, text) by column, for a page."""
        names = [(name, said) for name, said in self.headings.items() if self._is_shown(name)]
        return [[(said, in_words(row.get(name))) for name, said in names] for row in self.rows[:MOST_SHOWN]]

    @property
    def is_one_row(self) -> bool:
        """Whether it reads better from top to bottom: one row with many columns."""
        return len(self.rows) == 1 and len(self.headings) > FEW_COLUMNS

    def _is_shown(self, name: str) -> bool:
        return name != "public_id" or self.kind == BEGIN_WITH

    @property
    def more(self) -> int:
        """How many rows a page leaves to the file."""
        return max(0, len(self.rows) - MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class PersonExport:
    """All that is kept about a person at a moment, part by part."""

    person: Person
    made_at: datetime
    parts: tuple[ExportPart, ...]

    def to_dict(self) -> dict[str, object]:
        """The export as JSON values; names of columns are stable, titles are for people."""
        return {
            "format": 1,
            "person": self.person.public_id,
            "made_at": self.made_at.isoformat(),
            "kinds": [
                {"kind": part.kind, "title": part.title, "rows": list(part.rows), "not_told": part.not_told}
                for part in self.parts
            ],
        }


def export_of(person: Person, *, as_of: datetime) -> PersonExport:
    """All that is kept about somebody, under all their records; some queries for each kind of row."""
    subject = subject_of(person)
    parts = (part for one in sorted(all_kept(), key=_place) for part in _parts(one, subject))
    return PersonExport(subject.person, as_of, tuple(part for part in parts if part.rows or part.not_told))


@dataclass(frozen=True, slots=True)
class KeptKind:
    """A kind of rows of which there are some about a person; `group` is what it is listed under."""

    kind: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class ExportPage:
    """What is kept about a person as a page shows it: all kinds by name, and the parts of one of them."""

    person: Person
    kinds: tuple[KeptKind, ...]
    shown: str
    parts: tuple[ExportPart, ...]


def export_page(person: Person, show: str = BEGIN_WITH) -> ExportPage:
    """The kinds of rows that are kept about somebody, and those of one kind, of the person where there is no
    such kind; twelve queries at most, however many kinds and rows there are."""
    subject = subject_of(person)
    found = _kinds_with_rows(subject)
    shown = next((one for one in found if one.model == show), found[0])
    kinds = (KeptKind(one.model, _title(one), str(READ_FIRST.get(_app(one), OTHERS))) for one in found)
    parts = _parts(shown, subject)
    told = [part for part in parts if part.rows or part.not_told] or parts[:1]
    return ExportPage(subject.person, tuple(kinds), shown.model, tuple(told))


def _kinds_with_rows(subject: Subject) -> list[Kept]:
    """What has something to tell of a person, in the order in which it is read; one query for all of it.

    What is not found by columns, as changes in the log, is among it in any case.
    """
    known = sorted(all_kept(), key=_place)
    asked = [(one, rows) for one in known for rows in _told_rows(one, subject)]
    columns = (Exists(rows.order_by()) for _kept, rows in asked)
    answers = Person.objects.filter(pk=subject.person.pk).values_list(*columns).get()
    there = {one.model for (one, _rows), answer in zip(asked, answers, strict=True) if answer}
    return [one for one in known if one.model in there or (one.export and not one.about)]


def _told_rows(kept: Kept, subject: Subject) -> Iterator[QuerySet[Any]]:
    if kept.about and (kept.told or kept.export or kept.not_told):
        yield kept.rows_about(subject)
    if kept.told_named:
        yield kept.rows_naming(subject)


def _place(kept: Kept) -> int:
    """Who they are comes first, then what they can do, have learned and are told; logs come last."""
    app = _app(kept)
    return list(READ_FIRST).index(app) if app in READ_FIRST else len(READ_FIRST)


def _app(kept: Kept) -> str:
    return kept.model.partition(".")[0]


def _title(kept: Kept) -> str:
    names = kept.kind._meta
    return str(names.verbose_name if kept.model == BEGIN_WITH else names.verbose_name_plural)


def in_words(value: object) -> str:
    """A plain value as a page shows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {in_words(one)}" for key, one in value.items()) or "–"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], Mapping):
            said = ngettext("%(count)s, listed in the file", "%(count)s, listed in the file", len(value))
            return said % {"count": len(value)}
        return ", ".join(map(in_words, value)) or "–"
    if isinstance(value, float):
        return number_format(round(value, 2), use_l10n=True)
    return _moment(value) if isinstance(value, str) else str(value)


def _parts(kept: Kept, subject: Subject) -> list[ExportPart]:
    title = _title(kept)
    not_told = str(kept.not_told) if kept.not_told and kept.rows_about(subject).exists() else ""
    found = []
    if kept.export:
        rows = tuple(kept.export(subject))
        headings = {name: _heading(kept.kind, name) for row in rows for name in row}
        found.append(ExportPart(kept.model, title, headings, rows, not_told))
    elif kept.told or not_told:
        found.append(_part(kept, title, kept.told, kept.rows_about(subject), not_told))
    if kept.told_named:
        said = _("%(kind)s, of which you are named as the one who did it") % {"kind": title}
        found.append(_part(kept, said, kept.told_named, kept.rows_naming(subject), ""))
    return found


def _part(kept: Kept, title: str, names: Sequence[str], rows: Any, not_told: str) -> ExportPart:
    headings = {name: _heading(kept.kind, name) for name in names}
    related = [name for name in names if _is_relation(kept.kind, name)]
    read = rows.select_related(*related) if related else rows
    told = tuple(_row(one, names) for one in read.order_by("pk")) if names else ()
    return ExportPart(kept.model, title, headings, told, not_told)


def _row(instance: Model, names: Sequence[str]) -> dict[str, object]:
    return {name: _plain(instance, name) for name in names}


def _plain(instance: Any, name: str) -> object:
    """A column as a JSON value: related rows by what they are called, choices in words."""
    *path, last = name.split("__")
    for step in path:
        instance = getattr(instance, step)
    display = getattr(instance, f"get_{last}_display", None)
    value = display() if display else getattr(instance, last)
    return plain(value)


def plain(value: Any) -> object:
    """Any value of a column as a JSON value."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return str(value)


def _heading(model: type[Model], name: str) -> str:
    field = _field(model, name)
    return str(getattr(field, "verbose_name", name.replace("_", " ")))


def _is_relation(model: type[Model], name: str) -> bool:
    field = _field(model, name)
    return "__" not in name and bool(field is not None and field.is_relation)


def _field(model: type[Model], name: str) -> Any:
    known = {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}
    return known.get(name)


def _moment(text: str) -> str:
    """A day or moment that was written for programs, as people read it; any other text as it is."""
    if CLOCK.fullmatch(text):
        return time_format(time.fromisoformat(text), "H:i")
    if len(text) < 10 or not text[:4].isdigit():
        return text
    try:
        if len(text) == 10:
            return date_format(date.fromisoformat(text), "j F Y")
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return date_format(localtime(moment), "j F Y H:i") if moment.tzinfo else text
