"""Adjectives of erasures."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from lifow.people.privacy.choices import OPEN, ErasureState


class ErasureQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Asked for, and neither carried out nor withdrawn."""
        return self.filter(state__in=OPEN)

    def due(self, moment: datetime) -> Self:
        """Confirmed ones that no worker has in hand, the earliest first."""
        free = Q(taken_until=None) | Q(taken_until__lte=moment)
        return self.filter(free, state=ErasureState.CONFIRMED).order_by("confirmed_at", "pk")
