"""Adjectives of gap reports."""

from typing import Self

from django.db import models

from lifow.people.persons.models import Person


class GapReportQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The one report of each person that holds now; the others are its history."""
        return self.filter(superseded_at__isnull=True)

    def visible_to(self, user) -> Self:
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))
