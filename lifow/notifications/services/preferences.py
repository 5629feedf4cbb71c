"""What people say of their own hours, and choose to be told, and how."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction

from lifow.notifications.compute import Collecting
from lifow.notifications.models import KindPreference, Preferences
from lifow.notifications.registry import find_kind
from lifow.notifications.services.dispatches import look_again
from lifow.people.persons.models import Person
from lifow.people.persons.services import change_working_hours


@dataclass(frozen=True, slots=True)
class Hours:
    """When and where somebody works, and in which languages, as `change_working_hours` takes them."""

    timezone: str
    languages: Sequence[str]
    work_starts_at: time
    work_ends_at: time
    workdays: int


def save_settings(
    *,
    person: Person,
    hours: Hours,
    collecting: Collecting,
    switched: Mapping[tuple[str, str], bool],
    as_of: datetime,
) -> None:
    """Keep somebody's hours and preferences together. Raises WorkingHoursError, and keeps neither then."""
    with transaction.atomic():
        change_working_hours(
            person=person,
            timezone=hours.timezone,
            languages=hours.languages,
            work_starts_at=hours.work_starts_at,
            work_ends_at=hours.work_ends_at,
            workdays=hours.workdays,
            changed_at=as_of,
        )
        save_preferences(person=person, collecting=collecting, switched=switched, as_of=as_of)


def save_preferences(
    *, person: Person, collecting: Collecting, switched: Mapping[tuple[str, str], bool], as_of: datetime
) -> None:
    """Keep how somebody wants to be told, and which kinds on which ways; what waits is planned again.

    Only what differs from a kind's default is kept: a default that changes later holds for whoever left it.
    """
    with transaction.atomic():
        Preferences.objects.update_or_create(person=person, defaults={"collecting": collecting})
        for (kind, way), is_on in switched.items():
            _switch(person, kind, way, is_on=is_on)
        look_again(person=person, as_of=as_of)


def switch_kinds(*, person: Person, kinds: Collection[str], way: str, is_on: bool) -> None:
    """Switch kinds on or off on one way; those that may not be off stay as they are."""
    with transaction.atomic():
        for kind in kinds:
            _switch(person, kind, way, is_on=is_on)


def _switch(person: Person, key: str, way: str, *, is_on: bool) -> None:
    kind = find_kind(key)
    if kind is None or not kind.may_be_off:
        return
    kept: dict[str, Any] = {"person": person, "kind": key, "way": way}
    if is_on == (way in kind.by_default):
        KindPreference.objects.filter(**kept).delete()
    else:
        KindPreference.objects.update_or_create(**kept, defaults={"is_on": is_on})
