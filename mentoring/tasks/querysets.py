"""Adjectives of tasks."""

from typing import Self

from django.db import models
from django.db.models import Q

from mentoring.choices import COMMENTABLE


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
