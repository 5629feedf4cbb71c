"""Adjectives of cards and of what was answered."""

from datetime import date, datetime
from typing import Self

from django.db import models

from lifow.base.querysets import TimestampedQuerySet


class RefresherCardQuerySet(TimestampedQuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person=person)

    def due(self, on: date) -> Self:
        return self.filter(due_on__lte=on)

    def answered(self) -> Self:
        return self.filter(reviewed_on__isnull=False)


class RefresherReviewQuerySet(models.QuerySet):
    def asked_again(self) -> Self:
        """Answers to refreshers, without those of tests by which a question was learned."""
        return self.filter(is_refresher=True)

    def since(self, moment: datetime) -> Self:
        return self.filter(answered_at__gte=moment)
