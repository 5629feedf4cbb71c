"""Adjectives of events and deliveries."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

# How long a delivery rests after its first attempt, and after a later one.
FIRST_REST = timedelta(seconds=30)
LATER_REST = timedelta(minutes=5)


class EventQuerySet(models.QuerySet):
    def delivered(self) -> Self:
        """Events that no subscription waits for any more, and none was set aside for."""
        deliveries: Any = self.model._meta.get_field("deliveries").related_model
        return self.filter(~Exists(deliveries.objects.filter(event=OuterRef("pk"), delivered_at=None)))

    def update(self, **kwargs):
        raise TypeError("Events are append-only: publish another one.")


class DeliveryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Deliveries that are still to be tried: neither delivered nor set aside."""
        return self.filter(delivered_at=None, set_aside_at=None)

    def due(self, moment: datetime) -> Self:
        """Waiting deliveries that nobody has tried shortly before `moment`."""
        return self.waiting().filter(
            Q(attempted_at=None)
            | Q(attempted_at__lte=moment - FIRST_REST, attempts__lte=1)
            | Q(attempted_at__lte=moment - LATER_REST)
        )

    def set_aside(self) -> Self:
        """Deliveries that failed too often, for a person to look into."""
        return self.filter(set_aside_at__isnull=False)
