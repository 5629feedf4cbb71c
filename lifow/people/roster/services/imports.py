"""Writing a roster's plan, as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any

from django.db import transaction
from django.utils import timezone

from lifow.base.database.columns import among
from lifow.base.database.locks import tried_again_after_deadlock
from lifow.base.database.rows import update_rows, write_rows
from lifow.base.garbage import collection_paused
from lifow.events.services import publish
from lifow.events.types import RosterChanged, in_chunks
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.persons.services import (
    follow_leave,
    follow_records,
    forget_addresses,
    keep_records_still,
)
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import (
    DEFAULT_LIMITS,
    EmploymentRow,
    Limits,
    ParsedRoster,
    RosterPlan,
    RosterState,
    UnitState,
    plan_roster,
)
from lifow.people.roster.models import PersonMatch
from lifow.people.roster.reports import roster_state
from lifow.people.roster.services.names import settle_names
from lifow.people.roster.services.rows import write_new_rows

NO_PASSWORD = "!"  # noqa: S105 (Django's mark of a password that nothing matches)


class RosterNotApplicableError(ValueError):
    """A plan that may not be written: a brake holds it, or it has bad rows and none was to be left out."""

    def __init__(self, plan: RosterPlan) -> None:
        self.plan = plan
        super().__init__("The plan has bad rows, or changes more than its limits allow.")


class RosterPlanChangedError(ValueError):
    """The plan is no longer the one that was shown; nothing is written, and `plan` is that of now."""

    def __init__(self, plan: RosterPlan) -> None:
        self.plan = plan
        super().__init__("The records have changed since the plan was shown, and so has the plan.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan that was made to be shown, and the state that it was made from."""

    state: RosterState
    plan: RosterPlan


@tried_again_after_deadlock
def import_roster(
    *,
    roster: ParsedRoster,
    source: str,
    applied_at: datetime,
    limits: Limits = DEFAULT_LIMITS,
    strict: bool = False,
    shown: str | None = None,
    planned: Planned | None = None,
) -> RosterPlan:
    """Plan a roster against the present and write the plan, under one lock; the plan that was written.

    Planning and writing see the same state: of two imports at once, the second plans what the first left,
    and who keeps records by hand waits until it is written. A plan of the same roster and limits that was
    made before is good where the state and the day are still the same.
    Bad rows are left out, unless `strict` has them stop the import.
    Raises RosterNotApplicableError, which has the plan, and writes nothing where it may not be applied; and
    RosterPlanChangedError where `shown` is the digest of the plan that somebody has read and this is another.
    """
    with collection_paused(), transaction.atomic():
        keep_records_still()
        state, today = roster_state(source=source, as_of=applied_at), applied_at.date()
        is_good = planned is not None and planned.plan.as_of == today and planned.state == state
        plan = planned.plan if planned and is_good else plan_roster(state, roster, as_of=today, limits=limits)
        if shown is not None and plan.digest != shown:
            raise RosterPlanChangedError(plan)
        if not plan.is_applicable(strict=strict):
            raise RosterNotApplicableError(plan)
        apply_roster_plan(plan=plan, source=source, applied_at=applied_at)
        settle_names()
    return plan


def apply_roster_plan(*, plan: RosterPlan, source: str, applied_at: datetime) -> None:
    """Write a plan in one transaction; an empty plan writes nothing.

    The rows say that they changed when the last of them was written, however long that took: whoever asks now
    and then for what has changed since misses none.
    Who leaves may no longer sign in, once the last day that the roster says is over where they are; who comes
    back may again.
    """
    if plan.is_partial and plan.writes_nothing:
        return
    with transaction.atomic():
        units = _write_units(plan, source, applied_at)
        Person.objects.filter(pk__in=plan.email_handovers).update(email=None, updated_at=applied_at)
        people = _write_people(plan, source, applied_at)
        renamed = [each.id for each in plan.changed if any(one.field == "email" for one in each.changes)]
        forget_addresses(person_ids=[*plan.email_handovers, *renamed])
        written = _write_employments(plan, people, units, applied_at)
        _remember_who_is_named(plan, source)
        _ask_who_is_the_same(plan, source, applied_at)
        _let_sign_in_again(plan, applied_at)
        _close_at_once(plan, applied_at)
        followed = {each.person for each in plan.employments} | {link.id for link in plan.linked}
        follow_records(person_ids=followed - people.keys(), changed_at=applied_at)
        follow_leave(person_ids=people.values(), as_of=applied_at)
        changed = {*people.values(), *(each.id for each in plan.changed)} - followed
        moved = {*units.values(), *(change.was.id for change in plan.units_changed)}
        publish(
            *in_chunks(RosterChanged, person_ids=changed, org_unit_ids=moved),
            occurred_at=applied_at,
        )
        _say_when({*changed, *followed, *people.values(), *plan.email_handovers}, written, moved)


