"""Adjectives of modules, plans and activity."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from lifow.base.search import SearchQuerySet
from lifow.people.models import Person

MINUTES_A_WEEK = 30
"""For learning, of whoever has not chosen."""


class ModuleQuerySet(SearchQuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def current(self) -> Self:
        """Published, or on the way there: not retired."""
        return self.exclude(status="retired")

    def raising(self, skill) -> Self:
        return self.filter(effects__skill=skill)

    def by(self, author) -> Self:
        return self.filter(author=author)

    def with_use(self) -> Self:
        """Adds `started_count` and `completed_count`: people who opened the module, and who finished it."""
        return self.annotate(
            started_count=models.Count("activities"),
            completed_count=models.Count("activities", filter=Q(activities__completed_at__isnull=False)),
        )

    def visible_to(self, user) -> Self:
        """What is published; to an author and an HR admin, drafts too."""
        if user.is_author or user.is_hr_admin:
            return self
        return self.published()


class CatalogueVersionQuerySet(models.QuerySet):
    def current(self) -> int:
        """The number of the catalogue as it is; 1 before its first change."""
        return self.values_list("number", flat=True).order_by("pk").first() or 1


class PlanQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def fresh(self, catalogue: int, as_of) -> Self:
        """Made from this version of the catalogue, in a week that lasts, for the minutes that people have."""
        lasts = Q(week_ends_at__isnull=True) | Q(week_ends_at__gt=as_of)
        chosen = Coalesce("person__learning_time__minutes_per_week", MINUTES_A_WEEK)
        return self.alias(chosen=chosen).filter(lasts, catalogue=catalogue, minutes=F("chosen"))

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
