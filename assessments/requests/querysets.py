"""Adjectives of requests for ratings."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q

from assessments.requests.choices import RequestSource, RequestState
from lifow.base.querysets import TimestampedQuerySet
from lifow.people.persons.models import Person


class RatingRequestQuerySet(TimestampedQuerySet):
    def open(self) -> Self:
        """Neither answered nor declined, withdrawn or expired."""
        return self.filter(state=RequestState.OPEN)

    def waiting_for(self, asked) -> Self:
        """Open ones that this person has to answer; a skill that was retired is asked for no more."""
        return self.open().filter(asked=asked, skill__retired_at__isnull=True)

    def about_oneself(self) -> Self:
        return self.filter(source=RequestSource.SELF)

    def about_others(self) -> Self:
        return self.exclude(source=RequestSource.SELF)

    def due(self, as_of: datetime) -> Self:
        """Open ones whose time to answer is over."""
        return self.open().filter(expires_at__lte=as_of)

    def visible_to(self, user) -> Self:
        """About the people whom `user` may see, and those that `user` is asked; for an HR admin, all."""
        if user.is_hr_admin:
            return self
        return self.filter(Q(person__in=Person.objects.visible_to(user)) | Q(asked=user))


class RequestBatchQuerySet(models.QuerySet):
    def asked_by_or_for(self, user) -> Self:
        """What this person has asked for; for an HR admin, what anybody has."""
        return self if user.is_hr_admin else self.filter(asked_by=user)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def counted(self) -> Self:
        """Each with `asked`, `answered`, `declined` and `waiting`: numbers of its requests.

        What was withdrawn is in none of them.
        """
        state = "requests__state"
        withdrawn = Q(requests__state=RequestState.WITHDRAWN)
        return self.annotate(
            asked=Count("requests", filter=~withdrawn),
            answered=Count("requests", filter=Q(**{state: RequestState.ANSWERED})),
            declined=Count("requests", filter=Q(**{state: RequestState.DECLINED})),
            waiting=Count("requests", filter=Q(**{state: RequestState.OPEN})),
        )
