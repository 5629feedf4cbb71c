"""What follows when the records of people and org units change."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from lifow.base.days import local_day
from lifow.events.services import publish
from lifow.events.types import RosterChanged, in_chunks
from lifow.people.persons.models import OrgUnit, Person, PersonQuerySet
from lifow.people.persons.services.leave import follow_leave
from lifow.people.persons.services.locks import keep_records


def follow_records(*, person_ids: Collection[int], changed_at: datetime) -> None:
    """What follows when employments or external ids of people change.

    Whoever asks for the people who have changed since `changed_at` is told of them, whoever subscribes to
    `RosterChanged` too, and those whose last day is over may no longer sign in. Leave that has begun or ended
    with it is told.
    """
    with transaction.atomic():
        people = Person.objects.filter(pk__in=person_ids)
        people.update(updated_at=changed_at)
        close_accounts(people=people, closed_at=changed_at)
        follow_leave(person_ids=person_ids, as_of=changed_at)
        publish(*in_chunks(RosterChanged, person_ids=person_ids), occurred_at=changed_at)


def touch_org_units(*, unit_ids: Collection[int], changed_at: datetime) -> None:
    """Tell whoever asks for the org units that have changed since `changed_at` of these."""
    with transaction.atomic():
        OrgUnit.objects.filter(pk__in=unit_ids).update(updated_at=changed_at)
        publish(*in_chunks(RosterChanged, org_unit_ids=unit_ids), occurred_at=changed_at)


def close_accounts(*, people: PersonQuerySet[Person], closed_at: datetime) -> int:
    """Let nobody of `people` sign in whose last day is over where they are; how many could until now."""
    able = people.filter(is_active=True)
    zones: dict[date, list[str]] = defaultdict(list)
    with transaction.atomic():
        keep_records()
        for name in able.order_by().values_list("timezone", flat=True).distinct():
            zones[local_day(closed_at, name)].append(name)
        leavers = [
            able.filter(timezone__in=names).left_by(today - timedelta(days=1))
            for today, names in zones.items()
        ]
        return sum(those.update(is_active=False, updated_at=closed_at) for those in leavers)


def forget_addresses(*, person_ids: Collection[int]) -> None:
    """Forget the addresses that allauth keeps of people whose email has changed: it may be another's now."""
    EmailAddress.objects.filter(user_id__in=person_ids).delete()
