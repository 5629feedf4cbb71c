"""When and where people work, as they say it themselves."""

from collections.abc import Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lifow.people.persons.models import NO_HOURS, Person, validate_languages, validate_timezone
from lifow.people.persons.services.locks import keep_records


class WorkingHoursError(ValueError):
    """Hours that cannot be kept: `field` says where, the message why and what can."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def change_working_hours(
    *,
    person: Person,
    timezone: str,
    languages: Sequence[str],
    work_starts_at: time,
    work_ends_at: time,
    workdays: int,
    changed_at: datetime,
) -> Person:
    """Keep when and where somebody works, and in which languages, as they say it themselves.

    Work that ends before it starts ends on the next day. What the next roster says of the same takes its
    place. Raises WorkingHoursError for a zone or language that is none, for work that ends as it starts, and
    for a week without a workday.
    """
    _check_hours(timezone, languages, work_starts_at, work_ends_at, workdays)
    values = {
        "timezone": timezone,
        "languages": list(languages),
        "work_starts_at": work_starts_at,
        "work_ends_at": work_ends_at,
        "workdays": workdays,
    }
    with transaction.atomic():
        keep_records()
        row: Person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.updated_at = changed_at
            row.save(update_fields=[*values, "updated_at"])
    return row


def _check_hours(
    timezone: str, languages: Sequence[str], work_starts_at: time, work_ends_at: time, workdays: int
) -> None:
    try:
        validate_timezone(timezone)
    except ValidationError as error:
        raise WorkingHoursError("timezone", error.messages[0]) from error
    try:
        validate_languages(list(languages))
    except ValidationError as error:
        raise WorkingHoursError("languages", error.messages[0]) from error
    if work_ends_at == work_starts_at:
        raise WorkingHoursError("work_ends_at", str(NO_HOURS))
    if not 0 < workdays < 1 << 7:
        raise WorkingHoursError("workdays", _("Choose at least one workday."))
