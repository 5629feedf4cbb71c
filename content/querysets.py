"""Adjectives of modules, plans and activity."""

from typing import Self

from django.db import models

from lifow.base.search import SearchQuerySet
from lifow.people.models import Person


class ModuleQuerySet(SearchQuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def raising(self, skill) -> Self:
        return self.filter(effects__skill=skill)

    def visible_to(self, user) -> Self:
        """What is published; to an author and an HR admin, drafts too."""
        if user.is_author or user.is_hr_admin:
            return self
        return self.published()


class PlanQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def visible_to(self, user) -> Self:
        return self.filter(person__in=Person.objects.visible_to(user))


class ActivityQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)

    def latest_first(self) -> Self:
        return self.order_by("-touched_at", "-pk")
