"""Adjectives of mentors, seats, pairings and tasks."""

from typing import Self

from django.db import models
from django.db.models import Q

HOLDING = ["accepted", "active"]
OPEN = ["proposed", "asked", *HOLDING]


class MentorQuerySet(models.QuerySet):
    def willing(self) -> Self:
        return self.filter(is_willing=True)


class SeatQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Seats that a mentor offers now, taken or not."""
        return self.filter(closed_at__isnull=True)

    def free(self) -> Self:
        """Open seats that no accepted or active pairing holds."""
        return self.open().exclude(pairings__state__in=HOLDING)


class PairingQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither completed nor ended, declined or expired."""
        return self.filter(state__in=OPEN)

    def under_way(self) -> Self:
        """Asked for or running: more than a proposal."""
        return self.filter(state__in=["asked", *HOLDING])

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDING, seat__isnull=False)

    def for_mentee(self, person) -> Self:
        return self.filter(mentee=person)

    def for_mentor(self, person) -> Self:
        return self.filter(mentor=person)

    def visible_to(self, user) -> Self:
        """One's own pairings on either side; for an HR admin, all."""
        if user.is_hr_admin:
            return self
        return self.filter(Q(mentee=user) | Q(mentor=user))


class TaskQuerySet(models.QuerySet):
    def waiting_for(self, mentor) -> Self:
        """Tasks handed in to `mentor` that have no feedback yet."""
        return self.filter(pairing__mentor=mentor, feedback__isnull=True)

    def visible_to(self, user) -> Self:
        if user.is_hr_admin:
            return self
        return self.filter(Q(pairing__mentee=user) | Q(pairing__mentor=user))
