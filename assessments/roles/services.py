"""Who has which role, from which day on."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.frameworks.models import RoleLevel
from assessments.marks.services import mark_stale
from assessments.roles.models import JobCodeRule, RoleAssignment
from lifow.base.days import local_day
from lifow.events.services import publish
from lifow.events.types import JobCodeRulesChanged, in_chunks
from lifow.people.persons.models import Employment, Person

ONE_DAY = timedelta(days=1)


def assign_role(
    *, person: Person, role_level: RoleLevel, starts_on: date, marked_at: datetime
) -> RoleAssignment:
    """Give a person a role level by hand. Given already, it stays as it is."""
    with transaction.atomic():
        assignment, is_new = RoleAssignment.objects.get_or_create(
            person=person,
            role_level=role_level,
            source=RoleAssignment.Source.HAND,
            ends_on=None,
            defaults={"starts_on": starts_on},
        )
        if is_new:
            mark_stale(person_ids=[person.pk], reason="role", marked_at=marked_at)
    return assignment


def end_role(*, assignment: RoleAssignment, ends_on: date | None, marked_at: datetime) -> None:
    """End an assignment with `ends_on` as its last day, or open it again where there is none.

    One that would never have begun is removed.
    """
    with transaction.atomic():
        if ends_on is None:
            RoleAssignment.objects.filter(pk=assignment.pk).update(ends_on=None)
        else:
            _end([assignment], ends_on)
        mark_stale(person_ids=[assignment.person_id], reason="role", marked_at=marked_at)


class RoleAssignmentError(ValueError):
    """An assignment that cannot be kept: `field` says where, the message why and what can."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def put_role(
    *,
    source: str,
    external_id: str,
    person: Person,
    role_level: RoleLevel,
    starts_on: date | None,
    ends_on: date | None,
    marked_at: datetime,
) -> tuple[RoleAssignment, bool]:
    """Have an assignment that another system knows by an id be as said, and whether it is new.

    Said again, nothing changes. One that was given by hand and is open becomes the system's. Without a first
    day it stays as it is; of a new one it is today where the person is. Raises RoleAssignmentError where the
    id is another person's assignment, the last day is before the first, or they have the role twice.
    """
    with transaction.atomic():
        list(Person.objects.filter(pk=person.pk).select_for_update(no_key=True).values_list("pk"))
        named = {"external_source": source, "external_id": external_id}
        rows = RoleAssignment.objects.select_for_update(of=("self",))
        hand = {"source": RoleAssignment.Source.HAND, "person": person, "role_level": role_level}
        found = rows.filter(**named).first() or rows.current().filter(**hand, external_id="").first()
        if found and found.person_id != person.pk:
            raise RoleAssignmentError("person", _("This id is another person's. Use another id."))
        is_new = found is None
        row = found or RoleAssignment(**hand, starts_on=local_day(marked_at, person.timezone))
        values = {
            **named,
            "role_level_id": role_level.pk,
            "starts_on": starts_on or row.starts_on,
            "ends_on": ends_on,
        }
        if is_new or any(getattr(row, name) != value for name, value in values.items()):
            _check_role(row, values)
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            mark_stale(person_ids=[person.pk], reason="role", marked_at=marked_at)
    return row, is_new


def _check_role(row: RoleAssignment, values: Mapping[str, Any]) -> None:
    if values["ends_on"] is not None and values["ends_on"] < values["starts_on"]:
        raise RoleAssignmentError("ends_on", _("The last day is before the first."))
    same = {"person": row.person_id, "role_level": values["role_level_id"], "source": row.source}
    others = RoleAssignment.objects.current().filter(**same).exclude(pk=row.pk)
    if values["ends_on"] is None and others.exists():
        raise RoleAssignmentError("role_level", _("They have this role already. End that one first."))


def save_job_code_rule(*, rule: JobCodeRule, saved_at: datetime) -> JobCodeRule:
    """Write a rule, new or not; whoever gives roles by rule is told (`JobCodeRulesChanged`)."""
    with transaction.atomic():
        before = JobCodeRule.objects.filter(pk=rule.pk).values_list("role_level_id", flat=True)
        changed = {*before, rule.role_level_id}
        rule.save()
        publish(JobCodeRulesChanged(role_level_ids=tuple(sorted(changed))), occurred_at=saved_at)
    return rule


