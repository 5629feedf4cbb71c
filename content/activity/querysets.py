"""Adjectives of activity and its entries."""

from typing import Self

from django.db.models import Q

from lifow.base.querysets import TimestampedQuerySet
from lifow.people.persons.models import Person


class ActivityQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)

    def paused(self) -> Self:
        """Not done, but some minutes of it are; the one paused last first."""
        return self.open().filter(minutes_done__gt=0).order_by("-paused_at", "-pk")

    def done_since(self, monday) -> Self:
        """Of which minutes may have been done since a Monday."""
        return self.filter(
            Q(completed_at__gte=monday) | Q(paused_at__gte=monday) | Q(repeated_at__gte=monday)
        )

    def latest_first(self) -> Self:
        return self.order_by("-touched_at", "-pk")


class ActivityEntryQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def since(self, moment) -> Self:
        return self.filter(at__gte=moment)

    def outside_hours(self) -> Self:
        """Done when the person does not work."""
        return self.filter(in_hours=False)
