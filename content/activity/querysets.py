"""Adjectives of activity."""

from typing import Self

from django.db import models


class ActivityQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)

    def latest_first(self) -> Self:
        return self.order_by("-touched_at", "-pk")
