"""Fields that every resource of the API shares: ids, references, moments, names in other systems."""

from collections.abc import Callable
from datetime import UTC
from math import isfinite
from typing import Any

from django.db.models import Manager, Model, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lifow.base.api.exceptions import UNKNOWN
from lifow.base.api.outputs import OutputSerializer
from lifow.base.bounds import LONGEST_LINE, validate_day, validate_moment, validate_text

# The alphabet of `lifow.base.fields`, as a regular expression.
RANDOM_PART = "[0-9a-hjkmnp-tv-z]{16}"


def id_pattern(prefix: str) -> str:
    """The regular expression that public ids with the prefix match, as JSON Schema and Python read it."""
    return f"^{prefix}_{RANDOM_PART}$"


class IdField(serializers.RegexField):
    """The public id of a thing. Written it is text; read, it may come through relations (`source`)."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        wrong = format_lazy(_("This is not an id that begins with {prefix}_."), prefix=prefix)
        super().__init__(id_pattern(prefix), error_messages={"invalid": wrong}, **kwargs)
        self.prefix = prefix


class IdListField(serializers.ListField):
    """The public ids of related things, to read."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        super().__init__(child=IdField(prefix), **{"read_only": True, **kwargs})

    def to_representation(self, data: Any) -> list[str]:
        return [each.public_id for each in (data.all() if isinstance(data, Manager) else data)]


class ReferenceField(IdField):
    """The public id of something that the caller may see; its value is the thing itself.

    `among` gives the rows to choose from for a user. Rows that had another id before (`with_former_id`) are
    found by that one too.
    """

    default_error_messages = {UNKNOWN: _("Nothing has this id, or you may not see it.")}

    def __init__(self, prefix: str, among: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(prefix, **kwargs)
        self.among = among

    def run_validation(self, data: Any = serializers.empty) -> Model | None:
        public_id = super().run_validation(data)
        if public_id is None:
            return None
        rows: Any = self.among(self.context["request"].user)
        found = rows.filter(public_id=public_id).first()
        if found is None and hasattr(rows, "with_former_id"):
            found = rows.with_former_id(public_id).first()
        return found or self.fail(UNKNOWN)


class MomentField(serializers.DateTimeField):
    """A moment with its offset; without one it is UTC, whoever asks. Written in UTC."""

    default_validators = [validate_moment]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class DayField(serializers.DateField):
    """A day that may be stored, to read and to write."""

    default_validators = [validate_day]


class TextField(serializers.CharField):
    """Text of at most so many characters that may be stored, to write."""

    default_validators = [validate_text]

    def __init__(self, max_length: int = LONGEST_LINE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Text alone: a number is none, and whoever sends 007 as one has lost its digits already."""
        return super().to_internal_value(data) if isinstance(data, str) else self.fail("invalid")


@extend_schema_field({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """What a clock shows: hours and minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class MeasureField(serializers.FloatField):
    """What was computed, to four decimal places: the rest is the noise of its making."""

    def to_representation(self, value: Any) -> float:  # type: ignore[override]
        return round(float(value), 4)


class StoredMeasuresField(serializers.ListField):
    """Numbers of a list that is stored as JSON: what is no number is left out, or null where it may be."""

    def __init__(self, *, allow_null_items: bool = False, **kwargs: Any) -> None:
        super().__init__(child=MeasureField(allow_null=allow_null_items), **kwargs)

    def to_representation(self, data: Any) -> list[float | None]:
        numbers = [one if _is_number(one) else None for one in data]
        kept = numbers if self.child.allow_null else [one for one in numbers if one is not None]
        return list(super().to_representation(kept))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


# A source has no colon in its name, an id may; neither has a control character.
EXTERNAL_ID_PATTERN = r"^[^:\x00-\x1f\x7f]{1,50}:[^\x00-\x1f\x7f]{1,200}$"


class ExternalIdField(serializers.RegexField):
    """`source:value`, the name of a thing in another system; its value is the pair."""

    def __init__(self, **kwargs: Any) -> None:
        wrong: Any = {"invalid": _("Write it as source:value, such as hris:E1042.")}
        super().__init__(EXTERNAL_ID_PATTERN, error_messages=wrong, **kwargs)

    def to_internal_value(self, data: Any) -> tuple[str, str]:  # type: ignore[override]
        text = super().to_internal_value(data)
        super().run_validators(text)
        source, _colon, value = text.partition(":")
        return source, value

    def run_validators(self, value: Any) -> None:
        """What validators check is text: it was checked before it was split."""


class ExternalIdOutput(OutputSerializer):
    """The name that another system gives to a thing."""

    source = serializers.CharField(help_text=_("The other system's key."))  # type: ignore[assignment]
    value = serializers.CharField(help_text=_("The id in the other system."))


@extend_schema_field(ExternalIdOutput(many=True))
class OwnExternalId(serializers.Field):
    """The name that a framework gives to a thing of its own, as a list of one."""

    def __init__(self, framework: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)
        self.framework = framework

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        return [{"source": self.framework(value).key, "value": value.external_id}]
