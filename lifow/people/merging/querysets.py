"""Adjectives of merges and of what they changed."""

from typing import Self

from django.db import models


class PersonMergeQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Merges that nobody has undone."""
        return self.filter(undone_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-merged_at", "-pk")


class MergeChangeQuerySet(models.QuerySet):
    def of(self, *models_: type[models.Model]) -> Self:
        """Changes of rows of these models."""
        return self.filter(model__in=[one._meta.label for one in models_])

    def standing(self) -> Self:
        """Those that have not been put back."""
        return self.filter(put_back_at__isnull=True)
