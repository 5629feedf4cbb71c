"""Widgets of forms that Django's own are too slow for."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select of hundreds of options: the same HTML as Django's, which renders a template an option."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The select with its groups and options; the first option whose value is the field's is selected."""
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        (chosen,) = self.format_value(value)
        parts: list[SafeString] = []
        for are_groups, choices in groupby(self.choices, _is_group):
            if are_groups:
                parts.extend(_group(label, inside, chosen) for label, inside in choices)
            else:
                parts.append(_options(choices, chosen))
        return format_html("<select{}>\n{}\n</select>", flatatt(own), _lines(parts))


def _is_group(choice: tuple[Any, Any]) -> bool:
    """Whether a list of options stands in place of the label."""
    return isinstance(choice[1], (list, tuple))


def _group(label: Any, choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    return format_html('<optgroup label="{}">\n{}\n</optgroup>', label, _options(choices, chosen))


def _options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    known = (("" if value is None else str(value), label) for value, label in choices)
    rows = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in known)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


def _lines(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))
