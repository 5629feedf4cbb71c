"""Adjectives of messages, dispatches and bounces."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from lifow.notifications.choices import OPEN


class MessageQuerySet(models.QuerySet):
    def open(self) -> Self:
        """In the inbox: acts that still wait, and news."""
        return self.filter(done_at__isnull=True)

    def for_receiver(self, person) -> Self:
        return self.filter(receiver=person)

    def counted(self) -> Self:
        """What the number beside the inbox counts: acts that wait, read or not, and unread news."""
        return self.open().filter(Q(is_act=True) | Q(read_at__isnull=True))

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def acts_first(self) -> Self:
        """Acts before news: of acts who waits longest first, of news the newest."""
        part = Case(When(is_act=True, then=Value(0)), default=Value(1))
        waiting_since = Case(When(is_act=True, then=F("created_at")))
        return self.order_by(part, waiting_since, "-created_at", "-pk")


class DispatchQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Still to be delivered."""
        return self.filter(state__in=OPEN)

    def due(self, way: str, as_of: datetime) -> Self:
        """To be looked at now, on one way."""
        return self.open().filter(way=way, due_at__lte=as_of)

    def for_receiver(self, person) -> Self:
        return self.filter(receiver=person)

    def begun_since(self, moment: datetime) -> Self:
        """Handed to their way since a moment, whether it is known to have taken them or not."""
        return self.filter(begun_at__gte=moment)


class BounceQuerySet(models.QuerySet):
    def permanent(self) -> Self:
        return self.filter(is_permanent=True)

    def of_address(self, address: str) -> Self:
        """Of one address, whatever its case."""
        return self.filter(address=address.lower())
