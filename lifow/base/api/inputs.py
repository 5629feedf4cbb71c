"""Bodies that come in: checked as a whole, a field that is not known is an error, never passed over."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError


class Input(serializers.Serializer):
    """A serializer of a body. A field that it does not have is an error beside those of the others."""

    def to_internal_value(self, data: Any) -> Any:
        errors = self._of_unknown_fields(data)
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**errors, **error.detail}) from error  # type: ignore[dict-item]
        if errors:
            raise ValidationError(errors)
        return values

    def _of_unknown_fields(self, data: Any) -> dict[str, list[ErrorDetail]]:
        if not isinstance(data, Mapping):
            return {}
        known = ", ".join(self.fields)
        said = ErrorDetail(_("Unknown field. Known fields: %s.") % known, "unknown_name")
        return {name: [said] for name in data if name not in self.fields}
