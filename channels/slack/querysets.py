"""Adjectives of what is to be done for people in Slack."""

from datetime import datetime
from typing import Self

from django.db import models


class SlackWorkQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Neither done nor set aside."""
        return self.filter(done_at=None, set_aside_at=None)

    def due(self, moment: datetime) -> Self:
        """Waiting, and to be tried by `moment`."""
        return self.waiting().filter(not_before__lte=moment)
