"""Fields that every app shares."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.deconstruct import deconstructible

from lifow.base.bounds import (
    shown_day,
    shown_moment,
    shown_number,
    validate_day,
    validate_json,
    validate_moment,
)

# Crockford's base 32 in lower case: no letter that can be read as another.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RANDOM_CHARACTERS = 16
# Each letter for eight of the 256 bytes, so that random bytes make random letters.
LETTERS = ALPHABET.encode() * 8


def new_public_id(prefix: str) -> str:
    """An opaque id such as `per_8f3kq0v2m4x7n1zc`: 80 random bits after `prefix`."""
    return new_public_ids(prefix, 1)[0]


def new_public_ids(prefix: str, count: int) -> list[str]:
    """As many new ids; of many each costs a fifth of a microsecond."""
    letters = secrets.token_bytes(RANDOM_CHARACTERS * count).translate(LETTERS).decode()
    ends = range(0, len(letters), RANDOM_CHARACTERS)
    return [f"{prefix}_{letters[end : end + RANDOM_CHARACTERS]}" for end in ends]


@deconstructible(path="lifow.base.fields.RandomId")
class RandomId(models.Func):
    """A new public id as the database makes one: for rows that were there before the column was, and for
    those that the code before writes beside it. All others have theirs from `new_public_ids`."""

    template = "'%(prefix)s_' || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16)"
    output_field = models.CharField()

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix=prefix)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="'%(prefix)s_' || lower(hex(randomblob(8)))", **context
        )


class PublicIdField(models.CharField):
    """The id that the outside sees: opaque, prefixed, stable, unique, never edited."""

    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.update(max_length=len(prefix) + 1 + RANDOM_CHARACTERS, unique=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "unique", "editable"):
            kwargs.pop(derived, None)
        return name, path, args, {**kwargs, "prefix": self.prefix}

    def get_default(self) -> str:
        return new_public_id(self.prefix)


class MomentField(models.DateTimeField):
    """A moment that people or systems may say: checked where it is written, and read so that it can be shown.

    What is out of bounds in the database anyway is read as the nearest moment that has a day in every zone.
    To the database and to migrations it is a `DateTimeField`.
    """

    default_validators = [validate_moment]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def from_db_value(self, value: datetime | None, expression: Any, connection: Any) -> datetime | None:
        return None if value is None else shown_moment(value)


class DayField(models.DateField):
    """A day that people or systems may say, as a `MomentField` is a moment."""

    default_validators = [validate_day]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def from_db_value(self, value: date | None, expression: Any, connection: Any) -> date | None:
        return None if value is None else shown_day(value)


class NumberField(models.FloatField):
    """A number that was computed: what is none in the database anyway is read as unknown, or as 0."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FloatField", args, kwargs

    def from_db_value(self, value: float | None, expression: Any, connection: Any) -> float | None:
        known = None if value is None else shown_number(value)
        return known if known is not None or self.null else 0.0


class _ShapedField(models.JSONField):
    """JSON of one shape: anything else in the database is read as an empty one."""

    shape: type
    default_validators = [validate_json]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        if value is None or isinstance(expression, KeyTransform) or isinstance(found, self.shape):
            return found
        return self.shape()


class ObjectField(_ShapedField):
    """A JSON object; see above."""

    shape = dict


class ListField(_ShapedField):
    """A JSON list; see above."""

    shape = list
