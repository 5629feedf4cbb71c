"""Adjectives of mentors and seats."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.db.models.functions import Greatest, Least

from lifow.base.database.columns import among
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
        seats = seat.objects.open().filter(mentor=OuterRef("pk"))
        holding = self._pairings().filter(state__in=HOLDING, mentor=OuterRef("person"))
        return self.annotate(
            open_seats=CountOf(seats.values("pk")), held_seats=CountOf(holding.values("pk"))
        ).annotate(free_seats=Greatest(F("open_seats") - F("held_seats"), 0))

    def with_reserved_seats(self, as_of: datetime) -> Self:
        """Each `with_seats()`, and of the free ones `requested_seats`, kept for requests that wait,
        `recommended_seats`, kept for learners to whom matching recommends the mentor, and `unreserved_seats`,
        the rest: the three add up to `free_seats`. None is free with a mentor who `is_on_leave`: those that
        would be are `seats_on_leave`.
        """
        theirs = self._pairings().filter(mentor=OuterRef("person"))
        asked = CountOf(theirs.filter(state=PairingState.ASKED).values("pk"))
        recommended = CountOf(theirs.with_a_reserved_seat(as_of).values("pk"))
        away = Q(person__in=among(self._on_leave(as_of)))
        counted = self.with_seats().annotate(is_on_leave=ExpressionWrapper(away, BooleanField()))
        counted = counted.annotate(seats_on_leave=Case(When(away, then=F("free_seats")), default=0))
        counted = counted.annotate(free_seats=Case(When(away, then=0), default=F("free_seats")))
        counted = counted.annotate(requested_seats=Least(F("free_seats"), asked))
        rest = F("free_seats") - F("requested_seats")
        counted = counted.annotate(recommended_seats=Least(rest, recommended))
        return counted.annotate(unreserved_seats=rest - F("recommended_seats"))

    def with_a_seat_for(self, learner: Any, *, as_of: datetime) -> Self:
        """Those who have a free seat that is reserved for this learner, or for nobody."""
        theirs = self._pairings().filter(mentor=OuterRef("person"), mentee=learner)
        own = theirs.filter(state=PairingState.ASKED) | theirs.with_a_reserved_seat(as_of)
        return self.with_reserved_seats(as_of).filter(
            Q(unreserved_seats__gt=0) | Q(Exists(own)), free_seats__gt=0
        )

    def with_a_free_seat(self) -> Self:
        """Those with fewer learners than they offer seats for, reserved or not."""
        return self.with_seats().filter(open_seats__gt=F("held_seats"))

    def working(self) -> Self:
        """Those who work here now, or are on leave."""
        return self.filter(_works_here())

    def listed(self) -> Self:
        """Those who work here and take learners, and all who have one: a leaver's until that is ended."""
        holding = self._pairings().filter(state__in=HOLDING, mentor=OuterRef("person"))
        return self.filter(Q(Exists(holding)) | (Q(is_willing=True) & Q(_works_here())))

    def _on_leave(self, as_of: datetime) -> list[int]:
        """Ids of the mentors on leave: few, and asked for once, for many columns depend on them."""
        leave = Employment.objects.on_leave(as_of).filter(person__mentor__isnull=False)
        return list(leave.values_list("person_id", flat=True))

    def _pairings(self) -> Any:
        """All pairings: their model is of a later applet."""
        seat: Any = self.model._meta.get_field("seats").related_model
        return seat._meta.get_field("pairings").related_model.objects.all()


def _works_here() -> Exists:
    """That a mentor works here now, or is on leave."""
    return Exists(Employment.objects.current().working().filter(person=OuterRef("person")))


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
