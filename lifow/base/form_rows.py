"""Rows of a form that are added, moved and removed by buttons, with or without scripts.

What was sent holds all rows, each below `<prefix>-<number>-`, and how many there are below
`<prefix>-count`. A button (`add`, `up-2`, `down-2`, `remove-2`, counted from 0) sends them as well and gets
them back changed: see `RowSet.changed`. Nothing is saved by that. Each row has a key, by which it is the same
row wherever it stands.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django import forms
from django.http import QueryDict

from lifow.base.forms import TextField

NewKeys = Callable[[set[str]], Iterator[str]]


def letters(taken: set[str]) -> Iterator[str]:
    """Letters that no row has yet, in their order; there are 26."""
    return (letter for letter in ascii_lowercase if letter not in taken)


def random_keys(taken: set[str]) -> Iterator[str]:
    """Keys that no row has or ever had: for rows that something outside the form refers to."""
    while True:
        yield secrets.token_hex(4)


class RowForm(forms.Form):
    """One row. One of which nothing is filled in is none."""

    key = TextField(max_length=20, required=False, widget=forms.HiddenInput)
    texts: tuple[str, ...] = ("text",)
    """What makes a row one, and what has focus in a new one: the first."""
    numbered: tuple[str, ...] = ("text",)
    """Fields whose label says the place of the row."""

    def __init__(self, *args: Any, place: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.numbered:
            field = self.fields[name]
            field.label = f"{field.label} {place}"

    @property
    def is_empty(self) -> bool:
        said = self.cleaned_data
        return not any(said.get(name) not in (None, "") for name in self.texts if name in said)

    @property
    def row(self) -> dict[str, Any]:
        """The row as it is stored; only after `is_valid`."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of one kind in a form: what their fields begin with, the name of the buttons, and how many may be.

    least   so many rows are left by the buttons
    """

    prefix: str
    button: str
    most: int
    least: int = 1
    new_keys: NewKeys = random_keys

    @property
    def count_name(self) -> str:
        """The field that says how many rows were sent."""
        return f"{self.prefix}-count"

    def count(self, data: Mapping[str, Any]) -> int:
        """How many rows were sent."""
        told = data.get(self.count_name, "")
        return min(int(told), self.most) if told.isascii() and told.isdigit() and len(told) < 6 else 0

    def bound(self, row: type[RowForm], data: QueryDict) -> list[Any]:
        """A form for each row that was sent."""
        return [
            row(data, prefix=f"{self.prefix}-{number}", place=number + 1)
            for number in range(self.count(data))
        ]

    def begun(self, row: type[RowForm], stored: Sequence[Any], *, begin_with: int) -> list[Any]:
        """A form for each row that is stored, or so many empty ones where there is none."""
        rows = [dict(one) for one in stored if isinstance(one, Mapping)]
        keys = self.new_keys({str(one.get("key")) for one in rows})
        rows += [{"key": next(keys)} for _number in range(0 if rows else begin_with)]
        return [
            row(initial=one, prefix=f"{self.prefix}-{number}", place=number + 1)
            for number, one in enumerate(rows[: self.most])
        ]

    def changed(self, data: QueryDict) -> QueryDict:
        """What was sent, with its rows as the button that was pressed asks for: one more, moved or removed.

        Without such a button it is what was sent.
        """
        if self.button not in data:
            return data
        act, _dash, place = data.get(self.button, "").partition("-")
        order: list[int | None] = list(range(self.count(data)))
        at = int(place) if place.isascii() and place.isdigit() and int(place) < len(order) else None
        if act == "add" and len(order) < self.most:
            order.append(None)
        elif act == "up" and at:
            order[at - 1], order[at] = order[at], order[at - 1]
        elif act == "down" and at is not None and at < len(order) - 1:
            order[at + 1], order[at] = order[at], order[at + 1]
        elif act == "remove" and at is not None and len(order) > self.least:
            del order[at]
        return self._renumbered(data, order)

    def _renumbered(self, data: QueryDict, order: list[int | None]) -> QueryDict:
        """The same with the rows in this order; None is a new one, with a key that no other has."""
        changed = QueryDict(mutable=True)
        for name in data:
            if not name.startswith(f"{self.prefix}-"):
                changed.setlist(name, data.getlist(name))
        keys = self.new_keys({data.get(f"{self.prefix}-{number}-key", "") for number in range(len(order))})
        for number, before in enumerate(order):
            begin = f"{self.prefix}-{before}-"
            for name in data if before is not None else ():
                if name.startswith(begin):
                    renamed = f"{self.prefix}-{number}-{name.removeprefix(begin)}"
                    changed.setlist(renamed, data.getlist(name))
            if not changed.get(f"{self.prefix}-{number}-key"):
                changed[f"{self.prefix}-{number}-key"] = next(keys)
        changed[self.count_name] = str(len(order))
        return changed


def focus_row(rows: Sequence[RowForm], act: str) -> None:
    """Give focus to the row that a button has added, or to the one in the place of a removed one."""
    verb, _dash, place = act.partition("-")
    at = len(rows) - 1 if verb == "add" else int(place) if place.isascii() and place.isdigit() else 0
    if verb in ("add", "remove") and rows:
        row = rows[min(at, len(rows) - 1)]
        row.fields[row.texts[0]].widget.attrs["autofocus"] = True


def excuse_missing(given: Sequence[forms.Form]) -> None:
    """Say nothing of what is not filled in yet (errors `required`): a button has changed a form that is
    still being written."""
    for form in given:
        told = form.errors.as_data()
        for name in [one for one, errors in told.items() if {error.code for error in errors} == {"required"}]:
            del form.errors[name]


def error_lines(given: Sequence[forms.Form]) -> list[tuple[str, str, str]]:
    """Of each field that could not be read: its id, its label, and why."""
    return [
        (field.id_for_label, str(field.label), str(error))
        for form in given
        for field in form
        for error in field.errors
    ]
