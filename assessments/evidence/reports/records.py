"""What the records bear out: who mentored whom on a day, and who has left."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from assessments.evidence.reports.reporting_lines import Tie
from lifow.base.database.columns import among
from lifow.base.days import local_day
from lifow.people.persons.choices import STAYING
from lifow.people.persons.models import Employment, Person


def mentored_then(ties: Collection[Tie]) -> set[Tie]:
    """Those of the ties in which the other was the person's mentor on that day; one query.

    Pairings are of a later app, and asked of the model graph.
    """
    people = Person.objects.filter(
        pk__in=among({tie.person_id for tie in ties}), pairings_as_mentee__accepted_at__isnull=False
    )
    rows = people.values_list(
        "pk",
        "timezone",
        "pairings_as_mentee__mentor",
        "pairings_as_mentee__accepted_at",
        "pairings_as_mentee__closed_at",
    )
    found = set()
    for person_id, zone, mentor_id, since, until in rows:
        first, last = local_day(since, zone), local_day(until, zone) if until is not None else None
        found |= {
            tie
            for tie in ties
            if (tie.person_id, tie.above_id) == (person_id, mentor_id)
            and first <= tie.day
            and (last is None or tie.day <= last)
        }
    return found


def left_by_then(people: Iterable[tuple[Person, datetime]]) -> set[tuple[int, datetime]]:
    """Those of the people, by id, whose last day was over where they are at the moment beside; one query.

    Nobody who was never employed is among them, nor who was still to come.
    """
    asked = {(person.pk, moment): local_day(moment, person.timezone) for person, moment in people}
    lines: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    rows = Employment.objects.filter(person__in=among({pk for pk, _moment in asked}))
    for pk, status, ends_on in rows.values_list("person", "status", "ends_on"):
        lines[pk].append((status, ends_on))
    return {
        (pk, moment)
        for (pk, moment), day in asked.items()
        if lines[pk] and not any(_lasts(status, ends_on, day) for status, ends_on in lines[pk])
    }


def _lasts(status: str, ends_on: date | None, day: date) -> bool:
    """Whether an employment is not over on a day, or has yet to begin."""
    return status in STAYING if ends_on is None else day <= ends_on
