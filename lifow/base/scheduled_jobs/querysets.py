"""Adjectives of scheduled jobs."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class ScheduledJobQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Those whose time has come, and that are not done since."""
        return self.filter(due_at__isnull=False)

    def free(self, as_of: datetime) -> Self:
        """Those that no worker has, or none that is alive, and that do not rest after a failure."""
        untaken = Q(taken_until__isnull=True) | Q(taken_until__lte=as_of)
        rested = Q(retry_at__isnull=True) | Q(retry_at__lte=as_of)
        return self.filter(untaken, rested)
