"""Adjectives of launches."""

from datetime import datetime
from typing import Self

from django.db import models


class ScormLaunchQuerySet(models.QuerySet):
    def open(self, as_of: datetime) -> Self:
        """Those that were not ended and have not run out."""
        return self.filter(ended_at=None, expires_at__gt=as_of)
