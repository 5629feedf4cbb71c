"""What some rows of a roster concern: read in place of everybody, at a cost that goes by the rows alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from lifow.base.database.columns import among
from lifow.base.days import other_days
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import ADDRESS, RosterRow, RosterState, Totals, UnitState
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.reports.erased import erased_ids
from lifow.people.roster.reports.names import namesakes
from lifow.people.roster.reports.state import former_ids, names_of_people, people_states, unit_states

VARIANTS = 2


@dataclass(frozen=True, slots=True)
class _Concerned:
    """Ids of people: `own` are those whom rows are about, `others` whom they name besides or may mean."""

    own: set[int]
    others: set[int]


def state_of_rows(
    *, source: str, rows: Sequence[RosterRow], most: int | None, as_of: datetime | None = None
) -> RosterState:
    """The part of `roster_state` of which a plan of these rows depends; about twenty queries.

    That is whom the rows name, by id or email, and everybody above them; those who may be the same under
    another id; somebody else in each unit that somebody may leave; the units with those above them. Rows name
    units by code alone, as rows do that come by themselves. `most` is how many people and units are counted
    at most, None for all.
    """
    concerned = _concerned(source, rows)
    everybody = Person.objects.with_those_above(concerned.own | concerned.others)
    everybody |= _others_of_their_units(concerned.own)
    names = names_of_people(everybody)
    people = people_states(source, names, everybody)
    named = FormerExternalId.objects.filter(source=source, person__in=among(everybody))
    apart = PersonMatch.objects.filter(
        source=source, state=MatchState.DIFFERENT, external_id__in={row.external_id for row in rows}
    )
    here = {one.current.unit for one in people if one.id in concerned.own and one.current}
    return RosterState(
        source=source,
        former_ids=former_ids(named, names, source),
        told_apart=frozenset(apart.values_list("external_id", "person_id")),
        erased=erased_ids(
            {
                *((source, row.external_id) for row in rows),
                *((ADDRESS, row.email) for row in rows if row.email),
            }
        ),
        people=people,
        units=_units(source, {row.unit_code for row in rows if row.unit_code}, here),
        totals=_totals(source, most),
        other_days=other_days(as_of) if as_of else {},
    )


def units_of_rows(*, source: str, codes: Collection[str], names: Collection[str]) -> tuple[UnitState, ...]:
    """The part of `unit_states` of which a plan of rows with these codes and names of units depends.

    That is the units with these codes, those above them, those whose place and name a new one may have, and
    those whose keys it may want.
    """
    found = _units_called(source, codes) | _units_with_keys_like(codes)
    new: set[int] = found
    is_top = True
    while new or is_top:
        places = OrgUnit.objects.filter(name__in=names)
        children = set(places.filter(parent__in=among(new)).values_list("pk", flat=True))
        if is_top:
            children |= set(places.roots().values_list("pk", flat=True))
        new, is_top = children - found, False
        found |= new
    return unit_states(source=source, ids=OrgUnit.objects.with_those_above(found))


def _concerned(source: str, rows: Sequence[RosterRow]) -> _Concerned:
    ids = {row.external_id for row in rows}
    managers = {row.manager_external_id for row in rows if row.manager_external_id}
    present = ExternalId.objects.filter(source=source, value__in=ids | managers, person__isnull=False)
    former = FormerExternalId.objects.filter(source=source, value__in=ids | managers)
    called = dict(present.values_list("value", "person_id"))
    known = [*called.items(), *former.values_list("value", "person_id")]
    addresses = {row.email for row in rows if row.email}
    holders = _people_with_emails(
        {*addresses, *managers, *(row.manager_email for row in rows if row.manager_email)}
    )
    own = {person for value, person in known if value in ids}
    return _Concerned(
        own=own | {person for email, person in holders.items() if email in addresses},
        others={
            *(person for _value, person in known),
            *holders.values(),
            *namesakes(source, rows, called.keys()),
        },
    )


def _people_with_emails(emails: Iterable[str]) -> dict[str, int]:
    lowered = {email.lower() for email in emails}
    holders = Person.objects.unmerged().alias(lowered=Lower("email")).filter(lowered__in=lowered)
    return {email.lower(): person for email, person in holders.values_list("email", "pk")}


def _others_of_their_units(own: set[int]) -> set[int]:
    """Somebody else in each unit in which these people are, where there is anybody: it is not left empty."""
    holding = Employment.objects.holding()
    units = OrgUnit.objects.filter(pk__in=holding.filter(person__in=among(own)).values("org_unit"))
    others = holding.filter(org_unit=OuterRef("pk"), person__merged_into=None).exclude(person__in=among(own))
    found = units.annotate(other=Subquery(others.values("person")[:1])).values_list("other", flat=True)
    return {person for person in found if person is not None}


def _units(source: str, codes: Collection[str], ids: Iterable[int]) -> tuple[UnitState, ...]:
    found = {*ids, *_units_called(source, codes)}
    return unit_states(source=source, ids=OrgUnit.objects.with_those_above(found))


def _units_called(source: str, codes: Collection[str]) -> set[int]:
    """Ids of units with these codes, or with one of them as the key."""
    coded = ExternalId.objects.filter(source=source, value__in=codes, org_unit__isnull=False)
    keyed = OrgUnit.objects.filter(key__in=codes)
    return {*coded.values_list("org_unit_id", flat=True), *keyed.values_list("pk", flat=True)}


def _units_with_keys_like(codes: Collection[str]) -> set[int]:
    """Ids of units with a code and a number as the key: what a new unit is called whose key is taken."""
    found: set[int] = set()
    number, taken = 2, set(codes)
    while taken:
        keys = {f"{code}-{number + one}": code for code in taken for one in range(VARIANTS)}
        rows = dict(OrgUnit.objects.filter(key__in=keys).values_list("key", "pk"))
        found.update(rows.values())
        taken, number = {keys[key] for key in rows}, number + VARIANTS
    return found


def _totals(source: str, most: int | None) -> Totals:
    here = Employment.objects.holding().filter(person__merged_into=None)
    somebody = Subquery(here.filter(org_unit=OuterRef("pk")).values("pk")[:1])
    return Totals(
        employed=_count(here.filter(person__external_ids__source=source), most),
        filled_units=_count(OrgUnit.objects.alias(somebody=somebody).filter(somebody__isnull=False), most),
    )


def _count(rows: "QuerySet[Model]", most: int | None) -> int:
    return rows.count() if most is None else rows[:most].count()
