"""Adjectives of mentors, seats, pairings and tasks."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from lifow.base.querysets import TimestampedQuerySet
from lifow.people.models import Person

HOLDING = ["accepted", "active"]
UNDER_WAY = ["asked", *HOLDING]
OPEN = ["proposed", *UNDER_WAY]
COMMENTABLE = [*HOLDING, "completed"]
OVER = ["completed", "ended", "declined", "expired"]
LEFT = "left"


class MentorQuerySet(TimestampedQuerySet):
    def willing(self) -> Self:
        return self.filter(is_willing=True)

    def with_seats(self) -> Self:
        """Each with `open_seats`, the mentor's capacity, and `held_seats`, of which some may be closed."""
        held = Q(seats__pairings__state__in=HOLDING)
        return self.annotate(
            open_seats=Count("seats", filter=Q(seats__closed_at__isnull=True), distinct=True),
            held_seats=Count("seats", filter=held, distinct=True),
        )

    def with_a_free_seat(self) -> Self:
        """Those with fewer learners than they offer seats for."""
        return self.with_seats().filter(open_seats__gt=F("held_seats"))

    def working(self) -> Self:
        """Those who work here now, or are on leave."""
        return self.filter(person__in=Person.objects.employed())


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


class PairingQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        """Neither completed nor ended, declined or expired."""
        return self.filter(state__in=OPEN)

    def proposed(self) -> Self:
        """On a learner's shortlist, and not asked for."""
        return self.filter(state="proposed")

    def under_way(self) -> Self:
        """Asked for or running: more than a proposal."""
        return self.filter(state__in=UNDER_WAY)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDING, seat__isnull=False)

    def over(self) -> Self:
        """Once asked for, and answered, run or forgotten since: proposals that nobody asked for are not."""
        return self.filter(state__in=OVER, asked_at__isnull=False)

    def dropped(self) -> Self:
        """Proposals that were closed before anybody asked."""
        return self.filter(state="expired", asked_at__isnull=True)

    def not_asked_of(self, mentor) -> Self:
        """Proposals of this mentor that nobody asks for, or not any more: withdrawn requests too."""
        return self.for_mentor(mentor).filter(state__in=["proposed", "expired"], asked_at__isnull=True)

    def not_to_propose(self) -> Self:
        """Two who are paired, or of whom one declined or ended it: leaving the company is no refusal."""
        refused = Q(state="declined") | (Q(state="ended") & ~Q(closing_cause=LEFT))
        return self.filter(refused | Q(state__in=UNDER_WAY))

    def for_mentee(self, person) -> Self:
        return self.filter(mentee=person)

    def for_mentor(self, person) -> Self:
        return self.filter(mentor=person)

    def visible_to(self, user) -> Self:
        """A learner's own, and a mentor's own once the learner has asked; for an HR admin, all.

        What a proposal says of a learner's gaps is the learner's to show.
        """
        if user.is_hr_admin:
            return self
        asked = Q(asked_at__isnull=False) | Q(state__in=UNDER_WAY)
        return self.filter(Q(mentee=user) | (Q(mentor=user) & asked))


class TaskQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Tasks that have no feedback yet, of pairings that were not broken off."""
        return self.filter(feedback__isnull=True, pairing__state__in=COMMENTABLE)

    def waiting_for(self, mentor) -> Self:
        """Tasks handed in to `mentor` that wait for feedback."""
        return self.waiting().filter(pairing__mentor=mentor)

    def visible_to(self, user) -> Self:
        if user.is_hr_admin:
            return self
        return self.filter(Q(pairing__mentee=user) | Q(pairing__mentor=user))
