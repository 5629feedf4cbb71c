"""Adjectives of mentors and seats."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest, Least

from lifow.base.querysets import CountOf, TimestampedQuerySet
from lifow.people.persons.models import Employment
from mentoring.choices import HOLDING, PairingState


class MentorQuerySet(TimestampedQuerySet):
    def willing(self) -> Self:
        return self.filter(is_willing=True)

    def with_seats(self) -> Self:
        """Each with `open_seats`, the mentor's capacity, `held_seats`, of which some may be closed, and
        `free_seats`: 0 too where more are held than open.

        They are counted for the rows that are read: a page of mentors does not count all seats.
        """
        seat: Any = self.model._meta.get_field("seats").related_model
        pairing: Any = seat._meta.get_field("pairings").related_model
        seats = seat.objects.open().filter(mentor=OuterRef("pk"))
        holding = pairing.objects.filter(state__in=HOLDING, mentor=OuterRef("person"))
        return self.annotate(
            open_seats=CountOf(seats.values("pk")), held_seats=CountOf(holding.values("pk"))
        ).annotate(free_seats=Greatest(F("open_seats") - F("held_seats"), 0))

    def with_reserved_seats(self) -> Self:
        """Each `with_seats()`, and of the free ones `requested_seats`, kept for requests that wait, and
        `recommended_seats`, kept for the learners to whom matching recommends the mentor.
        """
        seat: Any = self.model._meta.get_field("seats").related_model
        pairing: Any = seat._meta.get_field("pairings").related_model
        theirs = pairing.objects.filter(mentor=OuterRef("person"))
        asked = CountOf(theirs.filter(state=PairingState.ASKED).values("pk"))
        recommended = theirs.filter(state=PairingState.PROPOSED, is_recommended=True)
        counted = self.with_seats().annotate(requested_seats=Least(F("free_seats"), asked))
        rest = F("free_seats") - F("requested_seats")
        return counted.annotate(recommended_seats=Least(rest, CountOf(recommended.values("pk"))))

    def with_a_free_seat(self) -> Self:
        """Those with fewer learners than they offer seats for."""
        return self.with_seats().filter(open_seats__gt=F("held_seats"))

    def working(self) -> Self:
        """Those who work here now, or are on leave."""
        current = Employment.objects.current().working()
        return self.filter(Exists(current.filter(person=OuterRef("person"))))


class SeatQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Seats that a mentor offers now, taken or not."""
        return self.filter(closed_at__isnull=True)

    def free(self) -> Self:
        """Open seats that no accepted or active pairing holds.

        A mentor who lowers capacity may hold a closed seat beside a free one: whether one more learner has
        room is asked with `Mentor.objects.with_a_free_seat()`.
        """
        return self.open().exclude(pairings__state__in=HOLDING)
