"""Records of people and org units, written and deleted one by one, as HR keeps them by hand.

What follows is what follows when a roster says the same.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from lifow.base.records import NO_CHANGES, RowChanges
from lifow.events.services import publish
from lifow.events.types import RightsChanged
from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.persons.services.changes import follow_records, forget_addresses, touch_org_units
from lifow.people.persons.services.locks import keep_records

RIGHTS = ("is_hr_admin", "is_author", "is_staff", "is_superuser")


def save_person(
    *,
    person: Person,
    employments: RowChanges[Employment] = NO_CHANGES,
    external_ids: RowChanges[ExternalId] = NO_CHANGES,
    groups: Collection[Group] | None = None,
    by: Person | None = None,
    saved_at: datetime,
) -> Person:
    """Write a person, new or not, with what changes of their employments and external ids.

    `groups` are all that the person is in from then on, where that is said. Who is new has no password: they
    choose one by the link that is sent to them. Where `by` changes what somebody may do, or the address that
    they sign in with, `RightsChanged` tells.
    """
    with transaction.atomic():
        keep_records()
        was = Person.objects.filter(pk=person.pk).first()
        if not person.password:
            person.set_unusable_password()
        person.save()
        is_in = set(person.groups.all())
        if groups is not None:
            person.groups.set(groups)
        if by is not None:
            in_others = groups is not None and set(groups) != is_in
            _tell_of_rights(was, person, by, saved_at, also=["groups"] if in_others else [])
        if was is not None and was.email != person.email:
            forget_addresses(person_ids=[person.pk])
        employments.apply(order=_closings_first)
        external_ids.apply()
        follow_records(person_ids=[person.pk], changed_at=saved_at)
    return person


def _tell_of_rights(
    was: Person | None, now: Person, by: Person, saved_at: datetime, also: Sequence[str]
) -> None:
    given = [right for right in RIGHTS if getattr(now, right) and not (was and getattr(was, right))]
    given.extend(also)
    taken = [right for right in RIGHTS if was and getattr(was, right) and not getattr(now, right)]
    if was is not None and (was.email or "").lower() != (now.email or "").lower():
        given.append("email")
    if given or taken:
        told = RightsChanged(person_id=now.pk, by_id=by.pk, given=" ".join(given), taken=" ".join(taken))
        publish(told, occurred_at=saved_at)


def save_employment(*, employment: Employment, saved_at: datetime) -> Employment:
    """Write an employment, new or not. It may have been another person's."""
    with transaction.atomic():
        keep_records()
        owners = _owners(Employment.objects.filter(pk=employment.pk))
        employment.save()
        follow_records(person_ids={*owners, employment.person_id}, changed_at=saved_at)
    return employment


def delete_employments(*, employments: QuerySet[Employment], deleted_at: datetime) -> None:
    """Delete employments, as if they had never been."""
    with transaction.atomic():
        keep_records()
        owners = _owners(employments)
        employments.delete()
        follow_records(person_ids=owners, changed_at=deleted_at)


def save_org_unit(
    *, unit: OrgUnit, external_ids: RowChanges[ExternalId] = NO_CHANGES, saved_at: datetime
) -> OrgUnit:
    """Write an org unit, new or not, with what changes of its external ids."""
    with transaction.atomic():
        keep_records()
        unit.save()
        external_ids.apply()
        touch_org_units(unit_ids=[unit.pk], changed_at=saved_at)
    return unit


def delete_org_units(*, units: QuerySet[OrgUnit], deleted_at: datetime) -> None:
    """Delete org units in which nobody has ever worked, and which have none below them."""
    with transaction.atomic():
        keep_records()
        ids = list(units.values_list("pk", flat=True))
        units.delete()
        touch_org_units(unit_ids=ids, changed_at=deleted_at)


def save_external_id(*, external_id: ExternalId, saved_at: datetime) -> ExternalId:
    """Write an external id, new or not. It may have been another's."""
    with transaction.atomic():
        keep_records()
        before = _named_by(ExternalId.objects.filter(pk=external_id.pk))
        external_id.save()
        after = _named_by([external_id])
        _follow_names(before | after, saved_at)
    return external_id


def delete_external_ids(*, external_ids: QuerySet[ExternalId], deleted_at: datetime) -> None:
    """Delete external ids: their source knows these people and org units by none from then on."""
    with transaction.atomic():
        keep_records()
        named = _named_by(external_ids)
        external_ids.delete()
        _follow_names(named, deleted_at)


def _closings_first(employment: Employment) -> int:
    """So that nobody has two open rows in between."""
    return employment.ends_on is None


def _owners(employments: QuerySet[Employment]) -> set[int]:
    return set(employments.values_list("person_id", flat=True))


def _named_by(external_ids: Iterable[ExternalId]) -> set[tuple[int | None, int | None]]:
    """(person id, org unit id) of each; one of the two is None."""
    return {(one.person_id, one.org_unit_id) for one in external_ids}


def _follow_names(named: set[tuple[int | None, int | None]], changed_at: datetime) -> None:
    people = {person_id for person_id, _ in named if person_id}
    units = {unit_id for _, unit_id in named if unit_id}
    follow_records(person_ids=people, changed_at=changed_at)
    touch_org_units(unit_ids=units, changed_at=changed_at)
