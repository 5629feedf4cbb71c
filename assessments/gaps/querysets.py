"""Adjectives of gap reports."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from assessments.marks.models import StaleMark
from lifow.people.persons.models import Person


class GapReportQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The one report of each person that holds now; the others are its history."""
        return self.filter(superseded_at__isnull=True)

    def visible_to(self, user) -> Self:
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def with_marks(self) -> Self:
        """Each with `has_mark`: whether a worker is still to compute the person's report again."""
        marks = StaleMark.objects.waiting().filter(person=OuterRef("person"))
        return self.annotate(has_mark=Exists(marks))
