"""Changing rows for a merge so that they can be put back: each app does so with its own."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from lifow.base.models import Tombstone
from lifow.people.merging.models import MergeChange, PersonMerge

M = TypeVar("M", bound=models.Model)
AT_ONCE = 500


def change_rows(*, merge: PersonMerge, rows: models.QuerySet[Any], at: datetime, **values: Any) -> int:
    """Set columns of rows, and keep what they held before; how many rows changed.

    `values` by the names of columns (`person_id`). `updated_at`, where the model has it, becomes `at`.
    """
    named = dict.fromkeys(values)
    found = list(rows.order_by("pk").select_for_update(of=("self",)).values("pk", *named))
    changed = [row for row in found if any(row[name] != value for name, value in values.items())]
    if not changed:
        return 0
    model = rows.model
    _keep(
        MergeChange(
            merge=merge,
            model=model._meta.label,
            row=row["pk"],
            before={name: _told(row[name]) for name in named},
            after={name: _told(value) for name, value in values.items()},
        )
        for row in changed
    )
    ids = [row["pk"] for row in changed]
    for start in range(0, len(ids), AT_ONCE):
        some = model._base_manager.filter(pk__in=ids[start : start + AT_ONCE])
        some.update(**values, **_touched(model, at))
    return len(changed)


def remove_rows(*, merge: PersonMerge, rows: models.QuerySet[Any]) -> int:
    """Delete rows, and keep what they held; how many. What hangs on them goes with them, and is not kept."""
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    _keep(
        MergeChange(merge=merge, model=row._meta.label, row=row.pk, before=_columns(row), after=None)
        for row in found
    )
    for row in found:
        row.delete()
    return len(found)


def add_row(*, merge: PersonMerge, row: M) -> M:
    """Write a new row that goes when the merge is undone, if it is still as it was written."""
    row.save(force_insert=True)
    _keep([MergeChange(merge=merge, model=row._meta.label, row=row.pk, before=None, after=_columns(row))])
    return row


def put_back(*, merge: PersonMerge, of: Iterable[type[models.Model]], at: datetime) -> int:
    """Give rows of these models what they held before the merge, the last change first; how many could not.

    What somebody has changed again meanwhile stays as it is, and so does what would break a rule by now.
    Twice is once.
    """
    kinds = {model._meta.label: model for model in of}
    changes = merge.changes.of(*kinds.values()).standing().order_by("-pk")
    left = 0
    for change in changes.select_for_update(of=("self",)):
        try:
            with transaction.atomic():
                left += not _put_back(kinds[change.model], change, at)
        except IntegrityError:
            left += 1
        change.put_back_at = at
        change.save(update_fields=["put_back_at"])
    return left


def _put_back(model: type[models.Model], change: MergeChange, at: datetime) -> bool:
    """Undo one change; whether the row was still as the merge had left it."""
    rows = model._base_manager.filter(pk=change.row)
    if change.before is None:
        return bool(rows.filter(**_asked(change.after)).delete()[0])
    if not _is_there(model, change.before):
        return False
    if change.after is None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        known = {
            name: fields[name].to_python(value) for name, value in change.before.items() if name in fields
        }
        if rows.exists():
            return False
        model(**known).save(force_insert=True)
        if "public_id" in known:
            Tombstone.objects.filter(public_id=known["public_id"]).delete()
        return True
    return bool(rows.filter(**_asked(change.after)).update(**change.before, **_touched(model, at)))


def _is_there(model: type[models.Model], values: dict[str, Any]) -> bool:
    """Whether all rows that these columns name exist: some may have been deleted meanwhile."""
    for field in model._meta.concrete_fields:
        named = values.get(field.attname)
        if field.is_relation and named is not None:
            related: Any = field.related_model
            if not related._base_manager.filter(pk=named).exists():
                return False
    return True


def _asked(values: dict[str, Any] | None) -> dict[str, Any]:
    return {
        name if value is not None else f"{name}__isnull": True if value is None else value
        for name, value in (values or {}).items()
    }


def _touched(model: type[models.Model], at: datetime) -> dict[str, datetime]:
    return {"updated_at": at} if any(field.name == "updated_at" for field in model._meta.fields) else {}


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: _told(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _told(value: Any) -> Any:
    """A column's value as JSON, to the microsecond."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _keep(changes: Iterable[MergeChange]) -> None:
    MergeChange.objects.bulk_create(changes, batch_size=AT_ONCE)
