"""The answers of a question as rows that are added, moved and removed: by buttons, with or without scripts.

What was sent holds all rows; a button (`row`: add, up-2, down-2, remove-2, counted from 0) sends them as well
and gets them back changed. Nothing is saved by that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.forms.rows import (
    RIGHT,
    AcceptedForm,
    AreaRow,
    MatchForm,
    NumericForm,
    OptionRow,
    PairRow,
    PointsRow,
    RationaleForm,
    RowForm,
    StepRow,
)
from assessments.testing.bank.kinds.parts import FEWEST, MOST

ROWS = "rows"
COUNT = f"{ROWS}-count"


@dataclass(frozen=True, slots=True)
class Layout:
    """Of what the answers of a kind are made: rows under `field` of the body, and a form for the rest."""

    field: str = ""
    row: type[RowForm] | None = None
    begin_with: int = 4
    legend: Any = ""
    hint: Any = ""
    add: Any = ""
    rest: type[forms.Form] | None = None


SHUFFLED = _("They are shown in another order each time.")
AREAS = _(
    "In percent of the picture: draw it in the preview, or type it. Each is shown with its name, so that it "
    "can be chosen by keyboard too."
)
EACH_POINT = _("Each number of points, from 0 to the highest, needs an answer.")


def _options(row: type[RowForm], hint: Any) -> Layout:
    return Layout("options", row, 4, _("Answers"), hint, _("Add an answer"))


LAYOUTS: Mapping[str, Layout] = {
    ItemKind.SINGLE: _options(OptionRow, SHUFFLED),
    ItemKind.MULTIPLE: _options(OptionRow, SHUFFLED),
    ItemKind.SCENARIO: _options(PointsRow, EACH_POINT),
    ItemKind.ORDER: Layout(
        "steps", StepRow, 4, _("Steps"), _("In the right order."), _("Add a step"), RationaleForm
    ),
    ItemKind.MATCH: Layout(
        "pairs", PairRow, 4, _("Pairs"), _("Both sides are shuffled."), _("Add a pair"), MatchForm
    ),
    ItemKind.HOTSPOT: Layout(
        "areas",
        AreaRow,
        3,
        _("Areas"),
        AREAS,
        _("Add an area"),
    ),
    ItemKind.NUMERIC: Layout(rest=NumericForm),
    ItemKind.TEXT: Layout(rest=AcceptedForm),
}
ALIKE = (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.SCENARIO)
"""Kinds whose answers are options: one can be made of another."""


class BodyForms:
    """The answers of one question: rows, and what else there is of the kind."""

    def __init__(
        self, kind: str, data: QueryDict | None = None, body: Mapping[str, Any] | None = None
    ) -> None:
        self.kind, self.layout = kind, LAYOUTS[kind]
        self.is_single = kind == ItemKind.SINGLE
        self.body_before = body or {}
        self.data = data
        self.rows = list(self._bound() if data is not None else self._begun())
        rest = self.layout.rest
        self.rest = rest(data, initial=dict(self.body_before)) if rest else None

    @property
    def has_rows(self) -> bool:
        return self.layout.row is not None

    @property
    def can_grow(self) -> bool:
        return len(self.rows) < MOST

    @property
    def right_key(self) -> str:
        """The key of the row that is marked as the one right answer."""
        if self.data is not None:
            return self.data.get(RIGHT, "")
        marked = [row for row in self.body_before.get("options", []) if row.get("is_right")]
        return str(marked[0].get("key", "")) if marked else ""

    def is_valid(self) -> bool:
        """Whether everything could be read; what is unfinished can be."""
        return all([*(row.is_valid() for row in self.rows), self.rest is None or self.rest.is_valid()])

    @property
    def body(self) -> dict[str, Any]:
        """What was filled in; only after `is_valid`."""
        told: dict[str, Any] = dict(self.rest.cleaned_data) if self.rest else {}
        if self.layout.row is not None:
            told[self.layout.field] = [self._row(row) for row in self.rows if not row.is_empty]
        return told

    def focus_row(self, act: str) -> None:
        """Give focus to the row that a button has added, or to the one in the place of a removed one."""
        verb, _dash, place = act.partition("-")
        at = len(self.rows) - 1 if verb == "add" else int(place) if place.isascii() and place.isdigit() else 0
        if verb in ("add", "remove") and self.rows:
            row = self.rows[min(at, len(self.rows) - 1)]
            row.fields[row.texts[0]].widget.attrs["autofocus"] = True

    def errors(self) -> Iterator[tuple[str, str, str]]:
        """Of each field that could not be read: its id, its label, and why."""
        for form in [*self.rows, *([self.rest] if self.rest else [])]:
            for field in form:
                for error in field.errors:
                    yield field.id_for_label, str(field.label), str(error)

    def _row(self, form: RowForm) -> dict[str, Any]:
        row = form.row
        if self.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
            # What was filled in as the one kind may be saved as the other.
            row["is_right"] = row.get("is_right", False) or row.get("key") == self.right_key
        return row

    def _begun(self) -> Iterator[RowForm]:
        if self.layout.row is None:
            return
        rows = [row for row in self.body_before.get(self.layout.field, []) if isinstance(row, Mapping)]
        missing = max(self.layout.begin_with - len(rows), 0) if not rows else 0
        keys = _new_keys({str(row.get("key")) for row in rows})
        rows += [{"key": next(keys)} for _number in range(missing)]
        for number, row in enumerate(rows[:MOST]):
            yield self.layout.row(initial=dict(row), prefix=f"{ROWS}-{number}", place=number + 1)

    def _bound(self) -> Iterator[RowForm]:
        assert self.data is not None  # noqa: S101 (for the type checker: asked only where there is)
        if self.layout.row is None:
            return
        for number in range(_count(self.data)):
            yield self.layout.row(self.data, prefix=f"{ROWS}-{number}", place=number + 1)


def with_rows_changed(data: QueryDict) -> QueryDict:
    """What was sent, with its rows as the button that was pressed asks for: one more, moved or removed.

    Without such a button it is what was sent.
    """
    if "row" not in data:
        return data
    act, _dash, place = data.get("row", "").partition("-")
    order: list[int | None] = list(range(_count(data)))
    at = int(place) if place.isascii() and place.isdigit() and int(place) < len(order) else None
    if act == "add" and len(order) < MOST:
        order.append(None)
    elif act == "up" and at:
        order[at - 1], order[at] = order[at], order[at - 1]
    elif act == "down" and at is not None and at < len(order) - 1:
        order[at + 1], order[at] = order[at], order[at + 1]
    elif act == "remove" and at is not None and len(order) > FEWEST - 1:
        del order[at]
    return _renumbered(data, order)


def _renumbered(data: QueryDict, order: list[int | None]) -> QueryDict:
    """The same with the rows in this order; None is a new one, with a key that no other has."""
    changed = QueryDict(mutable=True)
    for name in data:
        if not name.startswith(f"{ROWS}-"):
            changed.setlist(name, data.getlist(name))
    keys = _new_keys({data.get(f"{ROWS}-{number}-key", "") for number in range(_count(data))})
    for number, before in enumerate(order):
        begin = f"{ROWS}-{before}-"
        for name in data if before is not None else ():
            if name.startswith(begin):
                changed.setlist(f"{ROWS}-{number}-{name.removeprefix(begin)}", data.getlist(name))
        if not changed.get(f"{ROWS}-{number}-key"):
            changed[f"{ROWS}-{number}-key"] = next(keys)
    changed[COUNT] = str(len(order))
    return changed


def _count(data: QueryDict) -> int:
    """How many rows were sent."""
    told = data.get(COUNT, "")
    return min(int(told), MOST) if told.isascii() and told.isdigit() and len(told) < 4 else 0


def _new_keys(taken: set[str]) -> Iterator[str]:
    """Letters that no row has yet, in their order."""
    return (letter for letter in ascii_lowercase if letter not in taken)
