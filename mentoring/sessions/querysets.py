"""Adjectives of sessions."""

from datetime import datetime
from typing import Self

from django.db.models import Q

from lifow.base.querysets import TimestampedQuerySet
from mentoring.choices import HOLDING
from mentoring.sessions.choices import OPEN, PAST, SessionState


class SessionQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        """Times are proposed, or one is booked."""
        return self.filter(state__in=OPEN)

    def booked(self) -> Self:
        """At a time that both have agreed to, of pairings that have not ended."""
        return self.filter(state=SessionState.BOOKED, pairing__state__in=HOLDING)

    def upcoming(self, as_of: datetime) -> Self:
        """Booked, and not over."""
        return self.booked().filter(ends_at__gt=as_of)

    def past(self) -> Self:
        """Booked once and over, whether or not it took place."""
        return self.filter(state__in=PAST)

    def to_close(self, as_of: datetime) -> Self:
        """Booked and over, or with proposed times of which none is left."""
        is_over = Q(state=SessionState.BOOKED, ends_at__lte=as_of)
        return self.filter(is_over | Q(state=SessionState.PROPOSED, last_slot_at__lte=as_of))

    def for_person(self, person) -> Self:
        """With somebody on either side."""
        return self.filter(Q(pairing__mentee=person) | Q(pairing__mentor=person))

    def visible_to(self, user) -> Self:
        """The two people's own: when they meet is nobody else's to read."""
        return self.for_person(user)
