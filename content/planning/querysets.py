"""Adjectives of plans."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from content.activity.choices import MINUTES_A_WEEK
from lifow.people.persons.models import Person

CRITICAL_FIRST = True
"""For whoever has not chosen."""


class PlanQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def fresh(self, catalogue: int, as_of) -> Self:
        """Made from this version of the catalogue and from what is assigned, in a week that lasts, for the
        minutes that people have and what these go to first."""
        lasts = Q(week_ends_at__isnull=True) | Q(week_ends_at__gt=as_of)
        chosen = Coalesce("person__learning_time__minutes_per_week", MINUTES_A_WEEK)
        first = Coalesce("person__learning_time__critical_first", CRITICAL_FIRST)
        assigned: Any = self.model._meta.apps.get_model("content", "AssignedPerson")
        changed = assigned.objects.filter(person=OuterRef("person"), updated_at__gte=OuterRef("computed_at"))
        current = self.alias(chosen=chosen, first=first).filter(lasts, ~Exists(changed), catalogue=catalogue)
        return current.filter(minutes=F("chosen"), critical_first=F("first"))

    def with_items(self) -> Self:
        """Each with its items in order, and their modules and skills; one query more."""
        items: Any = self.model._meta.get_field("items").related_model
        return self.prefetch_related(
            Prefetch("items", items.objects.select_related("module", "skill").order_by("position"))
        )

    def visible_to(self, user) -> Self:
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))
