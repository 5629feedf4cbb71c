"""A list in a builder that is put together by a search: what was chosen, in order, and what was found."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from content.catalogue.kinds import BUTTONS
from content.kinds.stored import LONGEST_REF
from lifow.base.form_rows import RowForm, RowSet, error_lines
from lifow.base.forms import TextField
from lifow.base.word_search import LONGEST_SEARCH, MOST_FOUND, WordSearch


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen, by its public id; `warning` is what its author has to know."""

    ref: str
    title: str
    note: str = ""
    url: str = ""
    warning: str = ""


class PickedRow(RowForm):
    """One thing that was chosen: it is hidden, and the page shows what it is."""

    ref = TextField(max_length=LONGEST_REF, required=False, widget=forms.HiddenInput)
    texts, numbered = ("ref",), ()


class Picker:
    """Things that are searched, chosen and put in order; `name` is what they are called in the parts."""

    name: ClassVar[str]
    row: ClassVar[type[RowForm]] = PickedRow
    ref: ClassVar[str] = "ref"
    """The field of a row that names what was chosen."""
    most: ClassVar[int] = 20
    is_ordered: ClassVar[bool] = False
    """Whether their order says something, so that they are moved."""
    legend: ClassVar[str | Promise]
    hint: ClassVar[str | Promise] = ""
    search_label: ClassVar[str | Promise]
    nothing: ClassVar[str | Promise] = gettext_lazy("Nothing found. Try other words.")
    template: ClassVar[str] = "content/kinds/picker.html"

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        self.prefix = f"parts-{self.name}"
        find, self.pick = f"{BUTTONS}-find-{self.name}", f"{BUTTONS}-pick-{self.name}"
        self.search = WordSearch.sent(data, name=f"{self.prefix}-search", button=find)
        self.row_set = RowSet(prefix=self.prefix, button=f"{BUTTONS}-{self.name}", most=self.most, least=0)
        self.data = data
        if data is None:
            self.forms = self.row_set.begun(self.row, self.tidied(parts.get(self.name, [])), begin_with=0)
            return
        self.forms = self.row_set.bound(self.row, self._picked(self.row_set.changed(data)))
        if to_fill := self._to_fill():
            to_fill.widget.attrs["autofocus"] = True

    @staticmethod
    def tidied(rows: Sequence[Any]) -> Sequence[Any]:
        """Rows as they are stored."""
        return rows

    def found_by(self, text: str) -> Sequence[Choice]:
        """What words find, the best first."""
        raise NotImplementedError

    def known_by(self, refs: Sequence[str]) -> Mapping[str, Choice]:
        """What is known of things that were chosen."""
        raise NotImplementedError

    def _picked(self, data: QueryDict) -> QueryDict:
        """What was sent, with what a button has chosen at its end."""
        ref, count = data.get(self.pick, ""), self.row_set.count(data)
        if not ref or count >= self.most:
            return data
        changed = data.copy()
        changed[self.row_set.count_name] = str(count + 1)
        changed[f"{self.prefix}-{count}-key"] = secrets.token_hex(4)
        changed[f"{self.prefix}-{count}-{self.ref}"] = ref
        return changed

    @property
    def is_picked(self) -> bool:
        """Whether a button has just chosen something."""
        return self.data is not None and self.pick in self.data

    @property
    def is_focused(self) -> bool:
        """Whether what was pressed is gone with what it has chosen or removed: the keyboard goes on
        at the search."""
        removed = self.data is not None and self.data.get(self.row_set.button, "").startswith("remove")
        return removed or (self.is_picked and self._to_fill() is None)

    def _to_fill(self) -> forms.Field | None:
        """The first field that somebody fills in of what was just chosen; None where there is none."""
        fields = self.forms[-1].visible_fields() if self.is_picked and self.forms else []
        return fields[0].field if fields else None

    @property
    def is_searched(self) -> bool:
        return self.search.is_asked or bool(self.search.words)

    @property
    def search_field(self) -> SafeString:
        """The attributes of the field with the words."""
        found = f"{self.prefix}-found"
        told = {"id": self.search.name, "name": self.search.name, "value": self.search.words}
        shown = {"placeholder": self.search_label, "maxlength": LONGEST_SEARCH, "hx-select": f"#{found}"}
        described = {"aria-describedby": f"{self.prefix}-hint"} if self.hint else {}
        focused = {"autofocus": self.is_focused}
        return flatatt({**self.search.attributes(found), **told, **shown, **described, **focused})

    @cached_property
    def found(self) -> Sequence[tuple[Choice, bool]]:
        """What the search has found, and whether it is chosen already."""
        if not self.is_searched:
            return ()
        chosen = {one[self.ref] for one in self.filled}
        return [(one, one.ref in chosen) for one in self.found_by(self.search.words)[:MOST_FOUND]]

    @property
    def is_full(self) -> bool:
        return len(self.filled) >= self.most

    @cached_property
    def filled(self) -> list[dict[str, Any]]:
        """What was chosen, or is stored."""
        rows = [form for form in self.forms if not form.is_bound or form.is_valid()]
        told = [dict(form.initial) if not form.is_bound else form.row for form in rows]
        return [one for one in told if one.get(self.ref)]

    @cached_property
    def rows(self) -> Sequence[tuple[Any, Any]]:
        """Each form with what is known of what it names; what is gone says so."""
        refs = [str(form["ref"].value() or "") for form in self.forms]
        known = self.known_by([ref for ref in refs if ref])
        gone = gettext_lazy("It is not there any more. Remove it.")
        return [
            (form, known.get(ref) or Choice(ref, ref, warning=str(gone)))
            for form, ref in zip(self.forms, refs, strict=True)
            if ref
        ]

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""
        return error_lines(self.forms)
