"""Adjectives of stale marks."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class StaleMarkQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Marks that a worker may still take: not set aside after too many attempts."""
        return self.filter(set_aside_at__isnull=True)

    def set_aside(self) -> Self:
        """Marks of people whose report could not be computed, for somebody to look into."""
        return self.filter(set_aside_at__isnull=False)

    def untaken(self, as_of: datetime) -> Self:
        """Marks that no worker has begun to work on, or none that is alive."""
        return self.filter(Q(taken_until__isnull=True) | Q(taken_until__lte=as_of))
