"""Adjectives of what search has to look at anew."""

from django.db import models


class StaleSourceQuerySet(models.QuerySet):
    def first_marked(self, most: int) -> list[tuple[int, str, int]]:
        """Id, kind and source of the marks that were made first."""
        return list(self.order_by("pk").values_list("pk", "kind", "source_id")[:most])
