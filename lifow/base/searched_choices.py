"""Choosing some of very many things in a form: boxes of those that are chosen, and a search for others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lifow.base.forms import TextField
from lifow.base.word_search import LONGEST_SEARCH, MOST_FOUND, WordSearch


class SearchedChoices(forms.Form):
    """Boxes with things named by their public ids, and words to find others by. What is found is no choice
    yet: the button that looks for things sends the whole form and saves nothing.

    name          of the field; `find_name` of the words, `button` of what looks for them
    possible      what can be chosen; `found` the best of it for some words
    box           what stands beside a box, in a word or two; empty where the thing's own name says enough
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    find_label: ClassVar[Any]
    hint: ClassVar[Any] = ""
    find_name: ClassVar[str]
    button: ClassVar[str]
    gone: ClassVar[Any]
    most_found: ClassVar[int] = MOST_FOUND
    most_chosen: ClassVar[int] = 50

    def __init__(self, data: Any, *, before: Iterable[Any] = ()) -> None:
        super().__init__(data)
        self.before = {one.public_id: one for one in before}
        self.search = WordSearch.sent(data, name=self.find_name, button=self.button)
        self.fields[self.name] = forms.Field(
            label=self.label, required=False, widget=forms.MultipleHiddenInput()
        )
        self.fields[self.find_name] = TextField(
            label=self.find_label,
            max_length=LONGEST_SEARCH,
            required=False,
            widget=forms.TextInput(attrs=self.search.attributes(self.list_id)),
        )

    def possible(self) -> QuerySet[Any]:
        """What can be chosen."""
        raise NotImplementedError

    def found(self, words: str) -> Sequence[Any]:
        """The best of what can be chosen, for some words."""
        rows: Any = self.possible()
        found: Sequence[Any] = rows.best_matches(words, self.most_found)
        return found

    def box(self, one: Any) -> str:
        """What stands beside the name of a thing."""
        return ""

    @property
    def list_id(self) -> str:
        return f"{self.name}-list"

    @property
    def words_field(self) -> forms.BoundField:
        return self[self.find_name]

    @property
    def choices_field(self) -> forms.BoundField:
        return self[self.name]

    @property
    def boxes(self) -> Sequence[tuple[Any, bool, str]]:
        """What is chosen, then what was found: each with whether it is chosen, and what stands beside it."""
        chosen = self.chosen
        others = [one for one in self._found if one.public_id not in chosen]
        return [
            *((one, True, self.box(one)) for one in chosen.values()),
            *((one, False, self.box(one)) for one in others),
        ]

    @property
    def has_found_none(self) -> bool:
        """Whether somebody looked for something and there was none."""
        return self.search.is_asked and bool(self.search.words) and not self._found

    @cached_property
    def chosen(self) -> Mapping[str, Any]:
        """What is chosen, by public id: of what was sent, that which there is."""
        sent = self._sent()
        others = [one for one in sent if one not in self.before]
        found = {one.public_id: one for one in self.possible().filter(public_id__in=others)} if others else {}
        known = {**found, **self.before}
        return {one: known[one] for one in dict.fromkeys(sent) if one in known}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = self.chosen
        if len(chosen) < len(set(self._sent())):
            self.add_error(self.name, ValidationError(self.gone))
        if len(chosen) > self.most_chosen:
            message = _("Choose at most %(most)s.") % {"most": self.most_chosen}
            self.add_error(self.name, ValidationError(message))
        if self.name not in self.errors:
            cleaned[self.name] = list(chosen.values())
        return cleaned

    def _sent(self) -> list[str]:
        if not self.is_bound:
            return list(self.before)
        values = self.data.getlist(self.name) if hasattr(self.data, "getlist") else []
        return [one for one in values if one and "\0" not in one][: 2 * self.most_chosen]

    @cached_property
    def _found(self) -> Sequence[Any]:
        return self.found(self.search.words) if self.search.is_asked and self.search.words else []
