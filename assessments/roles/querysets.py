"""Adjectives of role assignments."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from django.db.models import Q

from assessments.roles.choices import AssignmentSource
from lifow.base.days import in_force
from lifow.base.querysets import TimestampedQuerySet
from lifow.people.persons.models import Person


class RoleAssignmentQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see, and of records that are merged into theirs."""
        if user.is_hr_admin:
            return self
        visible = Person.objects.visible_to(user)
        return self.filter(Q(person__in=visible) | Q(person__merged_into__in=visible))

    def for_person(self, person) -> Self:
        """A person's, and those of records that are merged into theirs."""
        return self.filter(person__in=Person.objects.records_of(person))

    def as_of(self, day: date) -> Self:
        """In force on a day, the same for everybody."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_force(self, as_of: datetime) -> Self:
        """In force on the day that it is where each person is."""
        return self.filter(in_force(as_of))

    def of_records(self, person_ids: Collection[int] | None = None) -> Self:
        """What counts of people, or of these: their own, and by hand that of records merged into theirs."""
        by_hand = Q(person__merged_into__isnull=False, source=AssignmentSource.HAND)
        if person_ids is None:
            return self.filter(Q(person__merged_into__isnull=True) | by_hand)
        own = Q(person__in=person_ids, person__merged_into__isnull=True)
        return self.filter(own | (Q(person__merged_into__in=person_ids) & by_hand))

    def current(self) -> Self:
        return self.filter(ends_on__isnull=True)

    def by_rule(self) -> Self:
        return self.filter(source=AssignmentSource.RULE)
