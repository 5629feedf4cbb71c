"""Adjectives of evidence."""

from typing import Self

from django.db import models

from lifow.people.persons.models import Person


class EvidenceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Evidence that no correction has superseded."""
        return self.filter(superseded_by__isnull=True)

    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def newest_first(self) -> Self:
        return self.order_by("-observed_at", "-pk")

    def visible_to(self, user) -> Self:
        """Evidence of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))

    def update(self, **kwargs):
        raise TypeError("Evidence is append-only: add evidence that supersedes this.")

    def delete(self):
        raise TypeError("Evidence is append-only: it goes with its person only.")
