"""What builders of kinds are made of: a form, and rows that are added, moved and removed by buttons."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from content.catalogue.kinds import BUTTONS
from content.kinds.picking import Picker
from lifow.base.form_rows import RowForm, RowSet, error_lines, focus_row


class Rows:
    """Rows in a builder; `name` is what they are called in the parts of a module."""

    name: ClassVar[str]
    row: ClassVar[type[RowForm]]
    most: ClassVar[int] = 50
    begin_with: ClassVar[int] = 3
    legend: ClassVar[str | Promise]
    hint: ClassVar[str | Promise] = ""
    row_template: ClassVar[str] = ""
    """What shows the fields of a row, given as `row`; one below the other where there is none."""
    add: ClassVar[str | Promise]
    """The words on the button that adds a row."""

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        self.row_set = RowSet(prefix=f"parts-{self.name}", button=f"{BUTTONS}-{self.name}", most=self.most)
        if data is None:
            stored = parts.get(self.name, [])
            self.forms = self.row_set.begun(self.row, stored, begin_with=self.begin_with)
            return
        self.forms = self.row_set.bound(self.row, self.row_set.changed(data))
        if self.row_set.button in data:
            focus_row(self.forms, data.get(self.row_set.button, ""))

    @property
    def can_grow(self) -> bool:
        return len(self.forms) < self.most

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    @property
    def filled(self) -> list[dict[str, Any]]:
        """What was filled in, or is stored."""
        rows = [form for form in self.forms if not form.is_bound or form.is_valid()]
        return [dict(form.initial) if not form.is_bound else form.row for form in rows if self._is_told(form)]

    @staticmethod
    def _is_told(form: RowForm) -> bool:
        if form.is_bound:
            return not form.is_empty
        return any(form.initial.get(name) for name in form.texts)


class PartsBuilder:
    """A form, rows and lists that are searched, as the editor of a module shows them. Kinds name theirs."""

    template: ClassVar[str] = "content/kinds/builder.html"
    form_class: ClassVar[type[forms.Form] | None] = None
    rows_classes: ClassVar[tuple[type[Rows], ...]] = ()
    picker_classes: ClassVar[tuple[type[Picker], ...]] = ()

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        form_class = self.form_class
        self.form = form_class(data, prefix="parts", initial=dict(parts)) if form_class else None
        self.rows = [rows(data, parts) for rows in self.rows_classes]
        self.pickers = {one.name: one(data, parts) for one in self.picker_classes}
        self.refused: list[tuple[str, str]] = []

    @property
    def lists(self) -> list[Rows | Picker]:
        """All that has rows."""
        return [*self.rows, *self.pickers.values()]

    @property
    def given(self) -> list[forms.Form]:
        """All its forms, those of rows among them."""
        return [*([self.form] if self.form else []), *(form for one in self.lists for form in one.forms)]

    def is_valid(self) -> bool:
        is_told = self.form is None or self.form.is_valid()
        return all([is_told, *(one.is_valid() for one in self.lists)])

    @property
    def parts(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if self.form is not None and self.form.is_bound:
            self.form.is_valid()
            told = dict(self.form.cleaned_data)
        elif self.form is not None:
            told = {name: self.form.initial.get(name) for name in self.form.fields}
        return {**told, **{one.name: one.filled for one in self.lists}}

    def add_error(self, field: str, message: str) -> None:
        if self.form is not None and field in self.form.fields:
            self.form.add_error(field, message)
        else:
            self.refused.append((field, message))

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""
        legends = {one.name: str(one.legend) for one in self.lists}
        refused = [
            (f"parts-{field}" if field in legends else "parts", legends.get(field, ""), message)
            for field, message in self.refused
        ]
        return [*error_lines(self.given), *refused]