def delete_job_code_rules(*, rules: QuerySet[JobCodeRule], deleted_at: datetime) -> None:
    """Delete rules; who had a role by one of them loses it (`JobCodeRulesChanged`)."""
    with transaction.atomic():
        gave = list(rules.values_list("role_level_id", flat=True))
        rules.delete()
        publish(*in_chunks(JobCodeRulesChanged, role_level_ids=gave), occurred_at=deleted_at)


def apply_job_code_rules(
    *, as_of: datetime, marked_at: datetime, person_ids: Collection[int] | None = None
) -> int:
    """Bring the roles by job code in line with rules and the employments that are in force where each person
    is; how many people changed.

    A role begins on the day that it is there, and ends with the day before. Of these people only, where they
    are named. Roles given by hand stay, but for people whose last day is over; whoever is yet to begin keeps
    them. What a merged record had by job code is nobody's, and stays as it is: the present employment counts.
    """
    with transaction.atomic():
        # One run at a time: the next one sees what this one gave.
        list(JobCodeRule.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        theirs = Q() if person_ids is None else Q(person__in=person_ids)
        due = _roles_due(theirs, as_of)
        gone = _people_gone(theirs, as_of)
        assignments = RoleAssignment.objects.current().of_records(person_ids)
        locked = assignments.select_related("person").select_for_update(of=("self",))
        given = list(locked.order_by("person_id", "pk"))
        over = [role for role in given if _is_over(role, due, gone)]
        has = {
            (role.person_id, role.role_level_id)
            for role in given
            if role.source == RoleAssignment.Source.RULE
        }
        new = [key for key in sorted(due) if key not in has]
        for zone, roles in _by_zone(over).items():
            _end(roles, local_day(as_of, zone) - ONE_DAY)
        RoleAssignment.objects.bulk_create(
            [
                RoleAssignment(
                    person_id=person_id,
                    role_level_id=role_level_id,
                    source=RoleAssignment.Source.RULE,
                    starts_on=local_day(as_of, due[person_id, role_level_id]),
                )
                for person_id, role_level_id in new
            ],
            batch_size=1000,
        )
        changed = {_whose(role) for role in over} | {person_id for person_id, _ in new}
        mark_stale(person_ids=changed, reason="role", marked_at=marked_at)
    return len(changed)


def _roles_due(theirs: Q, as_of: datetime) -> dict[tuple[int, int], str]:
    """(person id, role level id) for each employment in force whose job code a rule names, and the zone.

    A rule that names a retired role level gives it to nobody.
    """
    rules = defaultdict(list)
    in_use = JobCodeRule.objects.filter(role_level__in=RoleLevel.objects.active())
    for job_code, role_level_id in in_use.values_list("job_code", "role_level_id"):
        rules[job_code].append(role_level_id)
    employments = Employment.objects.working().in_force(as_of).filter(theirs, job_code__in=list(rules))
    return {
        (person_id, role_level_id): zone
        for person_id, job_code, zone in employments.values_list("person_id", "job_code", "person__timezone")
        for role_level_id in rules[job_code]
    }


def _by_zone(roles: Iterable[RoleAssignment]) -> dict[str, list[RoleAssignment]]:
    found: dict[str, list[RoleAssignment]] = defaultdict(list)
    for role in roles:
        found[role.person.timezone].append(role)
    return found


def _people_gone(theirs: Q, as_of: datetime) -> set[int]:
    """Who worked here, or was to, and whose last day is over where they are."""
    staying = Employment.objects.not_over(as_of).exclude(status=Employment.Status.TERMINATED)
    gone = Employment.objects.filter(theirs).exclude(person__in=staying.values("person"))
    return set(gone.values_list("person_id", flat=True))


def _is_over(role: RoleAssignment, due: Container[tuple[int, int]], gone: set[int]) -> bool:
    if role.source == RoleAssignment.Source.RULE:
        return (role.person_id, role.role_level_id) not in due
    return _whose(role) in gone


def _whose(role: RoleAssignment) -> int:
    """The id of the person whose role it is by now: of the record that stands for its own."""
    return role.person.merged_into_id or role.person_id


def _end(assignments: Iterable[RoleAssignment], last_day: date) -> None:
    never_begun = [role.pk for role in assignments if role.starts_on > last_day]
    begun = [role.pk for role in assignments if role.starts_on <= last_day]
    RoleAssignment.objects.filter(pk__in=never_begun).delete()
    RoleAssignment.objects.filter(pk__in=begun).update(ends_on=last_day)
