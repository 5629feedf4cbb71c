"""Adjectives of stale marks."""

from typing import Self

from django.db import models


class StaleMarkQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Marks that a worker may still take: not set aside after too many attempts."""
        return self.filter(set_aside_at__isnull=True)
