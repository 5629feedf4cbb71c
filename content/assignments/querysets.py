"""Adjectives of assignments, of whom they are for, and of stretch tasks."""

from datetime import datetime
from typing import Self

from django.db.models import Exists, F, OuterRef, Q

from content.assignments.choices import STRETCH_GOING_ON, AssignedState, StretchState
from lifow.base.days import days_anywhere, own_day
from lifow.base.querysets import TimestampedQuerySet
from lifow.people.persons.models import Employment, Person


class AssignmentQuerySet(TimestampedQuerySet):
    def active(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user) -> Self:
        """All of them for HR, their own for everybody else."""
        return self if user.is_hr_admin else self.filter(created_by=user)


class AssignedPersonQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def open(self) -> Self:
        return self.filter(state=AssignedState.OPEN)

    def past_due(self, as_of: datetime) -> Self:
        """To do, and due on a day that is over where the person is."""
        _earliest, latest = days_anywhere(as_of)
        own = self.filter(due_on__lt=latest).alias(today=own_day(as_of, "person__timezone"))
        return own.open().filter(due_on__lt=F("today"))

    def overdue(self, as_of: datetime) -> Self:
        """Past due, of people who are not on leave: nothing is overdue during leave."""
        return self.past_due(as_of).not_on_leave(as_of)

    def not_on_leave(self, as_of: datetime) -> Self:
        leave = Employment.objects.on_leave(as_of).filter(person=OuterRef("person"))
        return self.filter(~Exists(leave))

    def newest_round(self) -> Self:
        """Of each person, the last time that an assignment was theirs."""
        later = self.model._default_manager.filter(
            assignment=OuterRef("assignment"), person=OuterRef("person"), round__gt=OuterRef("round")
        )
        return self.filter(~Exists(later))

    def counted(self) -> Self:
        """What numbers tell of: the last round of those to whom it is, or was to the end, assigned."""
        return (
            self.newest_round().exclude(state=AssignedState.REMOVED).filter(person__merged_into__isnull=True)
        )


class StretchTaskQuerySet(TimestampedQuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def going_on(self) -> Self:
        return self.filter(state__in=STRETCH_GOING_ON)

    def visible_to(self, user) -> Self:
        """One's own, those of one's reporting line, and those that one has offered; all for HR."""
        if user.is_hr_admin:
            return self
        return self.filter(Q(person__in=Person.objects.visible_to(user)) | Q(offered_by=user))

    def to_confirm_by(self, user) -> Self:
        """Finished, and waiting for the confirmation of the person's manager."""
        return self.filter(
            state=StretchState.FINISHED, person__in=Person.objects.reporting_to(user).values("pk")
        )
