"""Adjectives of plans."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from lifow.people.persons.models import Person

MINUTES_A_WEEK = 30
"""For learning, of whoever has not chosen."""


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