def _say_when(people: Collection[int], employments: Collection[int], org_units: Collection[int]) -> None:
    """Have rows say that they change now, just before all of them are there for others to see.

    The clock is asked here and not by the caller: an import of a large company is at work for a minute.
    """
    now = timezone.now()
    Person.objects.filter(pk__in=among(people)).update(updated_at=now)
    Employment.objects.filter(pk__in=among(employments)).update(updated_at=now)
    OrgUnit.objects.filter(pk__in=among(org_units)).update(updated_at=now)


def _write_units(plan: RosterPlan, source: str, applied_at: datetime) -> dict[int, int]:
    """Ids of the created units by their ids in the plan."""
    ids: dict[int, int] = {}
    for units in _levels(plan.units_created):
        columns: dict[str, list[Any]] = {
            "key": [unit.key for unit in units],
            "name": [unit.name for unit in units],
            "parent_id": [
                None if unit.parent is None else ids.get(unit.parent, unit.parent) for unit in units
            ],
        }
        made = write_new_rows(OrgUnit, columns, made_at=applied_at)
        ids.update(zip((unit.id for unit in units), made, strict=True))
    coded = [unit for unit in plan.units_created if unit.code]
    names = [ExternalId(source=source, value=unit.code or "", org_unit_id=ids[unit.id]) for unit in coded]
    ExternalId.objects.bulk_create(names, batch_size=1000)
    for change in plan.units_changed:
        wanted = change.wanted
        parent = ids.get(wanted.parent, wanted.parent) if wanted.parent is not None else None
        OrgUnit.objects.filter(pk=change.was.id).update(
            key=wanted.key, name=wanted.name, parent_id=parent, updated_at=applied_at
        )
        if wanted.code and wanted.code != change.was.code:
            ExternalId.objects.update_or_create(
                source=source, org_unit_id=change.was.id, defaults={"value": wanted.code}
            )
    return ids


def _levels(units: Iterable[UnitState]) -> list[list[UnitState]]:
    """New units, which come parents first, by how many new ones are above them."""
    level_of: dict[int | None, int] = {}
    levels: list[list[UnitState]] = []
    for unit in units:
        level = level_of[unit.id] = level_of.get(unit.parent, -1) + 1
        if level == len(levels):
            levels.append([])
        levels[level].append(unit)
    return levels


def _write_people(plan: RosterPlan, source: str, applied_at: datetime) -> dict[int, int]:
    """Ids of the created people by their ids in the plan."""
    rows = [_person_fields(new.fields) for new in plan.created]
    defaults = {field.attname: field.get_default() for field in Person._meta.concrete_fields}
    usual = {name: defaults[name] for row in rows for name in row}
    columns = {name: [row.get(name, default) for row in rows] for name, default in usual.items()}
    made = write_new_rows(Person, {**columns, "password": repeat(NO_PASSWORD)}, made_at=applied_at)
    ids = dict(zip((new.id for new in plan.created), made, strict=True))
    names = [(new.external_id, ids[new.id]) for new in plan.created]
    names += [(link.external_id, link.id) for link in plan.linked]
    if names:
        values, people = zip(*names, strict=True)
        said = {"source": repeat(source), "value": values, "person_id": people}
        write_rows(ExternalId, {**said, "org_unit_id": repeat(None), "absent_since": repeat(None)})
    _change_people(plan, applied_at)
    return ids


