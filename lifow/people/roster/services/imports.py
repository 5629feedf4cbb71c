"""Writing a roster's plan, as one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lifow.base.database.locks import tried_again_after_deadlock
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
    plan_roster,
)
from lifow.people.roster.models import PersonMatch
from lifow.people.roster.reports import roster_state

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


@tried_again_after_deadlock
def import_roster(
    *,
    roster: ParsedRoster,
    source: str,
    applied_at: datetime,
    limits: Limits = DEFAULT_LIMITS,
    strict: bool = False,
    shown: str | None = None,
) -> RosterPlan:
    """Plan a roster against the present and write the plan, under one lock; the plan that was written.

    Planning and writing see the same state: of two imports at once, the second plans what the first left,
    and who keeps records by hand waits until it is written.
    Bad rows are left out, unless `strict` has them stop the import.
    Raises RosterNotApplicableError, which has the plan, and writes nothing where it may not be applied; and
    RosterPlanChangedError where `shown` is the digest of the plan that somebody has read and this is another.
    """
    with transaction.atomic():
        keep_records_still()
        plan = plan_roster(roster_state(source=source), roster, as_of=applied_at.date(), limits=limits)
        if shown is not None and plan.digest != shown:
            raise RosterPlanChangedError(plan)
        if not plan.is_applicable(strict=strict):
            raise RosterNotApplicableError(plan)
        apply_roster_plan(plan=plan, source=source, applied_at=applied_at)
    return plan


def apply_roster_plan(*, plan: RosterPlan, source: str, applied_at: datetime) -> None:
    """Write a plan in one transaction; an empty plan writes nothing.

    The rows say that they changed when the last of them was written, however long that took: whoever asks now
    and then for what has changed since misses none.
    Who leaves may no longer sign in, once the last day that the roster says is over where they are; who comes
    back may again.
    """
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
    Person.objects.filter(pk__in=people).update(updated_at=now)
    Employment.objects.filter(pk__in=employments).update(updated_at=now)
    OrgUnit.objects.filter(pk__in=org_units).update(updated_at=now)


def _write_units(plan: RosterPlan, source: str, applied_at: datetime) -> dict[int, int]:
    """Ids of the created units by their ids in the plan."""
    ids: dict[int, int] = {}
    for unit in plan.units_created:
        parent = ids.get(unit.parent, unit.parent) if unit.parent is not None else None
        row = OrgUnit.objects.create(key=unit.key, name=unit.name, parent_id=parent)
        ids[unit.id] = row.pk
        if unit.code:
            ExternalId.objects.create(source=source, value=unit.code, org_unit=row)
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


def _write_people(plan: RosterPlan, source: str, applied_at: datetime) -> dict[int, int]:
    """Ids of the created people by their ids in the plan."""
    rows = [Person(password=NO_PASSWORD, **_person_fields(new.fields)) for new in plan.created]
    Person.objects.bulk_create(rows, batch_size=1000)
    names = [
        ExternalId(source=source, value=new.external_id, person=row)
        for new, row in zip(plan.created, rows, strict=True)
    ]
    names += [ExternalId(source=source, value=link.external_id, person_id=link.id) for link in plan.linked]
    ExternalId.objects.bulk_create(names, batch_size=1000)
    for change in plan.changed:
        values = {each.field: each.new for each in change.changes}
        Person.objects.filter(pk=change.id).update(**_person_fields(values), updated_at=applied_at)
    return {new.id: row.pk for new, row in zip(plan.created, rows, strict=True)}


def _person_fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return fields | {"email": fields["email"] or None} if "email" in fields else fields


def _write_employments(
    plan: RosterPlan, people: dict[int, int], units: dict[int, int], applied_at: datetime
) -> list[int]:
    """Closings before openings, so that nobody has two open rows in between; the ids of all of them."""
    rows = list(_employment_rows(plan, people, units))
    closings = [row for row in rows if row.pk is not None]
    openings = [row for row in rows if row.pk is None]
    for row in closings:
        row.updated_at = applied_at
    fields = ["starts_on", "ends_on", "status", "job_title", "job_code", "org_unit", "manager", "source"]
    fields.append("updated_at")
    Employment.objects.bulk_update(closings, fields, batch_size=500)
    Employment.objects.bulk_create(openings, batch_size=1000)
    return [row.pk for row in rows]


def _employment_rows(plan: RosterPlan, people: dict[int, int], units: dict[int, int]) -> Iterator[Employment]:
    for change in plan.employments:
        person = people.get(change.person, change.person)
        for write in change.writes:
            yield _employment_row(write, person, people, units)


def _employment_row(
    write: EmploymentRow, person: int, people: dict[int, int], units: dict[int, int]
) -> Employment:
    return Employment(
        pk=write.id,
        person_id=person,
        starts_on=write.starts_on,
        ends_on=write.ends_on,
        status=write.status.value,
        job_title=write.job_title,
        job_code=write.job_code,
        org_unit_id=units.get(write.unit, write.unit),
        manager_id=None if write.manager is None else people.get(write.manager, write.manager),
        source=write.source,
    )


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
