"""Adjectives of role assignments."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from assessments.roles.choices import AssignmentSource
from lifow.base.days import in_force


class RoleAssignmentQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        """In force on a day, the same for everybody."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_force(self, as_of: datetime) -> Self:
        """In force on the day that it is where each person is."""
        return self.filter(in_force(as_of))

    def current(self) -> Self:
        return self.filter(ends_on__isnull=True)

    def by_rule(self) -> Self:
        return self.filter(source=AssignmentSource.RULE)
