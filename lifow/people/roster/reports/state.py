"""Everyone and every unit, as a roster is planned against them."""

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from lifow.base.database.columns import among
from lifow.base.days import other_days
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import EmploymentRow, PersonState, RosterState, Status, UnitState
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.reports.erased import erased_ids

CHUNK = 5_000

Names = Mapping[int, Mapping[str, tuple[str, bool]]]
"""By person and source, the id and whether the source's last file named it."""


def roster_state(*, source: str, as_of: datetime | None = None) -> RosterState:
    """Everyone and every org unit, whatever their source, with the ids of `source`; eight queries.

    At a moment, it has the days in other time zones too.
    """
    names = names_of_people()
    apart = PersonMatch.objects.filter(source=source, state=MatchState.DIFFERENT)
    return RosterState(
        source=source,
        former_ids=former_ids(FormerExternalId.objects.filter(source=source), names, source),
        told_apart=frozenset(apart.values_list("external_id", "person_id")),
        erased=erased_ids(),
        people=people_states(source, names),
        units=unit_states(source=source),
        other_days=other_days(as_of) if as_of else {},
    )


def unit_states(*, source: str, ids: Collection[int] | None = None) -> tuple[UnitState, ...]:
    """Every org unit, or those with these ids, with the code of `source`; two queries."""
    units = OrgUnit.objects.order_by("pk")
    named = ExternalId.objects.filter(source=source, org_unit__isnull=False)
    if ids is not None:
        units, named = units.filter(pk__in=among(ids)), named.filter(org_unit__in=among(ids))
    codes = dict(named.values_list("org_unit_id", "value"))
    return tuple(
        UnitState(unit.pk, unit.key, unit.name, unit.parent_id, codes.get(unit.pk)) for unit in units
    )


def former_ids(rows: "QuerySet[FormerExternalId]", names: Names, source: str) -> dict[str, str]:
    """Ids of before, each with the present one of its person; one query."""
    return {
        value: names[person_id][source][0]
        for value, person_id in rows.values_list("value", "person_id")
        if source in names.get(person_id, {})
    }


def people_states(source: str, names: Names, ids: Collection[int] | None = None) -> tuple[PersonState, ...]:
    """Everybody, or those of these people who are not merged into others; two queries."""
    employments, people = _employments(ids), _people()
    if ids is not None:
        people = people.filter(pk__in=among(ids))
    return tuple(
        _person(row, source, names.get(row[0], {}), employments.get(row[0], []))
        for row in people.iterator(CHUNK)
    )


def names_of_people(ids: Collection[int] | None = None) -> Names:
    """What the sources call everybody, or these people; one query."""
    names: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    rows = ExternalId.objects.filter(person__isnull=False)
    if ids is not None:
        rows = rows.filter(person__in=among(ids))
    for person_id, source, value, absent_since in rows.values_list(
        "person_id", "source", "value", "absent_since"
    ):
        names[person_id][source] = (value, absent_since is None)
    return names


def _employments(ids: Collection[int] | None) -> dict[int, list[EmploymentRow]]:
    rows: dict[int, list[EmploymentRow]] = defaultdict(list)
    whose = Employment.objects.all() if ids is None else Employment.objects.filter(person__in=among(ids))
    said = whose.order_by("starts_on", "pk").values_list(
        "person_id",
        "starts_on",
        "ends_on",
        "status",
        "job_title",
        "job_code",
        "org_unit_id",
        "manager_id",
        "pk",
        "source",
    )
    statuses = {status.value: status for status in Status}
    same: dict[str, str] = {}
    for person_id, starts_on, ends_on, status, title, code, unit, manager, pk, source in said.iterator(CHUNK):
        rows[person_id].append(
            EmploymentRow(
                starts_on=starts_on,
                ends_on=ends_on,
                status=statuses[status],
                job_title=same.setdefault(title, title),
                job_code=same.setdefault(code, code),
                unit=unit,
                manager=manager,
                source=same.setdefault(source, source),
                id=pk,
            )
        )
    return rows


def _people() -> Any:
    """Everybody, in columns as `_person` takes them: languages as text, of which few differ."""
    said = Person.objects.unmerged().annotate(said=Cast("languages", TextField())).order_by("pk")
    return said.values_list(
        "pk",
        "email",
        "given_name",
        "family_name",
        "timezone",
        "said",
        "work_starts_at",
        "work_ends_at",
        "workdays",
    )


def _person(
    row: Any, source: str, names: Mapping[str, tuple[str, bool]], employments: list[EmploymentRow]
) -> PersonState:
    pk, email, given_name, family_name, zone, languages, starts_at, ends_at, workdays = row
    external_id, is_named = names.get(source, (None, True))
    others = [(one, named) for one, (_, named) in names.items() if one != source]
    return PersonState(
        id=pk,
        external_id=external_id,
        is_named=is_named,
        also_named_by=tuple(sorted(one for one, named in others if named)),
        dropped_by=tuple(sorted(one for one, named in others if not named)),
        email=email or "",
        given_name=given_name,
        family_name=family_name,
        timezone=sys.intern(zone),
        languages=_languages(languages),
        work_starts_at=_to_the_minute(starts_at),
        work_ends_at=_to_the_minute(ends_at),
        workdays=workdays,
        employments=tuple(employments),
    )


@lru_cache(maxsize=1024)
def _languages(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1440)
def _to_the_minute(moment: time) -> time:
    return moment.replace(second=0, microsecond=0)
