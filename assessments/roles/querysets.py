"""Adjectives of role assignments."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from assessments.roles.choices import AssignmentSource


class RoleAssignmentQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def current(self) -> Self:
        return self.filter(ends_on__isnull=True)

    def by_rule(self) -> Self:
        return self.filter(source=AssignmentSource.RULE)
