"""Adjectives of pictures."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef


class PictureQuerySet(models.QuerySet):
    def unused(self) -> Self:
        """Those that no row of any model refers to."""
        rows: Self = self
        for relation in self.model._meta.related_objects:
            used = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(used))
        return rows
