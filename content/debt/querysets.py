"""Adjectives of topics that people ask for, and of writing tasks."""

from datetime import date
from typing import Self

from django.db import models

from content.debt.choices import TOLD_BEFORE, TaskState, WishState


class WishQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=WishState.OPEN)

    def with_people(self) -> Self:
        """Each with `people_count`, how many ask for it."""
        return self.annotate(people_count=models.Count("people"))


class WritingTaskQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def of_owner(self, person) -> Self:
        return self.filter(owner=person)

    def to_be_told(self, today: date) -> Self:
        """Open, due soon or already, and the owner was not told of this day yet."""
        due = self.open().filter(due_on__lte=today + TOLD_BEFORE, owner__is_active=True)
        return due.exclude(told_of=models.F("due_on"))
