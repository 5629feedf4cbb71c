"""Adjectives of tests and sittings."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from assessments.testing.sittings.choices import FormState, Purpose, SittingState
from lifow.base.querysets import TimestampedQuerySet
from lifow.people.persons.models import Person


class TestFormQuerySet(TimestampedQuerySet):
    def published(self) -> Self:
        return self.filter(state=FormState.PUBLISHED)

    def current(self) -> Self:
        """Published, or on the way there: not retired."""
        return self.exclude(state=FormState.RETIRED)

    def visible_to(self, user) -> Self:
        """All to those who make tests; to others what they may take."""
        return self if user.is_author or user.is_hr_admin else self.published()


class SittingQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        return self.filter(state=SittingState.OPEN)

    def ended(self) -> Self:
        return self.exclude(state=SittingState.OPEN)

    def due(self, as_of: datetime) -> Self:
        """Open ones whose time is up, with what an answer may take on its way."""
        return self.open().filter(deadline_at__lte=as_of)

    def quick(self) -> Self:
        return self.filter(purpose=Purpose.QUICK).tests()

    def refreshers(self) -> Self:
        return self.filter(is_refresher=True)

    def tests(self) -> Self:
        """Tests and quick checks: all but refreshers."""
        return self.filter(is_refresher__isnull=True)

    def for_person(self, person) -> Self:
        """A person's, of records that are merged into theirs too; `person` may be many."""
        return self.filter(person__in=Person.objects.records_of(person))

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")

    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see; what is told of them is less to others than to themselves."""
        if user.is_hr_admin:
            return self
        return self.filter(person__in=Person.objects.visible_to(user))


class SittingItemQuerySet(models.QuerySet):
    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def counting(self) -> Self:
        """Answers that say something of the level: in time, to questions whose parameters are known."""
        return self.answered().filter(counts=True)

    def asked_of(self, person) -> Self:
        """What a person was shown, in whatever sitting."""
        return self.filter(Q(sitting__person__in=Person.objects.records_of(person)), shown_at__isnull=False)


class CertificateQuerySet(models.QuerySet):
    def for_person(self, person) -> Self:
        return self.filter(person__in=Person.objects.records_of(person))

    def visible_to(self, user) -> Self:
        """Of the people whom `user` may see."""
        return self if user.is_hr_admin else self.filter(person__in=Person.objects.visible_to(user))
