"""Extremes of what a column takes, written past all services and checks as a fault may write them."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

OURS = ("people", "assessments", "content", "mentoring", "channels", "notifications", "events", "base")
BIDI = "\u202e\u2066abc\u202c \u200f"
CONTROLS = "a\x01b\x0bc\x1b[31m\x7f\u0085\u2028\r\nd"
MARKUP = "<script>alert(1)</script>{{ x }}{% now %}"
TEXTS = ("", " ", BIDI, CONTROLS, MARKUP, "\U0001f600" * 50)
MIN, MAX = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
MEGABYTE = "x" * 1_000_000
DEEP: Any = []
for _level in range(200):
    DEEP = [DEEP]
JSONS = (None, [], {}, "text", 7, -1e300, True, [None], {"": None}, {"kind": [], "text": {}, "id": 3}, DEEP)


# Who signs in, and as whom: without these no page would be opened at all.
WHO_SIGNS_IN = {"password", "is_active", "is_hr_admin", "is_author", "is_staff", "is_superuser"}


def stored_models() -> list[type[models.Model]]:
    """Every table of ours that rows are kept in."""
    found = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return sorted((one for one in found if one._meta.managed), key=lambda one: one._meta.label)


def fields_of(model: type[models.Model]) -> list[Any]:
    """Its columns but those that say which row it is, or who may sign in."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.unique or (field.is_relation and not field.null))
        and field.name not in WHO_SIGNS_IN
    ]


def extremes_of(field: Any) -> Sequence[Any]:
    """Values at the ends of what the column takes, as parameters of SQL."""
    found = next((values(field) for kind, values in EXTREMES if isinstance(field, kind)), ())
    return [*([None] if field.null else []), *found]


def _decimals(field: Any) -> tuple[str, ...]:
    most = "9" * (field.max_digits - field.decimal_places) + "." + "9" * field.decimal_places
    return (most, f"-{most}", "0")


# The first kind that a field is of.
EXTREMES: list[tuple[Any, Callable[[Any], Sequence[Any]]]] = [
    (models.DateTimeField, lambda field: (MIN, MAX)),
    (models.DateField, lambda field: (date.min, date.max)),
    (models.TimeField, lambda field: (time.min, time.max)),
    (models.BooleanField, lambda field: (True, False)),
    (models.IntegerField, lambda field: (*connection.ops.integer_field_range(field.get_internal_type()), 0)),
    (models.FloatField, lambda field: (0.0, 1e308, -1e308, float("inf"), float("nan"))),
    (models.DecimalField, _decimals),
    (models.BinaryField, lambda field: (b"", b"\xff" * 99)),
    (models.JSONField, lambda field: [json.dumps(one) for one in JSONS]),
    (models.CharField, lambda field: [one[: field.max_length] for one in (*TEXTS, "W" * 200)]),
    (models.TextField, lambda field: (*TEXTS, MEGABYTE)),
]


def spoil(model: type[models.Model], seed: int) -> list[str]:
    """Write extremes into about half of a table's columns, in all rows; what was written, column by column.

    What a rule of the database refuses is not written: it cannot be there.
    """
    chosen = random.Random(f"{model._meta.label}{seed}")
    written = []
    with WithoutTriggers(model):
        for field in fields_of(model):
            values = extremes_of(field)
            if not values or (seed and chosen.random() < 0.5):
                continue
            value = chosen.choice(values)
            if _write(model, field, value):
                written.append(f"{field.name} = {str(value)[:40]!r}")
    return written


def _write(model: type[models.Model], field: Any, value: Any) -> bool:
    quote = connection.ops.quote_name
    cast = "::jsonb" if isinstance(field, models.JSONField) and connection.vendor == "postgresql" else ""
    if isinstance(value, (datetime, date, time)) and connection.vendor == "sqlite":
        value = value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        value = value.replace("+00:00", "")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            table, column = quote(model._meta.db_table), quote(field.column)
            cursor.execute(f"UPDATE {table} SET {column} = %s{cast}", [value])
            connection.check_constraints()
    except DatabaseError:
        return False
    return True


class WithoutTriggers:
    """The table without the triggers that keep it from being changed, for the time of it."""

    def __init__(self, model: type[models.Model]) -> None:
        self.table = model._meta.db_table

    def __enter__(self) -> None:
        self.kept: list[str] = []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                return
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [self.table]
            )
            for name, sql in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
                self.kept.append(sql)

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT")
            for sql in self.kept:
                cursor.execute(sql.replace("%", "%%"))


def rows_of(model: type[models.Model]) -> Iterator[int]:
    """The keys of a few of its rows."""
    yield from model._default_manager.order_by("pk").values_list("pk", flat=True)[:2]
