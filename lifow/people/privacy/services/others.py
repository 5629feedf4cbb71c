"""What rows of this app, and of the libraries below it, hold of people without a foreign key."""

import calendar
from datetime import datetime

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.translation import gettext as _

from lifow.base.file_imports.choices import OPEN as OPEN_IMPORTS
from lifow.base.file_imports.services import forget_files_of
from lifow.base.models import IdempotencyKey
from lifow.base.passages.services import forget_person
from lifow.people.merging.models import MergeChange
from lifow.people.persons.models import Person
from lifow.people.privacy.registry import Row
from lifow.people.privacy.reports.exports import plain
from lifow.people.privacy.services.log import forget_rows
from lifow.people.privacy.subject import Subject, text_of
from lifow.people.roster.models import PersonMatch, RosterImport, RosterWrite

AT_ONCE = 500


TOLD = (
    "public_id",
    "email",
    "given_name",
    "family_name",
    "timezone",
    "languages",
    "work_starts_at",
    "work_ends_at",
    "is_active",
    "is_staff",
    "is_superuser",
    "is_hr_admin",
    "is_author",
    "last_login",
    "created_at",
    "updated_at",
)


def record_of(subject: Subject) -> list[Row]:
    """A person's own record, and those that are merged into it, with the days on which they work."""
    days = [calendar.day_name[number] for number in range(7)]
    return [
        {name: plain(getattr(one, name)) for name in TOLD}
        | {"workdays": [day for number, day in enumerate(days) if one.workdays >> number & 1]}
        for one in Person.objects.filter(pk__in=subject.ids).order_by("pk")
    ]


def end_sessions(subject: Subject, at: datetime) -> int:
    """Delete the sessions of a person: whose each is stands inside of it."""
    ids = {str(one) for one in subject.ids}
    theirs = [
        session.pk
        for session in Session.objects.iterator(AT_ONCE)
        if session.get_decoded().get("_auth_user_id") in ids
    ]
    for start in range(0, len(theirs), AT_ONCE):
        Session.objects.filter(pk__in=theirs[start : start + AT_ONCE]).delete()
    return len(theirs)


def forget_answers(subject: Subject, at: datetime) -> int:
    """Delete answers of the API that are kept for retries, and name the person or were given to them."""
    rows = IdempotencyKey.objects.annotate(**text_of("body"))
    named = rows.filter(subject.mentioned_in_json("body")) | rows.filter(client__in=subject.public_ids)
    ids = list(named.values_list("pk", flat=True))
    IdempotencyKey.objects.filter(pk__in=ids).delete()
    return len(ids)


def forget_in_search(subject: Subject, at: datetime) -> int:
    """Take the person out of what search finds, with the transaction that erases them."""
    for person_id in subject.ids:
        forget_person(person_id=person_id)
    return len(subject.ids)


def forget_merge_changes(subject: Subject, at: datetime) -> int:
    """Delete what merges keep of rows that name the person: without them it cannot be put back."""
    columns, going = _person_columns(), []
    for change in MergeChange.objects.iterator(AT_ONCE):
        named = columns.get(change.model, frozenset())
        values = [*(change.before or {}).items(), *(change.after or {}).items()]
        if any(name in named and value in subject.ids for name, value in values):
            going.append(change.pk)
    MergeChange.objects.filter(pk__in=going).delete()
    return len(going)


def forget_rosters(subject: Subject, at: datetime) -> int:
    """Forget the files of rosters, which name everybody who was in them, and who is named in their plans."""
    return sum(forget_files_of(row, as_of=at) for row in RosterImport.objects.with_files().without_contents())


def forget_writes(subject: Subject, at: datetime) -> int:
    """Take a person out of the changes that they wrote themselves by the API, with their words."""
    return RosterWrite.objects.filter(written_by__in=subject.public_ids).update(written_by="", reason="")


def forget_matches(subject: Subject, at: datetime) -> int:
    """Delete questions of files whether one of the person's ids is somebody else."""
    found = PersonMatch.objects.none()
    for source, value in subject.external_ids:
        found = found | PersonMatch.objects.filter(source=source, external_id=value)
    ids = list(found.exclude(person__in=subject.ids).values_list("pk", flat=True))
    forget_rows(PersonMatch, ids)
    PersonMatch.objects.filter(pk__in=ids).delete()
    return len(ids)


def open_rosters(subject: Subject) -> list[str]:
    """Rosters that wait to be applied: one of them may name the person."""
    said = _("The import %(file)s of %(source)s waits to be applied. Apply or cancel it first.")
    rows = RosterImport.objects.filter(state__in=OPEN_IMPORTS).without_contents()
    return [said % {"file": row, "source": row.source} for row in rows]


def _person_columns() -> dict[str, frozenset[str]]:
    """By label of a model, its columns with ids of people."""
    return {model._meta.label: _columns(model) for model in apps.get_models()}


def _columns(model: type[Model]) -> frozenset[str]:
    fields = model._meta.concrete_fields
    return frozenset(one.attname for one in fields if one.related_model is Person)
