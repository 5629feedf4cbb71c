"""Adjectives of requests for ratings."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.requests.choices import OF_ONESELF, RequestState
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
        return self.filter(source__in=OF_ONESELF)

    def about_others(self) -> Self:
        return self.exclude(source__in=OF_ONESELF)

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
        """Each with `asked` and `answered`, numbers of its requests without those that were withdrawn, and in
        how many `skills`, of which `first_skill` is one.

        They are looked up for the rows that are read: a page does not count what all others were asked.
        """
        request: Any = self.model._meta.get_field("requests").related_model
        own = request.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
        asked = own.exclude(state=RequestState.WITHDRAWN).annotate(number=Count("pk"))
        answered = own.filter(state=RequestState.ANSWERED).annotate(number=Count("pk"))
        skills = own.annotate(number=Count("skill", distinct=True), name=Min("skill__name"))
        return self.annotate(
            asked=Coalesce(Subquery(asked.values("number")), 0),
            answered=Coalesce(Subquery(answered.values("number")), 0),
            skills=Coalesce(Subquery(skills.values("number")), 0),
            first_skill=Subquery(skills.values("name")),
        )
