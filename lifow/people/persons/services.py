"""What follows when the records of people and org units change."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lifow.events.services import publish
from lifow.events.types import RosterChanged, in_chunks
from lifow.people.persons.models import (
    OrgUnit,
    Person,
    PersonQuerySet,
    validate_languages,
    validate_timezone,
)


class WorkingHoursError(ValueError):
    """Hours that cannot be kept: `field` says where, the message why and what can."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def follow_records(*, person_ids: Collection[int], changed_at: datetime) -> None:
    """What follows when employments or external ids of people change.

    Whoever asks for the people who have changed since `changed_at` is told of them, whoever subscribes to
    `RosterChanged` too, and those whose last day is over may no longer sign in.
    """
    with transaction.atomic():
        people = Person.objects.filter(pk__in=person_ids)
        people.update(updated_at=changed_at)
        close_accounts(people=people, closed_at=changed_at)
        publish(*in_chunks(RosterChanged, person_ids=person_ids), occurred_at=changed_at)


def touch_org_units(*, unit_ids: Collection[int], changed_at: datetime) -> None:
    """Tell whoever asks for the org units that have changed since `changed_at` of these."""
    with transaction.atomic():
        OrgUnit.objects.filter(pk__in=unit_ids).update(updated_at=changed_at)
        publish(*in_chunks(RosterChanged, org_unit_ids=unit_ids), occurred_at=changed_at)


def close_accounts(*, people: PersonQuerySet[Person], closed_at: datetime) -> int:
    """Let nobody of `people` sign in whose last day is over where they are; how many could until now."""
    able = people.filter(is_active=True)
    zones: dict[date, list[str]] = defaultdict(list)
    for name in able.order_by().values_list("timezone", flat=True).distinct():
        zones[closed_at.astimezone(ZoneInfo(name)).date()].append(name)
    leavers = [
        able.filter(timezone__in=names).left_by(today - timedelta(days=1)) for today, names in zones.items()
    ]
    return sum(those.update(is_active=False, updated_at=closed_at) for those in leavers)


def forget_addresses(*, person_ids: Collection[int]) -> None:
    """Forget the addresses that allauth keeps of people whose email has changed: it may be another's now."""
    EmailAddress.objects.filter(user_id__in=person_ids).delete()


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

    What the next roster says of the same takes its place. Raises WorkingHoursError for a zone or language
    that is none, for work that ends before it starts, and for a week without a workday.
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
    if work_ends_at <= work_starts_at:
        raise WorkingHoursError("work_ends_at", _("Work has to end after it starts, on the same day."))
    if not 0 < workdays < 1 << 7:
        raise WorkingHoursError("workdays", _("Choose at least one workday."))
