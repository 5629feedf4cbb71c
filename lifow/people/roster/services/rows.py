"""New rows from columns, for an import that makes thousands of them at once."""

from collections.abc import Iterable, Mapping, Sized
from datetime import datetime
from itertools import repeat
from typing import Any

from django.db import models
from django.db.models import Max

from lifow.base.database.rows import write_rows
from lifow.base.fields import PublicIdField, new_public_ids


def write_new_rows(
    table: type[models.Model], columns: Mapping[str, Iterable[Any]], *, made_at: datetime
) -> list[int]:
    """Insert rows of a table with public ids; their ids, in the order of the rows.

    Columns are called as attributes (`person_id`). What is not named has the default of its field.
    """
    fields = [field for field in table._meta.local_concrete_fields if not field.primary_key]
    public = next(field for field in fields if isinstance(field, PublicIdField))
    count = max((len(column) for column in columns.values() if isinstance(column, Sized)), default=0)
    if not count:
        return []
    before = table._default_manager.aggregate(highest=Max("pk"))["highest"] or 0
    public_ids = new_public_ids(public.prefix, count)
    rest = {field.attname: _default(field, made_at) for field in fields if field.attname not in columns}
    write_rows(table, {**rest, **columns, public.attname: public_ids})
    made = table._default_manager.filter(pk__gt=before).values_list(public.attname, "pk")
    ids = dict(made.iterator(10_000))
    return [ids[one] for one in public_ids]


def _default(field: "models.Field[Any, Any]", made_at: datetime) -> Iterable[Any]:
    is_stamp = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return repeat(made_at if is_stamp else field.get_default())
