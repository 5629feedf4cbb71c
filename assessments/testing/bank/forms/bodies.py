"""The answers of a question as rows that are added, moved and removed: see `lifow.base.form_rows`."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    StepRow,
)
from assessments.testing.bank.kinds.parts import FEWEST, MOST
from lifow.base.form_rows import RowForm, RowSet, error_lines, focus_row, letters

ROW_SET = RowSet(prefix="rows", button="row", most=MOST, least=FEWEST - 1, new_keys=letters)


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
        self.rows: list[RowForm] = []
        if self.layout.row is not None and data is not None:
            self.rows = ROW_SET.bound(self.layout.row, data)
        elif self.layout.row is not None:
            stored, most = self.body_before.get(self.layout.field, []), self.layout.begin_with
            self.rows = ROW_SET.begun(self.layout.row, stored, begin_with=most)
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
        focus_row(self.rows, act)

    def errors(self) -> list[tuple[str, str, str]]:
        """Of each field that could not be read: its id, its label, and why."""
        return error_lines([*self.rows, *([self.rest] if self.rest else [])])

    def _row(self, form: RowForm) -> dict[str, Any]:
        row = form.row
        if self.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
            # What was filled in as the one kind may be saved as the other.
            row["is_right"] = row.get("is_right", False) or row.get("key") == self.right_key
        return row


def with_rows_changed(data: QueryDict) -> QueryDict:
    """What was sent, with its rows as the button that was pressed asks for: one more, moved or removed."""
    return ROW_SET.changed(data)
