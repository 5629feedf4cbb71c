"""The logs of changes, auditlog's and the admin's: what they hold of rows that go and of people."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import django.contrib.admin.models as admin_log
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.privacy.registry import Row, all_kept
from lifow.people.privacy.subject import NOBODY, Subject, text_of
from lifow.people.roster.models import FormerExternalId, PersonMatch

AT_ONCE = 500


def forget_rows(model: type[Model], ids: Sequence[object]) -> None:
    """Delete what both logs hold of rows."""
    if model._meta.auto_created:
        return
    kind = ContentType.objects.get_for_model(model)
    for keys in _keys(ids):
        LogEntry.objects.filter(content_type=kind, object_pk__in=keys).delete()
        admin_log.LogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()


def forget_columns(model: type[Model], ids: Sequence[object], columns: Iterable[str]) -> None:
    """Take columns out of what the log holds of rows: they were the person's words."""
    kind = ContentType.objects.get_for_model(model)
    for keys in _keys(ids):
        for entry in LogEntry.objects.filter(content_type=kind, object_pk__in=keys):
            changes = {name: one for name, one in (entry.changes or {}).items() if name not in columns}
            LogEntry.objects.filter(pk=entry.pk).update(changes=changes, changes_text="")


def forget_mentions(subject: Subject, at: datetime) -> int:
    """Take a person out of the log of changes; how many entries were about them or named them.

    Entries of rows about them go, of such that were deleted before, too. What they did themselves stays,
    without who it was and from where.
    """
    logged = LogEntry.objects.annotate(**text_of("changes"), **text_of("additional_data"))
    named = subject.mentioned_in("object_repr", "changes_text")
    named |= subject.mentioned_in_json("changes") | subject.mentioned_in_json("additional_data")
    about = _columns_about()
    named |= Q(content_type__in=_kinds_with_ids()) & _written(subject)
    ids, going = list(logged.filter(named).values_list("pk", flat=True)), []
    for entry in _entries(ids):
        changes = entry.changes if isinstance(entry.changes, dict) else {}
        columns = about.get(entry.content_type_id, ())
        if any(_names(subject, changes.get(column)) for column in columns) or _tells_id(subject, changes):
            going.append(entry.pk)
            continue
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=subject.text_without_name(entry.object_repr),
            changes=subject.without_name(entry.changes),
            additional_data=subject.without_name(entry.additional_data),
            changes_text="",
        )
    for start in range(0, len(going), AT_ONCE):
        LogEntry.objects.filter(pk__in=going[start : start + AT_ONCE]).delete()
    LogEntry.objects.filter(actor__in=subject.ids).update(
        actor_email=None, remote_addr=None, remote_port=None, additional_data=None
    )
    LogEntry.objects.filter(subject.mentioned_in("actor_email")).update(actor_email=None, remote_addr=None)
    return len(ids)


def forget_admin_mentions(subject: Subject, at: datetime) -> int:
    """Take a person out of what the admin's own log says of other rows; how many entries."""
    named = admin_log.LogEntry.objects.filter(subject.mentioned_in("object_repr", "change_message"))
    return named.update(object_repr=NOBODY, change_message="")


def changes_of(subject: Subject) -> list[Row]:
    """What was changed of a person's own record, their employments and ids, and when: for the export."""
    kinds = {
        Person: subject.ids,
        Employment: _ids_of(Employment, subject),
        ExternalId: _ids_of(ExternalId, subject),
    }
    found: list[Row] = []
    for model, ids in kinds.items():
        kind = ContentType.objects.get_for_model(model)
        rows = LogEntry.objects.filter(content_type=kind, object_pk__in=[str(one) for one in ids])
        found += [
            {
                "timestamp": entry.timestamp.isoformat(),
                "content_type": str(model._meta.verbose_name),
                "action": entry.get_action_display(),
                "changes": entry.changes,
            }
            for entry in rows.order_by("timestamp", "pk")
        ]
    return found


def _ids_of(model: type[Model], subject: Subject) -> list[int]:
    return list(model._base_manager.filter(person__in=subject.ids).values_list("pk", flat=True))


def _kinds_with_ids() -> list[int]:
    """Kinds of row that say what another system calls somebody."""
    kinds = ContentType.objects.get_for_models(ExternalId, FormerExternalId, PersonMatch)
    return [kind.pk for kind in kinds.values()]


def _written(subject: Subject) -> Q:
    """A condition on entries whose changes hold one of the person's ids, whole."""
    found = Q(pk__in=[])
    for _source, value in subject.external_ids:
        for quoted in {json.dumps(value), f'"{value}"'}:
            found |= Q(changes_as_text__contains=quoted)
    return found


def _tells_id(subject: Subject, changes: Mapping[str, object]) -> bool:
    """Whether changes of a row that says what a system calls somebody hold one of the person's ids."""
    known = {value for _source, value in subject.external_ids}
    told = [changes.get(name) for name in ("value", "external_id")]
    return any(isinstance(values, list) and known & set(map(str, values)) for values in told)


def _entries(ids: Sequence[int]) -> Iterator[LogEntry]:
    for start in range(0, len(ids), AT_ONCE):
        yield from list(LogEntry.objects.filter(pk__in=ids[start : start + AT_ONCE]))


def _columns_about() -> dict[int, tuple[str, ...]]:
    """By kind of row, the columns that name whom it is about."""
    kept = [one for one in all_kept() if one.about and not one.kind._meta.auto_created]
    kinds = ContentType.objects.get_for_models(*(one.kind for one in kept))
    return {kinds[one.kind].pk: tuple(path for path in one.about if "__" not in path) for one in kept}


def _names(subject: Subject, values: object) -> bool:
    """Whether a change, as [before, after], names the person, by name or by number."""
    named = {*subject.names, *map(str, subject.ids)}
    return isinstance(values, list) and any(str(value) in named for value in values)


def _keys(ids: Sequence[object]) -> list[list[str]]:
    return [[str(one) for one in ids[start : start + AT_ONCE]] for start in range(0, len(ids), AT_ONCE)]