def _change_people(plan: RosterPlan, applied_at: datetime) -> None:
    """Write what changes of people: those of whom the same fields change in one statement."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for change in plan.changed:
        values = _person_fields({each.field: each.new for each in change.changes})
        alike[tuple(values)].append({"id": change.id, **values})
    for rows in alike.values():
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        update_rows(Person, {**columns, "updated_at": repeat(applied_at)})


def _person_fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return fields | {"email": fields["email"] or None} if "email" in fields else fields


def _write_employments(
    plan: RosterPlan, people: dict[int, int], units: dict[int, int], applied_at: datetime
) -> list[int]:
    """Closings before openings, so that nobody has two open rows in between; the ids of all of them."""
    rows = [
        (people.get(change.person, change.person), write)
        for change in plan.employments
        for write in change.writes
    ]
    closings = [row for row in rows if row[1].id is not None]
    openings = [row for row in rows if row[1].id is None]
    ids = [write.id for _, write in closings if write.id is not None]
    if closings:
        changed = _employment_columns(closings, people, units)
        update_rows(Employment, {"id": ids, **changed, "updated_at": repeat(applied_at)})
    if openings:
        ids += write_new_rows(Employment, _employment_columns(openings, people, units), made_at=applied_at)
    return ids


def _employment_columns(
    rows: Sequence[tuple[int, EmploymentRow]], people: dict[int, int], units: dict[int, int]
) -> dict[str, list[Any]]:
    writes = [write for _, write in rows]
    managers = [write.manager for write in writes]
    return {
        "person_id": [person for person, _ in rows],
        "starts_on": [write.starts_on for write in writes],
        "ends_on": [write.ends_on for write in writes],
        "status": [write.status.value for write in writes],
        "job_title": [write.job_title for write in writes],
        "job_code": [write.job_code for write in writes],
        "org_unit_id": [units.get(write.unit, write.unit) for write in writes],
        "manager_id": [None if one is None else people.get(one, one) for one in managers],
        "source": [write.source for write in writes],
    }


def _remember_who_is_named(plan: RosterPlan, source: str) -> None:
    """So that who goes from one system to another has moved, not left."""
    names = ExternalId.objects.filter(source=source)
    names.filter(person__in=plan.named_again).update(absent_since=None)
    names.filter(person__in=plan.named_no_more, absent_since=None).update(absent_since=plan.as_of)


def _ask_who_is_the_same(plan: RosterPlan, source: str, applied_at: datetime) -> None:
    """Keep the questions of the plan; those that no file asks any more go."""
    asked = [
        PersonMatch(
            source=source,
            external_id=one.external_id,
            person_id=one.person,
            name=one.name,
            reasons=list(one.reasons),
            asked_at=applied_at,
        )
        for one in plan.same_people
    ]
    PersonMatch.objects.bulk_create(asked, batch_size=500, ignore_conflicts=True)
    if not plan.is_partial:
        pairs = {(one.external_id, one.person) for one in plan.same_people}
        kept = PersonMatch.objects.filter(source=source, state=MatchState.OPEN)
        rows = kept.values_list("pk", "external_id", "person")
        kept.filter(pk__in=[pk for pk, *pair in rows if tuple(pair) not in pairs]).delete()


def _let_sign_in_again(plan: RosterPlan, applied_at: datetime) -> None:
    """Those who come back. Nobody else: an account that HR has closed stays closed whatever else changes."""
    back = Person.objects.filter(pk__in=[each.person for each in plan.rehired], is_active=False)
    back.update(is_active=True, updated_at=applied_at)


def _close_at_once(plan: RosterPlan, applied_at: datetime) -> None:
    """Those who are gone, and nobody says since when: no day is left to wait for."""
    gone = [each.person for each in plan.terminated if each.leaves_at_once]
    Person.objects.filter(pk__in=gone, is_active=True).update(is_active=False, updated_at=applied_at)
