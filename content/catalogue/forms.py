"""What a company files modules under, as a field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _


class FacetsField(forms.Field):
    """Lines of “facet: value, value” as a mapping of lists; names in lower case with underscores."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{name.replace('_', ' ')}: {', '.join(values)}" for name, values in value.items())

    def to_python(self, value: Any) -> dict[str, list[str]]:
        ProhibitNullCharactersValidator()(value)
        facets: dict[str, list[str]] = {}
        for line in filter(None, map(str.strip, (value or "").splitlines())):
            name, colon, said = line.partition(":")
            values = [word for word in map(str.strip, said.split(",")) if word]
            key = "_".join(name.lower().split())
            if not (key and colon and values):
                message = _("“%(line)s” is not a facet. Write it as “product: payments, reports”.")
                raise ValidationError(message, params={"line": line})
            facets[key] = list(dict.fromkeys([*facets.get(key, []), *values]))
        return facets
