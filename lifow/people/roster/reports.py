"""Reads: everyone and every unit, as the roster import wants to see them."""

from collections import defaultdict
from datetime import time

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import EmploymentRow, PersonState, RosterState, Status, UnitState
from lifow.people.roster.models import FormerExternalId, PersonMatch


def roster_state(*, source: str) -> RosterState:
    """Everyone and every org unit, whatever their source, with the ids of `source`; seven queries."""
    names = _names_of_people()
    units = ExternalId.objects.filter(source=source, org_unit__isnull=False)
    codes_of_units = dict(units.values_list("org_unit_id", "value"))
    employments = _employments()
    former = FormerExternalId.objects.filter(source=source).values_list("value", "person_id")
    apart = PersonMatch.objects.filter(source=source, state=MatchState.DIFFERENT)
    return RosterState(
        source=source,
        former_ids={
            value: names[person_id][source][0] for value, person_id in former if source in names[person_id]
        },
        told_apart=frozenset(apart.values_list("external_id", "person_id")),
        people=tuple(
            _person(person, source, names.get(person.pk, {}), employments.get(person.pk, []))
            for person in Person.objects.unmerged().order_by("pk")
        ),
        units=tuple(
            UnitState(unit.pk, unit.key, unit.name, unit.parent_id, codes_of_units.get(unit.pk))
            for unit in OrgUnit.objects.order_by("pk")
        ),
    )


def _names_of_people() -> dict[int, dict[str, tuple[str, bool]]]:
    """By person and source, the id and whether the source's last file named it."""
    names: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    rows = ExternalId.objects.filter(person__isnull=False)
    for person_id, source, value, absent_since in rows.values_list(
        "person_id", "source", "value", "absent_since"
    ):
        names[person_id][source] = (value, absent_since is None)
    return names


def _employments() -> dict[int, list[EmploymentRow]]:
    rows: dict[int, list[EmploymentRow]] = defaultdict(list)
    for row in Employment.objects.order_by("starts_on", "pk"):
        rows[row.person_id].append(
            EmploymentRow(
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                status=Status(row.status),
                job_title=row.job_title,
                job_code=row.job_code,
                unit=row.org_unit_id,
                manager=row.manager_id,
                source=row.source,
                id=row.pk,
            )
        )
    return rows


def _person(
    person: Person, source: str, names: dict[str, tuple[str, bool]], employments: list[EmploymentRow]
) -> PersonState:
    external_id, is_named = names.get(source, (None, True))
    return PersonState(
        id=person.pk,
        external_id=external_id,
        is_named=is_named,
        also_named_by=tuple(sorted(one for one, (_, named) in names.items() if named and one != source)),
        dropped_by=tuple(sorted(one for one, (_, named) in names.items() if not named and one != source)),
        email=person.email or "",
        given_name=person.given_name,
        family_name=person.family_name,
        timezone=person.timezone,
        languages=tuple(person.languages),
        work_starts_at=_to_the_minute(person.work_starts_at),
        work_ends_at=_to_the_minute(person.work_ends_at),
        workdays=person.workdays,
        employments=tuple(employments),
    )


def _to_the_minute(moment: time) -> time:
    return moment.replace(second=0, microsecond=0)
