"""What each person chose, and when they may be reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from lifow.base.days import DAY, zone_of
from lifow.notifications.compute import Collecting, WorkingWeek
from lifow.notifications.models import KindPreference, Preferences
from lifow.notifications.registry import Kind, Way, all_kinds, all_ways
from lifow.people.persons.models import Person
from lifow.people.persons.reports import absences_of


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person chose; `switched` by kind and way where it is not the kind's default."""

    collecting: Collecting = Collecting.SINGLE
    switched: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def is_on(self, kind: Kind, way: str) -> bool:
        """Whether messages of the kind go to the person on this way: it is chosen, and none that takes its
        place is."""
        return self.is_chosen(kind, way) and not any(
            kind.key in other.replaces and self.is_chosen(other, way) for other in all_kinds()
        )

    def is_chosen(self, kind: Kind, way: str) -> bool:
        """Whether the person wants the kind on this way, or has left what is the default."""
        default = way in kind.by_default
        return self.switched.get((kind.key, way), default) if kind.may_be_off else default


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """A kind in the table of preferences: each way with whether it is on."""

    kind: Kind
    ways: tuple[tuple[Way, bool], ...]


def choices_of(person_ids: Collection[int]) -> dict[int, Choices]:
    """What each of these people chose, or the defaults; two queries."""
    collecting = dict(
        Preferences.objects.filter(person__in=person_ids).values_list("person_id", "collecting")
    )
    switched: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for one in KindPreference.objects.filter(person__in=person_ids):
        switched[one.person_id][one.kind, one.way] = one.is_on
    return {
        each: Choices(Collecting(collecting.get(each, Collecting.SINGLE)), switched.get(each, {}))
        for each in person_ids
    }


def ways_offered_to(person: Person) -> list[Way]:
    """The ways that somebody's preferences ask about."""
    return [way for way in all_ways() if way.is_offered_to(person)]


def preference_rows(choices: Choices, ways: Sequence[Way]) -> list[PreferenceRow]:
    """Every kind that somebody may have an opinion about, with each of the ways."""
    return [
        PreferenceRow(kind, tuple((way, choices.is_chosen(kind, way.key)) for way in ways))
        for kind in all_kinds()
        if kind.may_be_off
    ]


def working_weeks(people: Iterable[Person], today: date) -> dict[int, WorkingWeek]:
    """The hours of each person with the leave that ends yesterday or later; one query.

    Who works by night is on the shift of the day before until it ends.

    Days before the first day of work are days on which somebody is away.
    """
    known = {person.pk: person for person in people}
    absences = absences_of(known.keys(), today - DAY)
    return {
        person_id: WorkingWeek(
            zone_of(person.timezone),
            person.work_starts_at,
            person.work_ends_at,
            person.workdays,
            tuple((one.first_day, one.last_day) for one in absences.get(person_id, ())),
        )
        for person_id, person in known.items()
    }


def working_day(person: Person, moment: datetime) -> date:
    """Somebody's day at a moment: that of their calendar, or by night that on which their work has
    started."""
    zone = zone_of(person.timezone)
    week = WorkingWeek(zone, person.work_starts_at, person.work_ends_at, person.workdays)
    return week.local_day(moment)


def language_of(person: Person) -> str:
    """The language that mails to somebody are written in: their best one that the site speaks."""
    spoken = {code for code, _name in settings.LANGUAGES}
    codes: list[str] = person.languages
    for code in codes:
        for known in (code.lower(), code.partition("-")[0].lower()):
            if known in spoken:
                return known
    return str(settings.LANGUAGE_CODE)
